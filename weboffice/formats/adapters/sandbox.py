"""A process that reads strangers' files: no network, no home, no rights, and an end [FM4]."""

import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from kernel.settings import ROOT
from weboffice.formats.adapters.folders import Folder
from weboffice.formats.ports import GoesOn, Stopped
from weboffice.paper.safe import Reason, Refusal

LOOK_EVERY_S = 0.25
GIB = 1 << 30
FONTS = "/code/weboffice/formats/adapters/fonts.conf"
OWN = ("weboffice",)
PYTHON = str(ROOT / ".venv" / "bin" / "python")


@dataclass(frozen=True)
class Bounds:
    """`memory` is of address space and `file` of one file, in bytes; both times in seconds."""

    memory: int
    cpu_s: int
    wall_s: float
    file: int = 256 << 20


READING = Bounds(2 * GIB, 60, 120)
OFFICE = Bounds(6 * GIB, 180, 300)


@dataclass(frozen=True)
class Task:
    """A program, the files it finds in its folder, and the one it leaves there.

    `code` names the packages of ours that it may read.
    """

    program: Sequence[str]
    files: Mapping[str, bytes]
    result: str
    bounds: Bounds
    code: Sequence[str] = OWN


def is_there(program: str) -> bool:
    return shutil.which(program) is not None


def run(task: Task, goes_on: GoesOn) -> tuple[int, bytes]:
    """Exit status and the result, empty when there is none; raise Refusal or Stopped."""
    if not is_there("bwrap"):
        raise Refusal(Reason.CONVERTER_MISSING, "bwrap")
    with Folder() as folder:
        work = folder.path
        for name, data in task.files.items():
            (work / name).write_bytes(data)
        with (work / ".log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - our own words only
                within(work, task.bounds, task.program, task.code),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
            status = _wait(process, task.bounds, goes_on)
        return status, left_in(work, task.result)


def left_in(work: Path, name: str) -> bytes:
    """What a program left, empty when it is none; through no link, though it may still run."""
    at = os.open(work, os.O_RDONLY | os.O_DIRECTORY)
    try:
        *folders, last = name.split("/")
        for folder in folders:
            at = _moved(at, folder, os.O_DIRECTORY)
        at = _moved(at, last, os.O_NONBLOCK)
        is_file = stat.S_ISREG(os.fstat(at).st_mode)
        with os.fdopen(os.dup(at), "rb") as opened:
            return opened.read() if is_file else b""
    except OSError:
        return b""
    finally:
        os.close(at)


def _moved(at: int, name: str, kind: int) -> int:
    """From an open folder into what lies in it; the folder stays open where that fails."""
    found = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | kind, dir_fd=at)
    os.close(at)
    return found


def within(
    work: Path, bounds: Bounds, program: Sequence[str], code: Sequence[str] = OWN
) -> list[str]:
    """The command that runs `program` in a sandbox of its own, with `work` to write in."""
    return [*_limits(bounds), *_walls(work, code), *program]


def _limits(bounds: Bounds) -> list[str]:
    return [
        "prlimit", f"--as={bounds.memory}", f"--cpu={bounds.cpu_s}", f"--fsize={bounds.file}",
        "--core=0", "--nofile=1024", "nice", "-n", "10",
    ]  # fmt: skip


def _walls(work: Path, packages: Sequence[str]) -> list[str]:
    """Read-only programs and fonts, one folder to write in, nothing else of the machine."""
    environment = ROOT / ".venv"
    code = [["--ro-bind", str(ROOT / name), f"/code/{name}"] for name in packages]
    return [
        "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
        "--uid", "65534", "--gid", "65534", "--hostname", "sandbox",
        "--ro-bind", "/usr", "/usr",
        "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
        "--symlink", "usr/lib64", "/lib64", "--symlink", "usr/sbin", "/sbin",
        "--ro-bind-try", "/etc/fonts", "/etc/fonts",
        "--ro-bind-try", "/etc/libreoffice", "/etc/libreoffice",
        "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache",
        "--ro-bind-try", "/var/cache/fontconfig", "/var/cache/fontconfig",
        "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",  # noqa: S108 - its own
        "--ro-bind", str(environment), str(environment),
        *chain.from_iterable(code),
        "--bind", str(work), "/job", "--chdir", "/job", "--clearenv",
        "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", "/tmp",  # noqa: S108
        "--setenv", "LANG", "C.UTF-8", "--setenv", "PYTHONPATH", "/code",
        "--setenv", "PYTHONDONTWRITEBYTECODE", "1",
        "--setenv", "FONTCONFIG_FILE", FONTS,
    ]  # fmt: skip


def _wait(process: subprocess.Popen[bytes], bounds: Bounds, goes_on: GoesOn) -> int:
    deadline = time.monotonic() + bounds.wall_s
    while True:
        try:
            return process.wait(LOOK_EVERY_S)
        except subprocess.TimeoutExpired:
            if time.monotonic() > deadline:
                end(process)
                raise Refusal(Reason.TOO_LONG) from None
            if not goes_on():
                end(process)
                raise Stopped from None


def end(process: subprocess.Popen[bytes]) -> None:
    """With it ends the sandbox, and with that all that runs in there."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
