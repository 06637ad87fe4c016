"""Homes in real desktops, through hostd."""

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from daas_broker.desktops.homes import HomeId
from daas_broker.desktops.model import DesktopId, DesktopSpec, PoolId, SeenDesktop
from daas_broker.desktops.ports import HomeBusy, HostFailure, Permanent, Retryable
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.support.hostd import Hostd, eventually, running_hostd
from tests.workplace.hostd.test_desktop import inside
from workplace.hostd.homes.house import House

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hostd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostd]:
    with running_hostd(tmp_path_factory.mktemp("hostd")) as hostd:
        yield hostd


def start(hostd: Hostd, zone: Zone = Zone.WORK) -> SeenDesktop:
    fresh = DesktopId(fresh_id())
    hostd.host.ensure(DesktopSpec(fresh, 1, PoolId("p1"), hostd.image.key, zone), epoch=1)
    eventually(lambda: hostd.seen(fresh).ready, 120)
    return hostd.seen(fresh)


def house(hostd: Hostd) -> House:
    return House(hostd.var / "hostd" / "homes")


def test_a_home_moves_from_desktop_to_desktop_and_is_never_in_two(hostd: Hostd) -> None:
    """[HD20] [HD21]"""
    home = HomeId(fresh_id())
    first, second = start(hostd), start(hostd)
    hostd.host.attach_home(first.id, 1, home, 1)
    with pytest.raises(HomeBusy):
        hostd.host.attach_home(second.id, 1, home, 1)
    assert not inside(hostd, first, "sh", "-c", "printf kept > /home/desktop/문서/a")
    receipt = hostd.host.destroy(first.id, 1, 1)
    assert receipt.homes == (home,)
    assert house(hostd).attached() == set()
    hostd.host.attach_home(second.id, 1, home, 1)
    assert inside(hostd, second, "cat", "/home/desktop/문서/a") == "kept"
    hostd.host.destroy(second.id, 1, 1)


def test_whenever_hostd_is_killed_the_next_one_finds_every_home_whole(hostd: Hostd) -> None:
    """[HD22] [HD5]"""
    home = HomeId(fresh_id())
    desktop = start(hostd)
    hostd.host.attach_home(desktop.id, 1, home, 1)
    assert not inside(hostd, desktop, "sh", "-c", "printf kept > /home/desktop/문서/a")
    for after in (0.0, 0.05, 0.15, 0.4):
        following = start(hostd)
        attempt(hostd, partial(hostd.host.destroy, desktop.id, 1, 1), after)
        hostd.host.destroy(desktop.id, 1, 1)  # again, by the next hostd
        assert house(hostd).attached() == set()
        attempt(hostd, partial(hostd.host.attach_home, following.id, 1, home, 1), after)
        hostd.host.attach_home(following.id, 1, home, 1)
        assert inside(hostd, following, "cat", "/home/desktop/문서/a") == "kept"
        desktop = following
    hostd.host.destroy(desktop.id, 1, 1)
    assert house(hostd).attached() == set()


def attempt(hostd: Hostd, act: Callable[[], object], after: float) -> None:
    """An act during which hostd is killed."""

    def quietly() -> None:
        try:
            act()
        except HostFailure:
            return

    thread = threading.Thread(target=quietly)
    thread.start()
    time.sleep(after)
    hostd.kill()
    thread.join()
    hostd.start()


def test_what_is_no_desktop_of_this_host_gets_none(hostd: Hostd) -> None:
    """[HD20] [HD1]"""
    with pytest.raises(Retryable):
        hostd.host.attach_home(DesktopId(fresh_id()), 1, HomeId(fresh_id()), 1)
    for wrong in ("../../etc/shadow", "x" * 32, "0" * 31):
        with pytest.raises(Permanent):
            hostd.host.attach_home(DesktopId(fresh_id()), 1, HomeId(wrong), 1)
