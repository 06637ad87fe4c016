"""One line over a Unix socket, and the line that answers."""

import socket
from pathlib import Path


def exchange(path: Path, line: bytes, seconds: float, longest: int) -> bytes:
    """`line` ends in a newline. One connection a call; raise OSError."""
    with socket.socket(socket.AF_UNIX) as there:
        there.settimeout(seconds)
        there.connect(str(path))
        there.sendall(line)
        with there.makefile("rb") as replies:
            return replies.readline(longest)
