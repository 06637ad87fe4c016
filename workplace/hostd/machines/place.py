"""Where the virtual machines of an instance have their files, and whose they are.

libvirt and its guests run as a user of their own, who can neither read what the workplace keeps
nor put anything in its way. The gateway reaches a guest by its door only.
"""

import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

from kernel.settings import Settings

USER = "onmaru-vm"  # workplace.stack.account makes it
RUN = Path("/run/onmaru-vm")
CONFIGURATION = """\
# Written by hostd. QEMU says little, and a process of its own for that would outlive everybody.
stdio_handler = "file"
"""


@dataclass(frozen=True)
class Place:
    run: Path  # sockets and libvirt's records, which end with the machine as the guests do
    disks: Path  # the guests' own

    @property
    def guests(self) -> Path:
        """Of each guest a folder with its sockets."""
        return self.run / "guests"

    @property
    def shares(self) -> Path:
        """Of each guest a folder of root's with the socket behind which its home is shown."""
        return self.run / "shares"

    def lay_out(self) -> None:
        """Their user may pass through our folders and make nothing there: what root writes or
        removes is never where a guest that broke out could have laid a link."""
        for folder in (self.run, self.guests, self.shares, self.disks):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711)
        if not (self.run / "libvirt").exists():
            (self.run / "libvirt").mkdir()
            give(self.run / "libvirt", 0o700)
        if not (self.run / "kept").exists():
            self._configure(self.run / "kept")

    def _configure(self, kept: Path) -> None:
        """Root's until it is complete."""
        (kept / "libvirt").mkdir(parents=True)
        (kept / "libvirt" / "qemu.conf").write_text(CONFIGURATION)
        give(kept / "libvirt", 0o700)
        give(kept, 0o700)

    def environment(self) -> dict[str, str]:
        """With which a libvirt keeps to these folders."""
        kept = str(self.run / "kept")  # short: it makes names of sockets of it
        names = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
        return {**dict.fromkeys(names, kept), "XDG_RUNTIME_DIR": str(self.run)}


def of(settings: Settings) -> Place:
    return Place(RUN / settings.instance, settings.var / "machines")


def give(path: Path, mode: int) -> None:
    path.chmod(mode)
    user = pwd.getpwnam(USER)
    os.chown(path, user.pw_uid, user.pw_gid)


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
