"""A real nginx whose master is killed, and the next one."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kernel.settings import ROOT, Settings, settings_from
from workplace.stack import account, edge, ground, health, leftover, occupied, processes
from workplace.stack.progress import until

Start = Callable[[Settings], subprocess.Popen[bytes]]
Instance = Callable[[str], Settings]
SECONDS = 20


@pytest.fixture
def instance(place: Path, free_ports: Callable[[], int]) -> Instance:
    def lay_out(name: str) -> Settings:
        port = str(free_ports())
        found = settings_from({"ONMARU_VAR": str(place / name), "ONMARU_PORT": port})
        for directory in (found.var, found.run, found.blobs):
            account.own(directory, 0o750)
        if account.is_root():
            account.let_through(found.var)
        edge.lay_out(found)
        return found

    return lay_out


@pytest.fixture
def start() -> Iterator[Start]:
    """An edge that answers; at the end nothing of it is left."""
    begun: list[tuple[subprocess.Popen[bytes], Settings]] = []

    def begin(settings: Settings) -> subprocess.Popen[bytes]:
        user = account.service_user()
        master = subprocess.Popen(
            edge.command(settings), cwd=ROOT, user=user, group=user, extra_groups=[]
        )
        begun.append((master, settings))
        answers = until(lambda: None if _problem(settings) else True, SECONDS)
        assert answers, _problem(settings)
        return master

    yield begin
    for master, settings in begun:
        master.kill()
        master.wait(timeout=10)
        leftover.end(settings.var / "edge")


def _problem(settings: Settings) -> str | None:
    return health.problem(processes.edge_process(settings), settings)


def _kill(master: subprocess.Popen[bytes]) -> None:
    master.send_signal(signal.SIGKILL)
    master.wait(timeout=10)


def test_the_workers_of_a_killed_master_do_not_keep_the_next_from_starting(
    instance: Instance, start: Start
) -> None:
    """[DPR1]"""
    ours = instance("killed")
    first = start(ours)
    _kill(first)
    orphans = leftover.of_edge(ours.var / "edge")
    assert orphans
    assert occupied.taken([ours.port])
    second = start(ours)  # the orphans may have answered for it
    assert until(lambda: second.pid in leftover.of_edge(ours.var / "edge") or None, SECONDS)
    assert until(lambda: None if _problem(ours) else True, SECONDS)
    assert second.poll() is None
    assert not set(orphans) & set(leftover.of_edge(ours.var / "edge"))


def test_another_instance_keeps_its_nginx(instance: Instance, start: Start) -> None:
    """[DPR1]"""
    ours = instance("one")
    start(ours)
    theirs = instance("other")
    master = start(theirs)
    leftover.end(ours.var / "edge")
    assert master.poll() is None
    assert _problem(theirs) is None
    assert _problem(ours) is not None


def test_up_frees_its_own_ports_before_it_refuses_them(instance: Instance, start: Start) -> None:
    """[DPR1]"""
    ours = instance("refused")
    _kill(start(ours))
    assert occupied.taken([ours.port])
    ground.refuse_taken_ports(ours)
    assert occupied.taken([ours.port]) == {}


def test_who_ended_meanwhile_is_no_obstacle(place: Path) -> None:
    assert leftover.end(place) == []
    assert os.getpid() not in leftover.of_edge(ROOT)
