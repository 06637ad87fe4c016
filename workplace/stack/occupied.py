"""Who holds a TCP port, so that a refusal can name them."""

import errno
import os
import socket
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

LISTENING = "0A"  # proc(5): the state in /proc/net/tcp


def taken(ports: Iterable[int]) -> dict[int, str]:
    """The ports that somebody else listens on, and who: `nginx (pid 812)`."""
    return {port: holder(port) for port in ports if not _is_free(port)}


def _is_free(port: int) -> bool:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def holder(port: int) -> str:
    inodes = {f"socket:[{inode}]" for inode in _inodes(port)}
    for process in Path("/proc").glob("[0-9]*"):
        if inodes & open_files(process):
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            return f"{command} (pid {process.name})"
    return "a process that this user may not see"


def _inodes(port: int) -> list[str]:
    found = []
    for table in ("tcp", "tcp6"):
        file = Path("/proc/net") / table
        for line in file.read_text().splitlines()[1:] if file.exists() else []:
            fields = line.split()
            if int(fields[1].rsplit(":", 1)[1], 16) == port and fields[3] == LISTENING:
                found.append(fields[9])
    return found


def open_files(process: Path) -> set[str]:
    found = set()
    with suppress(OSError):  # the process ended meanwhile, or is not ours to look into
        for file in (process / "fd").iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile
                found.add(os.readlink(file))  # noqa: PTH115 - where it leads is no path
    return found
