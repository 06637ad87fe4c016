"""The process beside each guest that shows it a home. It begins before the guest and ends with it.

It is to a guest what its first process is to a container: whoever's mounts show a home holds it
(`workplace.hostd.homes.house`), so that homes roam between both kinds of desktops.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from kernel.settings import ROOT
from workplace.hostd.machines.place import give

SOCKET, PID = "home.sock", "share.pid"
BOUND = ".onmaru-bound"  # a folder that the guest makes once the home is where programs look
PATIENCE = 12.0  # seconds that a guest may take for it


def start(folder: Path) -> None:
    """QEMU may connect to the socket in `folder`. That is root's: nobody else makes files there."""
    folder.mkdir(mode=0o711)
    command = [sys.executable, "-E", "-S", "-m", "workplace.hostd.machines.share_child"]
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / SOCKET))
        give(folder / SOCKET, 0o600)
        listener.listen(1)
        with (folder / "share.log").open("wb") as log:
            child = subprocess.Popen(
                ["/bin/bash", "-c", f'exec 3<&{listener.fileno()}; exec "$@"', "share", *command,
                 mark(folder)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[listener.fileno()],
                start_new_session=True, cwd=ROOT,
            )  # fmt: skip
    (folder / PID).write_text(str(child.pid))


def mark(folder: Path) -> str:
    """Which guest it is for: the name of its mount."""
    return f"onmaru-{folder.name}"


def pid(folder: Path) -> int:
    """Of the process that shows this guest its home; 0 where none does."""
    try:
        found = int((folder / PID).read_text())
        with suppress(ChildProcessError):
            os.waitpid(found, os.WNOHANG)  # ours, and ended
        mounts = Path(f"/proc/{found}/mountinfo").read_text()
    except (OSError, ValueError):
        return 0
    return found if f" {mark(folder)} " in mounts else 0


def stop(folder: Path) -> None:
    found = pid(folder)
    if found:
        with suppress(ProcessLookupError):
            os.kill(found, signal.SIGKILL)


def wait_until_bound(folder: Path) -> bool:
    """Whether the guest has laid the home to where its programs look."""
    place = Path(f"/proc/{pid(folder)}/root") / BOUND
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError):
            os.lstat(place)
            return True
        time.sleep(0.05)
    return False
