"""What every `DesktopHost` owes its broker. The fake and the real one pass the same tests."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from daas_broker.desktops.adapters.podman import PodmanHost
from daas_broker.desktops.model import (
    DesktopId,
    DesktopPhase,
    DesktopSpec,
    ImageKey,
    PoolId,
    SeenDesktop,
)
from daas_broker.desktops.ports import DesktopHost, Permanent, StaleEpoch, StaleGeneration
from kernel.clock import utc_now
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.support.fakes.desktop_host import INTERNET, FakeDesktopHost
from tests.support.hostd import PATIENCE, Hostd, eventually, running_hostd
from tests.support.machines import BOOT, MachineHostd, running_machines
from workplace.hostd.server import Server


@dataclass
class Subject:
    host: DesktopHost
    image: ImageKey
    end: Callable[[DesktopId], None]  # its container ends, as after a crash inside
    epoch: int = 7
    patience: float = PATIENCE  # seconds, until a desktop has its picture

    def spec(self, generation: int = 1) -> DesktopSpec:
        return DesktopSpec(
            DesktopId(fresh_id()), generation, PoolId("p1"), self.image, Zone.INTERNET
        )

    def ensure(self, spec: DesktopSpec) -> SeenDesktop:
        return self.host.ensure(spec, self.epoch)

    def here(self, spec: DesktopSpec) -> list[SeenDesktop]:
        return [seen for seen in self.host.desktops() if seen.id == spec.id]


@pytest.fixture(scope="module")
def hostd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostd]:
    with running_hostd(tmp_path_factory.mktemp("hostd")) as hostd:
        yield hostd


@pytest.fixture(scope="module")
def machines() -> Iterator[MachineHostd]:
    with running_machines() as machines:
        yield machines


def fake_subject(request: pytest.FixtureRequest) -> Subject:
    del request
    host = FakeDesktopHost(utc_now)
    return Subject(host, INTERNET.key, host.kill)


def late_subject(request: pytest.FixtureRequest) -> Subject:
    """A fake that takes its time for each call, and for a desktop to come up."""
    del request
    host = FakeDesktopHost(utc_now, boot=timedelta(seconds=0.2), latency=0.02)
    return Subject(host, INTERNET.key, host.kill)


def served_subject(request: pytest.FixtureRequest) -> Subject:
    """A fake behind hostd's door and spoken to over its wire, as bench/pool_crash does."""
    tmp_path: Path = request.getfixturevalue("tmp_path")
    host, door = FakeDesktopHost(utc_now), tmp_path / "hostd.sock"
    server = Server(door, host, frozenset({os.getuid()}))
    request.addfinalizer(server.server_close)
    request.addfinalizer(server.shutdown)
    Thread(target=server.serve_forever, daemon=True).start()
    return Subject(PodmanHost(door), INTERNET.key, host.kill)


def podman_subject(request: pytest.FixtureRequest) -> Subject:
    hostd: Hostd = request.getfixturevalue("hostd")
    return Subject(hostd.host, hostd.image.key, hostd.end)


def libvirt_subject(request: pytest.FixtureRequest) -> Subject:
    machines: MachineHostd = request.getfixturevalue("machines")
    end = machines.end_machine
    return Subject(machines.machines, machines.image.key, end, patience=BOOT)


FAKES = [fake_subject, late_subject, served_subject]


REAL = [pytest.param(one, marks=pytest.mark.slow) for one in (podman_subject, libvirt_subject)]


@pytest.fixture(params=[*FAKES, *REAL])
def subject(request: pytest.FixtureRequest) -> Subject:
    made: Subject = request.param(request)
    return made


def test_a_desktop_that_was_ensured_becomes_ready_and_is_listed(subject: Subject) -> None:
    spec = subject.spec()
    first = subject.ensure(spec)
    assert (first.id, first.generation, first.pool) == (spec.id, 1, spec.pool)
    eventually(lambda: subject.here(spec)[0].ready, subject.patience)
    assert subject.here(spec)[0].endpoint == first.endpoint
    subject.host.destroy(spec.id, 1, subject.epoch)


