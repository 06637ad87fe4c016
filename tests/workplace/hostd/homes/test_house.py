"""Homes as files with a real file system, mounted into processes that stand for desktops."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from daas_broker.desktops.homes import HomeId, SnapshotId
from kernel.clock import utc_now
from kernel.ids import fresh_id
from kernel.settings import ROOT, Zone
from tests.support.neutral import Neutral, neutral_desktop
from workplace.hostd.homes.house import HOME_MIB, PLACES, HomeFailed, HomeInUse, House
from workplace.hostd.homes.keys import KeyLost, Keys

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="mounts: needs root")
ANN = HomeId("0123456789abcdef0123456789abcdef")
NOTE = "문서/보고.txt"
DAY = timedelta(days=1)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "homes")
    yield house
    house.wait_until_free(house.attached())


@pytest.fixture
def desktop() -> Iterator[Neutral]:
    with neutral_desktop() as desktop:
        yield desktop


def attach(house: House, desktop: Neutral, home: HomeId = ANN, *others: Neutral) -> None:
    house.attach(home, Zone.WORK, desktop.pid, [other.pid for other in others])


def end(house: House, desktop: Neutral) -> None:
    held = house.held_by(desktop.pid)
    desktop.end()
    house.wait_until_free(held)


def test_what_lies_in_the_places_roams_and_the_rest_goes(house: House, desktop: Neutral) -> None:
    """[HD20]"""
    attach(house, desktop)
    for place in PLACES.values():
        desktop.write(f"{place}/mark", place)
    desktop.write("Downloads/big.iso", "gone")
    end(house, desktop)
    assert house.attached() == set()
    with neutral_desktop() as second:
        attach(house, second)
        assert [second.read(f"{place}/mark") for place in PLACES.values()] == [*PLACES.values()]
        assert "exit" in second.read("Downloads/big.iso")
        end(house, second)


def test_a_home_is_one_desktops_at_a_time_and_twice_is_once(house: House, desktop: Neutral) -> None:
    """[HD21] [HD2]"""
    attach(house, desktop)
    desktop.write(NOTE, "mine")
    with neutral_desktop() as rival:
        with pytest.raises(HomeInUse):
            attach(house, rival, ANN, desktop)
        assert "exit" in rival.run("ls", "/home/desktop/문서")
        attach(house, desktop, ANN, rival)
        mounts = desktop.run("cat", "/proc/self/mounts").split("\n")
        assert sum("/home/desktop/" in line for line in mounts) == len(PLACES)
        end(house, desktop)
        attach(house, rival, ANN)
        assert rival.read(NOTE) == "mine"
        end(house, rival)


def test_of_many_that_ask_at_once_one_gets_it(house: House) -> None:
    """[HD21]"""
    with neutral_desktop() as one, neutral_desktop() as two, neutral_desktop() as three:
        desktops = [one, two, three]
        won: list[Neutral] = []

        def ask(own: Neutral) -> None:
            try:
                attach(house, own, ANN, *(other for other in desktops if other is not own))
                won.append(own)
            except HomeInUse:
                return

        threads = [threading.Thread(target=ask, args=(own,)) for own in desktops]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(won) == 1
        assert [len(house.held_by(own.pid)) for own in desktops if own is not won[0]] == [0, 0]
        for own in desktops:
            end(house, own)


def test_another_zones_home_is_another(house: House, desktop: Neutral) -> None:
    """[HD20]"""
    attach(house, desktop)
    desktop.write(NOTE, "of work")
    end(house, desktop)
    with neutral_desktop() as other:
        house.attach(ANN, Zone.INTERNET, other.pid, [])
        assert "exit" in other.read(NOTE)
        end(house, other)


def test_it_is_mounted_without_privileges_and_has_an_end(house: House, desktop: Neutral) -> None:
    """[HD9] [HD20]"""
    attach(house, desktop)
    line = next(
        line
        for line in desktop.run("cat", "/proc/self/mounts").splitlines()
        if "/home/desktop/문서" in line
    )
    assert {"rw", "nosuid", "nodev"} <= set(line.split()[3].split(","))
    assert "exit" in desktop.run("fallocate", "-l", f"{HOME_MIB}M", "/home/desktop/문서/all")
    end(house, desktop)


def test_no_link_of_the_desktop_leads_it_astray(house: House, desktop: Neutral) -> None:
    """[HD9]"""
    desktop.run("ln", "-s", "/etc", "/home/desktop/.config")
    with pytest.raises(HomeFailed):
        attach(house, desktop)
    assert not any(line.startswith("/dev/loop") and " /etc" in line
                   for line in desktop.run("cat", "/proc/self/mounts").splitlines())  # fmt: skip


def written(image: Path) -> bytes:
    """What of a sparse file was ever written: gigabytes of holes hide nothing. lseek(2)."""
    parts = []
    with image.open("rb") as file:
        end, at = image.stat().st_size, 0
        while at < end:
            try:
                begin = os.lseek(file.fileno(), at, os.SEEK_DATA)
            except OSError:  # nothing but a hole is left
                break
            at = os.lseek(file.fileno(), begin, os.SEEK_HOLE)
            file.seek(begin)
            parts.append(file.read(at - begin))
    return b"".join(parts)


def test_nobody_reads_it_without_its_key(house: House, desktop: Neutral) -> None:
    """[HD22]"""
    secret = "주민등록표-" + "비밀" * 400
    attach(house, desktop)
    desktop.write("문서/비밀이름.txt", secret)
    end(house, desktop)
    image = house.folder / "work" / ANN
    raw = written(image)
    assert b"\x53\xef" in raw[1080:1082]  # it is an ext4
    for clear in ("비밀비밀비밀", "비밀이름", "주민등록표"):
        assert clear.encode() not in raw
    key = Keys(house.folder / "master.key").of(image)
    assert key not in image.with_suffix(".key").read_bytes()
    other = house.folder / "internet" / ANN
    other.parent.mkdir(exist_ok=True)
    other.with_suffix(".key").write_bytes(image.with_suffix(".key").read_bytes())
    with pytest.raises(KeyLost):
        Keys(house.folder / "master.key").of(other)


def test_a_home_whose_master_key_is_lost_is_refused_until_it_is_put_back(
    house: House, desktop: Neutral
) -> None:
    """[HD22]"""
    attach(house, desktop)
    end(house, desktop)
    master = house.folder / "master.key"
    kept = master.read_bytes()
    master.unlink()
    with pytest.raises(HomeFailed, match="put it back"):
        house.snapshot(ANN, Zone.WORK, utc_now())
    assert not master.exists()  # another one would open nothing
    master.write_bytes(kept)
    assert house.snapshot(ANN, Zone.WORK, utc_now()).encrypted


def test_a_home_that_was_made_plain_is_told_plain_wherever_it_lies_later(house: House) -> None:
    """[HD22]"""
    image = house.folder / "work" / ANN
    image.parent.mkdir(parents=True)
    with image.open("wb") as empty:
        empty.truncate(64 << 20)
    subprocess.run(["/usr/sbin/mkfs.ext4", "-q", "-F", "-m", "0", str(image)], check=True)
    assert not house.snapshot(ANN, Zone.WORK, utc_now()).encrypted
    house.wait_until_free([ANN])
    subprocess.run(["/usr/sbin/tune2fs", "-O", "encrypt", str(image)], check=True)
    assert not house.snapshot(ANN, Zone.WORK, utc_now() + DAY).encrypted


@dataclass
class Story:
    """A home with a snapshot, and what happened to its files after that."""

    then: SnapshotId
    at: datetime

    def wish(self, days: int, snapshot: SnapshotId | None = None) -> dict[str, Any]:
        name = name_of(self.at + days * DAY)
        return {"name": name, "others": [], "snapshot": snapshot or self.then}


@pytest.fixture
def story(house: House, desktop: Neutral) -> Story:
    now = utc_now().replace(microsecond=0)
    attach(house, desktop)
    for name in ("same", "changed", "gone"):
        desktop.write(f"문서/{name}.txt", name)
    desktop.write(".config/chromium/Bookmarks", "old")
    then = house.snapshot(ANN, Zone.WORK, now).snapshots[-1]
    assert then.files == 4
    desktop.write("문서/changed.txt", "later, and longer")
    desktop.write("문서/new.txt", "new")
    desktop.write(".config/chromium/Bookmarks", "newer")
    desktop.run("rm", "/home/desktop/문서/gone.txt")
    return Story(then.id, now)


def test_files_come_back_into_a_home_that_is_in_use(
    house: House, desktop: Neutral, story: Story
) -> None:
    """[HD23]"""
    found = house.compare(ANN, Zone.WORK, story.then)
    kinds = {(change.name, change.kind.value) for change in found.changes}
    assert kinds == {("changed.txt", "changed"), ("gone.txt", "gone"), ("new.txt", "new")}
    assert found.settings == 1
    gone = next(change for change in found.changes if change.name == "gone.txt")
    back = house.restore(ANN, Zone.WORK, **story.wish(1), entries=[gone.id])
    assert desktop.read("문서/gone.txt") == "gone"
    assert desktop.read("문서/changed.txt") == "later, and longer"
    house.restore(ANN, Zone.WORK, **story.wish(2, back.before.id), entries=[gone.id])
    assert house.compare(ANN, Zone.WORK, story.then).changes == found.changes
    end(house, desktop)


def test_a_whole_home_goes_back_when_nobody_has_it_and_that_can_be_undone(
    house: House, desktop: Neutral, story: Story
) -> None:
    """[HD23] [HD21]"""
    with pytest.raises(HomeInUse):
        house.restore(ANN, Zone.WORK, **{**story.wish(1), "others": [desktop.pid]}, entries=None)
    end(house, desktop)
    back = house.restore(ANN, Zone.WORK, **story.wish(2), entries=None)
    assert house.compare(ANN, Zone.WORK, story.then).changes == ()
    house.restore(ANN, Zone.WORK, **story.wish(3, back.before.id), entries=None)
    with neutral_desktop() as again:
        attach(house, again)
        assert again.read("문서/new.txt") == "new"
        assert again.read(".config/chromium/Bookmarks") == "newer"
        end(house, again)


def test_a_reset_of_the_profile_leaves_documents(house: House, desktop: Neutral) -> None:
    """[HD23]"""
    attach(house, desktop)
    desktop.write(NOTE, "kept")
    desktop.write(".config/chromium/Preferences", "broken")
    end(house, desktop)
    house.reset(ANN, Zone.WORK, whole=False, name=name_of(utc_now()), others=[])
    with neutral_desktop() as again:
        attach(house, again)
        assert again.read(NOTE) == "kept"
        assert "exit" in again.read(".config/chromium/Preferences")
        end(house, again)


def test_snapshots_share_what_did_not_change_and_old_ones_go(
    house: House, desktop: Neutral
) -> None:
    """[HD23]"""
    now = utc_now().replace(microsecond=0)
    attach(house, desktop)
    desktop.run("dd", "if=/dev/urandom", "of=/home/desktop/문서/big", "bs=1M", "count=8")
    first = house.snapshot(ANN, Zone.WORK, now)
    assert house.snapshot(ANN, Zone.WORK, now + DAY).snapshots == first.snapshots
    for day in range(1, 17):
        desktop.write(NOTE, f"day {day}")
        state = house.snapshot(ANN, Zone.WORK, now + day * DAY)
    assert state.used_bytes < first.used_bytes + (1 << 20)
    assert len(state.snapshots) == 14
    end(house, desktop)


@pytest.mark.parametrize("after", [0.0, 0.02, 0.04, 0.06, 0.09, 0.13, 0.2])
def test_whenever_an_act_is_killed_nothing_stays_mounted_and_nothing_is_lost(
    house: House, desktop: Neutral, after: float
) -> None:
    """[HD22]"""
    attach(house, desktop)
    desktop.write(NOTE, "precious")
    then = house.snapshot(ANN, Zone.WORK, utc_now()).snapshots[-1]
    end(house, desktop)
    with neutral_desktop() as second:
        kill_midway(house, after, act="attach", pid=second.pid, others=[])
        attach(house, second)
        assert second.read(NOTE) == "precious"
        end(house, second)
    name = name_of(utc_now() + DAY)
    kill_midway(house, after, act="restore", snapshot=then.id, entries=None, name=name, others=[])
    house.wait_until_free([ANN])
    with neutral_desktop() as third:
        attach(house, third)
        assert third.read(NOTE) == "precious"
        end(house, third)


def kill_midway(house: House, after: float, **wish: object) -> None:
    image = house.folder / "work" / ANN
    key = Keys(house.folder / "master.key").of(image).hex()
    told = {"image": str(image), "mib": HOME_MIB, "key": key, "places": PLACES, **wish}
    child = subprocess.Popen(
        [sys.executable, "-E", "-S", "-m", "workplace.hostd.homes.child"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert child.stdin
    child.stdin.write(json.dumps(told).encode())
    child.stdin.close()
    time.sleep(after)
    child.kill()
    child.wait()


def name_of(at: datetime) -> str:
    return at.strftime("%Y%m%dT%H%M%SZ")


def test_home_ids_are_what_the_wire_allows() -> None:
    assert len(fresh_id()) == len(ANN)


def test_acts_within_one_second_each_have_a_snapshot_of_their_own(
    house: House, desktop: Neutral
) -> None:
    """[HD23]"""
    now = utc_now().replace(microsecond=0)
    attach(house, desktop)
    for text in ("a", "bb", "ccc"):
        desktop.write(NOTE, text)
        kept = house.snapshot(ANN, Zone.WORK, now).snapshots
    assert [one.taken_at for one in kept] == [now + timedelta(seconds=n) for n in range(3)]
    end(house, desktop)
