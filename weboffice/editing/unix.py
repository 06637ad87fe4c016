"""WebSockets over Unix sockets: picows sets and reads TCP options, and here there is no TCP."""

import socket
from pathlib import Path
from typing import Any

BACKLOG = 1024


class UnixStream(socket.socket):
    def setsockopt(self, level: int, *option: Any) -> None:
        if level != socket.IPPROTO_TCP:
            super().setsockopt(level, *option)

    def getsockopt(self, level: int, *option: Any) -> Any:
        return super().getsockopt(level, *option) if level != socket.IPPROTO_TCP else 0


class UnixListener(socket.socket):
    def accept(self) -> tuple[UnixStream, Any]:
        accepted, address = super().accept()
        return UnixStream(fileno=accepted.detach()), address


def listener(path: Path) -> UnixListener:
    """A unix socket that the edge, in the same group, may open."""
    path.unlink(missing_ok=True)
    found = UnixListener(socket.AF_UNIX, socket.SOCK_STREAM)
    found.bind(str(path))
    path.chmod(0o660)
    found.listen(BACKLOG)
    found.setblocking(False)  # noqa: FBT003 - the socket's own signature
    return found
