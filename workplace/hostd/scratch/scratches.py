"""The layers of this host's desktops: one file each, with a file system under a key of its own.

The key is in the kernel and nowhere else: it outlives hostd, and neither the desktop nor a restart
of this machine [DC1]. Which desktop has one is read from its file; nothing is remembered but the
receipts, for a day, because a broker may ask for one again.
"""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from daas_broker.desktops.model import Wiped
from kernel.clock import utc_now
from kernel.settings import ROOT, Settings

IMAGE, RECEIPT = ".layer", ".wiped"
RECEIPTS_STAY = timedelta(days=1)
PATIENCE = 20.0  # seconds an act may take
FREE_BYTES = 1 << 30  # of the host's disk, below which no desktop starts
WIPED = TypeAdapter(Wiped)
PROBE = "probe"
SWAPS = Path("/proc/swaps")
DESKTOP_USER = 20_000  # `uid` of deploy/desktops/*.toml


class ScratchFailed(Exception):
    """What the act on it met."""


@dataclass(frozen=True)
class Scratches:
    """`images` is root's alone; in `mounts` each has a folder by the desktop's name. `folders` are
    made in a layer, and belong to the user `owner`."""

    images: Path
    mounts: Path
    owner: int
    folders: tuple[str, ...]

    def lay_out(self) -> None:
        self.images.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.mounts.mkdir(parents=True, exist_ok=True, mode=0o711)

    @cached_property
    def works(self) -> bool:
        """Whether this kernel encrypts folders; found out by doing it."""
        self.lay_out()
        self.wipe(PROBE)
        made = self.make(PROBE, 16) is not None
        self.wipe(PROBE)
        self._receipt(PROBE).unlink(missing_ok=True)
        return made

    def make(self, name: str, mib: int) -> Path | None:
        """The folder in which all is encrypted; None where the kernel cannot."""
        wish = {"mib": mib, "owner": self.owner, "folders": self.folders}
        return self.data(name) if self._act("make", name, **wish) else None

    def wipe(self, name: str) -> int:
        """Destroys its key, sees that nothing opens, removes it. The bytes that it took."""
        if not self.image(name).exists():
            return 0
        told = self._act("wipe", name)
        receipt = Wiped(name, told["key"], utc_now(), told["verified"])
        if receipt.key_id:
            self._receipt(name).write_bytes(WIPED.dump_json(receipt))
        return int(told["freed"])

    def receipts(self, desktop: str, up_to: int) -> tuple[Wiped, ...]:
        """Of this generation and those before it. What a crash has left of them is wiped now."""
        own = [name for name in self.names() if _is_of(name, desktop, up_to)]
        for name in own:
            self.wipe(name)
        kept = sorted(self.images.glob(f"{desktop}-*{RECEIPT}"))
        return tuple(self._read(one) for one in kept if _is_of(one.stem, desktop, up_to))

    def names(self) -> set[str]:
        return {path.stem for path in self.images.glob(f"*{IMAGE}")}

    def forget_old_receipts(self) -> None:
        oldest = time.time() - RECEIPTS_STAY.total_seconds()
        for receipt in self.images.glob(f"*{RECEIPT}"):
            if receipt.stat().st_mtime < oldest:
                receipt.unlink()

    def has_room(self) -> bool:
        return shutil.disk_usage(self.images).free > FREE_BYTES

    def notes(self) -> Iterator[str]:
        if not self.works:
            yield "the kernel encrypts no folders (fscrypt): no receipt names a destroyed key"
        swaps = [line.split()[0] for line in SWAPS.read_text().splitlines()[1:]]
        if plain := [one for one in swaps if not one.startswith(("/dev/zram", "/dev/dm-"))]:
            yield f"what programs of desktops hold in memory may reach the swap {plain[0]} unsealed"

    def image(self, name: str) -> Path:
        return self.images / f"{name}{IMAGE}"

    def data(self, name: str) -> Path:
        return self.mounts / name / "data"

    def _receipt(self, name: str) -> Path:
        return self.images / f"{name}{RECEIPT}"

    def _read(self, receipt: Path) -> Wiped:
        return WIPED.validate_json(receipt.read_bytes())

    def _act(self, act: str, name: str, **wish: Any) -> Any:
        places = {"image": str(self.image(name)), "place": str(self.mounts / name)}
        try:
            done = subprocess.run(
                [sys.executable, "-E", "-S", "-m", "workplace.hostd.scratch.child"],
                input=json.dumps({"act": act, **places, **wish}), capture_output=True, text=True,
                check=False, cwd=ROOT, timeout=PATIENCE,
            )  # fmt: skip
            answer = json.loads(done.stdout)
        except subprocess.TimeoutExpired as error:
            raise ScratchFailed(f"{act} did not end in {PATIENCE:.0f} s") from error
        except ValueError as error:
            raise ScratchFailed(f"{act}: {done.stderr.strip()[-600:]}") from error
        if "done" not in answer:
            raise ScratchFailed(answer["failed"])
        return answer["done"]


def of_containers(settings: Settings) -> Scratches:
    layers = settings.var / "hostd" / "layers"
    return Scratches(layers, layers / "shown", DESKTOP_USER, ("home", "tmp"))


def of_machines(settings: Settings, disks: Path) -> Scratches:
    """`disks` is where libvirt's user finds the disk of each guest."""
    return Scratches(settings.var / "hostd" / "layers-vm", disks, 0, ())


def _is_of(name: str, desktop: str, up_to: int) -> bool:
    own, _, generation = name.rpartition("-")
    return own == desktop and generation.isdecimal() and int(generation) <= up_to
