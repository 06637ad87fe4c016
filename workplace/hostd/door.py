"""The sockets of one desktop: made here, listened on inside, and never a path inside.

A desktop that could write a path of the host could put there a link to another socket, and the
gateway would speak to that one in the desktop's stead.
"""

import fcntl
import json
import os
import shutil
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from daas_broker.desktops.model import Endpoint, Lack, Protocol

# Descriptors 3, 4, 5 and 6 inside; deploy/desktops/PROTOCOL.md.
NAMES = ("display", "text", "state", "files")
READY = "ready"  # a file beside them, which goes with them
WAITING = 16
ABOVE_GIVEN = 16  # no source descriptor may lie where a target does
GLANCE = 0.3  # seconds
LONGEST_ANSWER = 4096
HEALTH = b"GET /api/health HTTP/1.1\r\nHost: desktop\r\nConnection: close\r\n\r\n"
GREETINGS = {  # what is asked, and how the answer begins
    Protocol.RICH: (HEALTH, b"HTTP/1.1 200"),
    Protocol.LIGHT: (b"", b"RFB 003.008"),
}


def lay_out(doors: Path) -> None:
    """The folder of all doors, before anything is made or removed in it. It lies where the service
    user may make things too: what somebody else laid there would lead root's hand [ST4]."""
    doors.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        seen = doors.lstat()
        is_folder = stat.S_ISDIR(seen.st_mode)
        if is_folder and seen.st_uid == os.geteuid():
            return
        (shutil.rmtree if is_folder else os.unlink)(doors)
    doors.mkdir()


@dataclass(frozen=True)
class Door:
    """`glance` is how long a desktop has to say that it is ready, in seconds."""

    folder: Path
    group: int
    names: tuple[str, ...] = NAMES
    glance: float = GLANCE

    def endpoint(self, protocol: Protocol) -> Endpoint:
        return Endpoint(str(self._path("display")), str(self._path("text")), protocol)

    @contextmanager
    def opened(self) -> Iterator[list[int]]:
        """Listening descriptors for the desktop; ours are closed at the end."""
        self.remove()
        self.folder.mkdir(parents=True, mode=0o750)
        os.chown(self.folder, 0, self.group)
        given: list[int] = []
        try:
            given.extend(self._listen(name) for name in self.names)
            yield given
        finally:
            for descriptor in given:
                os.close(descriptor)

    def remove(self) -> None:
        if self.folder.exists():
            shutil.rmtree(self.folder)

    @property
    def was_ready(self) -> bool:
        """What is ready once stays so, for whichever hostd asks: a busy desktop may be slow to
        answer the next one."""
        return (self.folder / READY).exists()

    def note_ready(self) -> None:
        (self.folder / READY).touch(mode=0o600)

    def is_ready(self, protocol: Protocol) -> bool:
        """The screen is drawn and what shows it answers. Asks for two glances at most."""
        try:
            drawn = self._state().get("drawn") is True
            question, answer = GREETINGS[protocol]
            return drawn and self._ask("display", question).startswith(answer)
        except OSError:
            return False  # not yet, or not any more

    def lacks(self) -> Lack | None:
        """What it says of its one program; nothing where it says nothing that we know. Raise
        OSError where it does not answer in time."""
        try:
            return Lack(str(self._state().get("lacks")))
        except ValueError:
            return None

    def _state(self) -> dict[str, object]:
        """Whatever one desktop says, all of them are seen."""
        try:
            state = json.loads(self._ask("state", b""))
        except (ValueError, RecursionError):
            return {}
        return state if isinstance(state, dict) else {}

    def _ask(self, name: str, question: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as desktop:
            desktop.settimeout(self.glance)
            desktop.connect(str(self._path(name)))
            if question:  # who answers unasked may have said it all and be gone
                desktop.sendall(question)
            return desktop.recv(LONGEST_ANSWER)

    def _listen(self, name: str) -> int:
        path = self._path(name)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            os.chown(path, 0, self.group)
            path.chmod(0o660)
            listener.listen(WAITING)
            return fcntl.fcntl(listener, fcntl.F_DUPFD_CLOEXEC, ABOVE_GIVEN)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.sock"
