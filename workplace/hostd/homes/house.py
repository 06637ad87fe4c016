"""The homes of this host: one file each, a zone's in a folder of its own [HD20].

What is attached is read from the kernel: a home is a desktop's if and only if that desktop's
mounts show the loop device of its file. Nothing is remembered, so nothing can be wrong after a
crash. See child.py for why nothing is left behind.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from daas_broker.desktops.homes import (
    Comparison,
    HomeId,
    HomeState,
    Restored,
    Snapshot,
    SnapshotId,
    snapshot_id,
)
from kernel.settings import ROOT, Zone
from workplace.hostd.homes.keys import KeyLost, Keys

# Where in the home each part of it lies in a desktop. What is not here goes with the desktop.
PLACES = {
    "documents": "문서",
    "chromium": ".config/chromium",
    "firefox": ".mozilla",
    "office": ".config/libreoffice",
    "settings": ".config/dconf",
}
PROFILE = tuple(place for place in PLACES if place != "documents")
HOME_MIB = 2048  # sparse: a file takes what is in it
EBUSY = 16
COMPARISON = TypeAdapter(Comparison)
QUICK, SLOW = 20.0, 600.0  # seconds an act may take


class HomeFailed(Exception):
    """What the act on it met."""


class HomeInUse(Exception):
    """Another desktop holds it, or a desktop at all where none may."""


@dataclass(frozen=True)
class House:
    folder: Path

    def attach(self, home: HomeId, zone: Zone, pid: int, others: Iterable[int]) -> HomeState:
        """`others` are the first processes of all other desktops of this host."""
        answer = self._act(home, zone, "attach", QUICK, pid=pid, others=list(others))
        return self.state(answer)

    def snapshot(self, home: HomeId, zone: Zone, now: datetime) -> HomeState:
        return self.state(self._act(home, zone, "snapshot", SLOW, name=snapshot_id(now)))

    def compare(self, home: HomeId, zone: Zone, snapshot: SnapshotId) -> Comparison:
        return COMPARISON.validate_python(self._act(home, zone, "compare", SLOW, snapshot=snapshot))

    def restore(self, home: HomeId, zone: Zone, **wish: Any) -> Restored:
        answer = self._act(home, zone, "restore", SLOW, **wish)
        return Restored(Snapshot(**answer["before"]), answer["restored"], self.state(answer))

    def reset(self, home: HomeId, zone: Zone, *, whole: bool, **wish: Any) -> Restored:
        cleared = list(PLACES if whole else PROFILE)
        answer = self._act(home, zone, "reset", SLOW, cleared=cleared, **wish)
        return Restored(Snapshot(**answer["before"]), 0, self.state(answer))

    def held_by(self, pid: int) -> list[HomeId]:
        """The homes that hang in the desktop whose first process is `pid`."""
        try:
            lines = Path(f"/proc/{pid}/mountinfo").read_text().splitlines()
        except OSError:
            return []  # it has ended, and its mounts with it
        loops = {line.split()[2].removeprefix("7:") for line in lines if " 7:" in line}
        backed = (self._backing(number) for number in loops)
        return sorted(HomeId(image.name) for image in backed if image)

    def wait_until_free(self, homes: Iterable[HomeId]) -> None:
        """The kernel writes back what is left and lets go of the file a moment after the end."""
        deadline = time.monotonic() + QUICK
        while set(homes) & self.attached():
            if time.monotonic() > deadline:
                raise HomeFailed(f"still mounted: {', '.join(homes)}")
            time.sleep(0.01)

    def attached(self) -> set[HomeId]:
        """Those that anybody has mounted, an act of ours included."""
        numbers = [path.name.removeprefix("loop") for path in Path("/sys/block").glob("loop*")]
        return {HomeId(image.name) for image in map(self._backing, numbers) if image}

    def state(self, answer: dict[str, Any]) -> HomeState:
        return HomeState(
            tuple(Snapshot(**one) for one in answer["snapshots"]),
            answer["used_bytes"],
            answer["size_bytes"],
            answer["encrypted"],
        )

    def _backing(self, number: str) -> Path | None:
        try:
            file = Path(f"/sys/block/loop{number}/loop/backing_file").read_text().strip()
        except OSError:
            return None
        return Path(file) if self.folder in Path(file).parents else None

    def _act(self, home: HomeId, zone: Zone, act: str, seconds: float, **wish: Any) -> Any:
        folder = self.folder / zone.value
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        image = folder / home
        try:
            key = Keys(self.folder / "master.key").of(image).hex()
        except KeyLost as error:
            raise HomeFailed(str(error)) from error
        wish |= {"act": act, "image": str(image), "mib": HOME_MIB, "key": key, "places": PLACES}
        # The key goes in by standard input: whoever lists processes sees no secret.
        try:
            done = subprocess.run(
                [sys.executable, "-E", "-S", "-m", "workplace.hostd.homes.child"],
                input=json.dumps(wish), capture_output=True, text=True, check=False,
                cwd=ROOT, timeout=seconds,
            )  # fmt: skip
            answer = json.loads(done.stdout)
        except subprocess.TimeoutExpired as error:
            raise HomeFailed(f"{act} did not end in {seconds:.0f} s") from error
        except ValueError as error:
            raise HomeFailed(f"{act}: {done.stderr.strip()[-600:]}") from error
        if "done" in answer:
            return answer["done"]
        raise (HomeInUse if answer["errno"] == EBUSY else HomeFailed)(answer["failed"])
