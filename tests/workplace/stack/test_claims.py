"""Two instances whose ports overlap, started beside each other: neither listens yet."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kernel.settings import Settings, settings_from
from workplace.stack import claims, edge, ground, setup
from workplace.stack.progress import StepFailed

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="claims lie where root alone writes")
HOLD = """
import sys
from kernel.settings import settings_from
from workplace.stack import claims
with claims.claimed(settings_from({"ONMARU_VAR": sys.argv[1], "ONMARU_PORT": sys.argv[2]})):
    print("claimed", flush=True)
    sys.stdin.read()
"""


def instance(place: Path, name: str, port: int) -> Settings:
    return settings_from({"ONMARU_VAR": str(place / name), "ONMARU_PORT": str(port)})


def starting(settings: Settings) -> "subprocess.Popen[str]":
    """An `up` at work."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(settings.var), str(settings.port)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "claimed\n"
    return process


def test_of_two_that_start_with_overlapping_ports_the_second_is_refused_and_told_whose(
    place: Path, free_ports: Callable[[], int]
) -> None:
    """[ST3]"""
    first = instance(place, "first", free_ports())
    second = instance(place, "second", first.port + 2)
    with starting(first) as process:
        ground.refuse_taken_ports(second)  # nothing listens yet
        told = f"{second.port} is held by .*{first.var}"
        with pytest.raises(StepFailed, match=told), ground.ports_claimed(second):
            pytest.fail("claimed twice")
        assert setup.strangers_on_ports(second) == {second.port: f"the instance of {first.var}"}
        assert setup.strangers_on_ports(first) == {}
        process.kill()
    with ground.ports_claimed(second):  # a claim goes with who made it
        assert claims.others(first) == {second.port: f"the instance of {second.var}"}
    assert claims.others(first) == {}


def test_neighbours_and_a_second_up_of_the_same_instance_are_not_refused(
    place: Path, free_ports: Callable[[], int]
) -> None:
    first = instance(place, "alone", free_ports())
    beside = instance(place, "beside", max(edge.ports(first).values()) + 1)
    with starting(first) as process:
        with claims.claimed(beside), claims.claimed(first):
            assert process.poll() is None
        process.kill()


def test_the_supervisor_that_runs_is_the_claim_once_up_is_over(
    place: Path, free_ports: Callable[[], int]
) -> None:
    first = instance(place, "running", free_ports())
    second = instance(place, "later", first.port + 1)
    with ground.ports_claimed(first):
        pass
    speaks = "print(flush=True); input()"
    line = [sys.executable, "-c", speaks, "supervisor.supervisord"]
    pid_file = Path(f"{first.run}.supervisor.pid")
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()  # before it has begun its command line may be read as empty
        pid_file.write_text(f"{process.pid}\n")
        assert sorted(claims.others(second)) == [first.port + 1, first.port + 2]
    assert claims.others(second) == {}
    pid_file.unlink()
