"""What every `HomeHost` owes its broker. The fake and the real one pass the same tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import pytest

from daas_broker.desktops.homes import HomeId, Reset, RestoreWish, SnapshotId
from daas_broker.desktops.model import DesktopId, DesktopSpec, ImageKey, PoolId
from daas_broker.desktops.ports import DesktopHost, HomeBusy, HomeHost, HostFailure, StaleEpoch
from kernel.clock import utc_now
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.support.fakes.desktop_host import INTERNET, FakeDesktopHost
from tests.support.hostd import Hostd, eventually, running_hostd
from tests.workplace.hostd.test_desktop import inside

EPOCH = 7


class Host(DesktopHost, HomeHost, Protocol):
    """Both in one, as every provider with homes is."""


@dataclass
class Subject:
    """`write` puts a document into the home that a desktop holds."""

    host: Host
    image: ImageKey
    write: Callable[[DesktopId, HomeId, str, str], None]

    def start(self) -> DesktopId:
        desktop = DesktopId(fresh_id())
        spec = DesktopSpec(desktop, 1, PoolId("p1"), self.image, Zone.WORK)
        self.host.ensure(spec, EPOCH)
        eventually(lambda: any(s.ready for s in self.host.desktops() if s.id == desktop), 120)
        return desktop

    def seated(self) -> tuple[DesktopId, HomeId]:
        desktop, home = self.start(), HomeId(fresh_id())
        self.host.attach_home(desktop, 1, home, EPOCH)
        return desktop, home


@pytest.fixture(scope="module")
def hostd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostd]:
    with running_hostd(tmp_path_factory.mktemp("hostd")) as hostd:
        yield hostd


def fake_subject(request: pytest.FixtureRequest) -> Subject:
    del request
    host = FakeDesktopHost(utc_now)

    def write(_desktop: DesktopId, home: HomeId, name: str, text: str) -> None:
        host.homes[Zone.WORK, home].files[f"문서/{name}"] = text

    return Subject(host, INTERNET.key, write)


def podman_subject(request: pytest.FixtureRequest) -> Subject:
    hostd: Hostd = request.getfixturevalue("hostd")

    def write(desktop: DesktopId, _home: HomeId, name: str, text: str) -> None:
        put = f"printf %s '{text}' > '/home/desktop/문서/{name}'"
        assert not inside(hostd, hostd.seen(desktop), "sh", "-c", put)

    return Subject(hostd.host, hostd.image.key, write)


@pytest.fixture(params=[fake_subject, pytest.param(podman_subject, marks=pytest.mark.slow)])
def subject(request: pytest.FixtureRequest) -> Subject:
    made: Subject = request.param(request)
    return made


def test_a_home_is_one_desktops_until_that_is_destroyed(subject: Subject) -> None:
    """[DH5] [DH7]"""
    first, home = subject.seated()
    second = subject.start()
    subject.host.attach_home(first, 1, home, EPOCH)
    with pytest.raises(HomeBusy):
        subject.host.attach_home(second, 1, home, EPOCH)
    assert subject.host.destroy(first, 1, EPOCH).homes == (home,)
    assert subject.host.destroy(first, 1, EPOCH).homes == ()
    subject.host.attach_home(second, 1, home, EPOCH)
    subject.host.destroy(second, 1, EPOCH)


def test_what_was_kept_comes_back(subject: Subject) -> None:
    """[DH8]"""
    desktop, home = subject.seated()
    subject.write(desktop, home, "a", "then")
    kept = subject.host.snapshot_home(home, Zone.WORK, EPOCH).snapshots[-1]
    assert subject.host.snapshot_home(home, Zone.WORK, EPOCH).snapshots[-1] == kept
    subject.write(desktop, home, "a", "later and longer")
    subject.write(desktop, home, "b", "new")
    told = subject.host.compare_home(home, Zone.WORK, kept.id)
    assert [(one.name, one.kind.value) for one in told.changes] == [("a", "changed"), ("b", "new")]
    files = RestoreWish(kept.id, (told.changes[0].id,))
    assert subject.host.restore_home(home, Zone.WORK, files, EPOCH).restored == 1
    with pytest.raises(HomeBusy):
        subject.host.restore_home(home, Zone.WORK, RestoreWish(kept.id), EPOCH)
    with pytest.raises(HomeBusy):
        subject.host.reset_home(home, Zone.WORK, Reset.PROFILE, EPOCH)
    subject.host.destroy(desktop, 1, EPOCH)
    back = subject.host.restore_home(home, Zone.WORK, RestoreWish(kept.id), EPOCH)
    assert subject.host.compare_home(home, Zone.WORK, kept.id).changes == ()
    undone = subject.host.restore_home(home, Zone.WORK, RestoreWish(back.before.id), EPOCH)
    assert undone.restored == 2
    emptied = subject.host.reset_home(home, Zone.WORK, Reset.EVERYTHING, EPOCH)
    assert emptied.before.files == 2


def test_an_older_commander_and_an_unknown_moment_are_refused(subject: Subject) -> None:
    """[DH5] [HD3]"""
    desktop, home = subject.seated()
    with pytest.raises(StaleEpoch):
        subject.host.attach_home(desktop, 1, home, EPOCH - 1)
    with pytest.raises(HostFailure):
        subject.host.compare_home(home, Zone.WORK, SnapshotId("20200101T000000Z"))
    with pytest.raises(HostFailure):
        subject.host.attach_home(desktop, 2, home, EPOCH)
    subject.host.destroy(desktop, 1, EPOCH)