def test_ensuring_twice_is_ensuring_once(subject: Subject) -> None:
    """[HD2]"""
    spec = subject.spec()
    first, second = subject.ensure(spec), subject.ensure(spec)
    assert (first.started_at, first.endpoint) == (second.started_at, second.endpoint)
    assert len(subject.here(spec)) == 1
    subject.host.destroy(spec.id, 1, subject.epoch)


def test_destroying_removes_it_and_destroying_again_removes_nothing(subject: Subject) -> None:
    """[HD2] [HD7]"""
    spec = subject.spec()
    subject.ensure(spec)
    receipt = subject.host.destroy(spec.id, 1, subject.epoch)
    assert len(receipt.containers) == 1
    assert receipt.freed_bytes > 0
    assert subject.here(spec) == []
    again = subject.host.destroy(spec.id, 1, subject.epoch)
    assert (again.containers, again.paths, again.freed_bytes) == ((), (), 0)


def test_the_receipt_names_the_destroyed_key_of_what_was_written(subject: Subject) -> None:
    """[DC1] and tells it again to who did not hear the answer."""
    spec = subject.spec()
    subject.ensure(spec)
    receipt = subject.host.destroy(spec.id, 1, subject.epoch)
    [wiped] = receipt.wiped
    assert (wiped.layer, wiped.verified) == (f"{spec.id}-1", True)
    assert len(bytes.fromhex(wiped.key_id)) == 16
    again = subject.host.destroy(spec.id, 1, subject.epoch)
    assert again.wiped == receipt.wiped


def test_two_desktops_never_share_a_key(subject: Subject) -> None:
    """[DC1]"""
    specs = [subject.spec(), subject.spec()]
    for spec in specs:
        subject.ensure(spec)
    [one], [other] = (subject.host.destroy(s.id, 1, subject.epoch).wiped for s in specs)
    assert one.key_id != other.key_id


def test_who_commands_with_an_older_epoch_is_refused_and_changes_nothing(subject: Subject) -> None:
    """[HD3]"""
    spec = subject.spec()
    subject.ensure(spec)
    with pytest.raises(StaleEpoch):
        subject.host.destroy(spec.id, 1, subject.epoch - 1)
    with pytest.raises(StaleEpoch):
        subject.host.ensure(subject.spec(), subject.epoch - 1)
    assert len(subject.here(spec)) == 1
    subject.host.destroy(spec.id, 1, subject.epoch)


def test_a_later_generation_takes_the_place_and_an_older_one_does_not(subject: Subject) -> None:
    """[HD4]"""
    spec = subject.spec(generation=2)
    subject.ensure(spec)
    subject.ensure(replace(spec, generation=3))
    with pytest.raises(StaleGeneration):
        subject.ensure(spec)
    assert subject.host.destroy(spec.id, 2, subject.epoch).containers == ()
    assert [seen.generation for seen in subject.here(spec)] == [3]
    subject.host.destroy(spec.id, 3, subject.epoch)


def test_a_desktop_that_ended_is_shown_as_stopped_until_it_is_destroyed(subject: Subject) -> None:
    spec = subject.spec()
    subject.ensure(spec)
    subject.end(spec.id)
    eventually(lambda: subject.here(spec)[0].phase is DesktopPhase.STOPPED)
    assert subject.ensure(spec).phase is DesktopPhase.STOPPED
    subject.host.destroy(spec.id, 1, subject.epoch)


def test_an_image_that_is_not_there_is_refused_for_good(subject: Subject) -> None:
    absent = replace(subject.spec(), image=ImageKey("internet-000000000000"))
    with pytest.raises(Permanent):
        subject.ensure(absent)
    assert subject.here(absent) == []


def test_the_images_it_can_start_are_listed(subject: Subject) -> None:
    assert subject.image in {image.key for image in subject.host.images()}


def test_its_health_counts_desktops(subject: Subject) -> None:
    before = subject.host.health().desktops
    spec = subject.spec()
    subject.ensure(spec)
    assert subject.host.health().desktops == before + 1
    subject.host.destroy(spec.id, 1, subject.epoch)
