"""The process beside each guest that carries its door over its serial line, without privileges.

It holds the listening sockets, so it lives as long as its guest and not as long as hostd.
"""

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kernel.settings import ROOT
from workplace.hostd.machines.domain import Places
from workplace.hostd.machines.place import USER
from workplace.hostd.podman import FIRST_GIVEN_FD

PROGRAM = ROOT / "deploy/desktops/files-machine/usr/lib/onmaru/channel.py"
PID = "line.pid"


def start(folder: Path, places: Places, given: Sequence[int]) -> None:
    """With the listening sockets `given` as 3, 4, 5 …; it begins when the guest answers. `folder`
    is root's, and what is noted of it lies there."""
    program = PROGRAM.read_text()
    fixed = {descriptor: FIRST_GIVEN_FD + number for number, descriptor in enumerate(given)}
    command = ["/usr/bin/python3", "-I", "-c", program, "outside"]
    with (folder / "line.log").open("wb") as log:
        child = _spawn([*command, str(places.line), str(places.console)], fixed, log.fileno())
    (folder / PID).write_text(str(child))


def is_alive(folder: Path) -> bool:
    return _pid(folder) is not None


def stop(folder: Path) -> None:
    pid = _pid(folder)
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _spawn(command: Sequence[str], fixed: dict[int, int], log: int) -> int:
    """A double fork's grandchild would be nobody's; hostd's children are collected by init when
    hostd ends, and by `_collect` while it lives."""
    placed = [f"exec {target}<&{source}" for source, target in fixed.items()]
    shell = "; ".join([*placed, 'exec "$@"'])
    child = subprocess.Popen(
        ["/bin/bash", "-c", shell, "line", *command],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=list(fixed),
        user=USER, group=USER, extra_groups=[], start_new_session=True, cwd="/",
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )  # fmt: skip
    return child.pid


def _pid(folder: Path) -> int | None:
    """Of the process that is the line of this guest, if it runs."""
    try:
        pid = int((folder / PID).read_text())
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)  # ours, and ended
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if folder.name.encode() in words else None
