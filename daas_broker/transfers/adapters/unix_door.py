"""The file door of a desktop, a Unix socket (deploy/desktops/PROTOCOL.md §9).

A desktop may answer anything, or nothing: lines are bounded, sizes are checked as bytes come, and
nothing waits longer than `seconds` for a byte, nor long for many: one that gives a byte now and
then would keep a thread of the web process for years, and one that gives them singly as fast as it
can would keep the interpreter. No more than a few wait at one desktop, nor at all of them together:
silent ones, asked often, would keep all of these threads.
"""

import json
import socket
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any

from daas_broker.desktops.model import Endpoint
from daas_broker.transfers.model import Contents, OutboxFile, Place
from daas_broker.transfers.ports import DesktopFull, DoorClosed

LONGEST_ANSWER = 256 * 1024
MOST_FILES = 200
LARGEST_FILE = 1 << 50  # bytes; no disk of a desktop holds more
LONGEST_NAME = 200  # bytes of UTF-8, as the bridge takes them
CHUNK = 256 * 1024
NO_ROOM = "OSError"  # as the bridge calls an error of writing that has no name of its own
MOST_TOGETHER = 6  # of the sixteen threads of a web process, at one desktop
MOST_WAITING = 8  # of them, for what desktops of all people answer
MOST_PARTS, PART = 256, 1024  # a desktop that sends more of them, and smaller ones, is left
SLOWEST = 1024 * 1024  # bytes a second, of a file on the same machine


@dataclass(frozen=True)
class UnixDoor:
    seconds: float = 15.0
    _asked: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)
    _turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(MOST_WAITING))

    def put(self, at: Endpoint, contents: Contents) -> str:
        size = contents.file.size_bytes
        name = short(contents.file.name)
        with self._open(at, {"op": "put", "name": name, "size": size}) as door:
            patience = _Patience(door, self.seconds)
            sent = 0
            with suppress(BrokenPipeError):  # it takes no more, and says why
                for chunk in contents.chunks:
                    sent += len(chunk)
                    patience.sendall(chunk)
                if sent != size:
                    raise DoorClosed(why="the drive's file changed")
            try:
                return plain(self._answer(patience)[0].get("name"))
            except DoorClosed as closed:
                if closed.facts.get("why") == NO_ROOM:
                    raise DesktopFull from closed
                raise

    def outbox(self, at: Endpoint, place: Place = Place.OUTBOX) -> Sequence[OutboxFile]:
        with self._open(at, {"op": "list", "in": place}) as door:
            listed = self._answer(_Patience(door, self.seconds))[0].get("files")
        if not isinstance(listed, list):
            raise DoorClosed(why="no list")
        return [_file(one) for one in listed[:MOST_FILES] if not _is_nameless(one)]

    @contextmanager
    def take(
        self, at: Endpoint, name: str, most_bytes: int, place: Place = Place.OUTBOX
    ) -> Iterator[Iterator[bytes]]:
        with self._open(at, {"op": "get", "name": name, "in": place}) as door:
            patience = _Patience(door, self.seconds)
            answer, rest = self._answer(patience)
            size = answer.get("size")
            if not isinstance(size, int) or not 0 <= size <= most_bytes:
                raise DoorClosed(why="size")
            yield _bytes(patience, rest, size)

    def remove(self, at: Endpoint, name: str, place: Place = Place.OUTBOX) -> None:
        with self._open(at, {"op": "remove", "name": name, "in": place}) as door:
            self._answer(_Patience(door, self.seconds))

    def open_link(self, at: Endpoint, link: str) -> None:
        """daas_broker.links.ports.LinkDoor"""
        with self._open(at, {"op": "open", "url": link}) as door:
            self._answer(_Patience(door, self.seconds))

    @contextmanager
    def _open(self, at: Endpoint, wish: dict[str, Any]) -> Iterator[socket.socket]:
        try:
            with self._one_of_few(at.files), socket.socket(socket.AF_UNIX) as door:
                door.settimeout(self.seconds)
                with self._turn():
                    door.connect(at.files)
                    door.sendall(json.dumps(wish, ensure_ascii=False).encode() + b"\n")
                yield door
        except (OSError, ValueError, RecursionError) as error:
            raise DoorClosed(why=type(error).__name__) from error

    def _answer(self, door: "_Patience") -> tuple[dict[str, Any], bytes]:
        with self._turn():
            return _answer(door)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """What a desktop is waited for; not a file that is on its way."""
        if not self._turns.acquire(blocking=False):
            raise DoorClosed(why="busy")
        try:
            yield
        finally:
            self._turns.release()

    @contextmanager
    def _one_of_few(self, files: str) -> Iterator[None]:
        with self._lock:
            if self._asked[files] >= MOST_TOGETHER:
                raise DoorClosed(why="busy")
            self._asked[files] += 1
        try:
            yield
        finally:
            with self._lock:
                self._asked[files] -= 1
                if not self._asked[files]:
                    del self._asked[files]


@dataclass
class _Patience:
    """A door, and the seconds that were waited for it so far. How slow the drive is, or the one who
    takes the bytes, is not the desktop's fault."""

    door: socket.socket
    seconds: float
    waited: float = 0.0
    passed: int = 0
    parts: int = 0

    def recv(self, most: int) -> bytes:
        with self._waiting():
            part = self.door.recv(most)
        self.passed += len(part)
        self.parts += 1
        if self.parts > MOST_PARTS + self.passed // PART:
            raise DoorClosed(why="crumbs")
        return part

    def sendall(self, chunk: bytes) -> None:
        with self._waiting():
            self.door.sendall(chunk)
        self.passed += len(chunk)

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        left = self.seconds + self.passed / SLOWEST - self.waited
        if left <= 0:
            raise DoorClosed(why="too slow")
        self.door.settimeout(min(left, self.seconds))
        began = monotonic()
        yield
        self.waited += monotonic() - began


def _answer(door: _Patience) -> tuple[dict[str, Any], bytes]:
    """A line, and what came after it already."""
    received = b""
    while b"\n" not in received:
        part = door.recv(CHUNK)
        received += part
        if not part or len(received) > LONGEST_ANSWER + CHUNK:
            raise DoorClosed(why="no answer")
    line, _, rest = received.partition(b"\n")
    said = json.loads(line)
    if not isinstance(said, dict) or said.get("ok") is not True:
        raise DoorClosed(why=str(said.get("error", ""))[:60] if isinstance(said, dict) else "")
    return said, rest


def _bytes(door: _Patience, rest: bytes, size: int) -> Iterator[bytes]:
    """Exactly `size`, or DoorClosed: half a file is no file."""
    part = rest[:size]
    while True:
        size -= len(part)
        if part:
            yield part
        if size == 0:
            return
        part = door.recv(min(size, CHUNK))
        if not part:
            raise DoorClosed(why="cut")


def _file(said: object) -> OutboxFile:
    size = said.get("size") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(size, int) or size > LARGEST_FILE:
        raise DoorClosed(why="list")
    return OutboxFile(plain(said.get("name")), max(0, size))


def _is_nameless(said: object) -> bool:
    """Whether its name is no text, as of what an archive of another encoding brought: it cannot be
    asked for, and hides none of the others."""
    name = said.get("name") if isinstance(said, dict) else None
    return isinstance(name, str) and not _is_text(name)


def _is_text(name: str) -> bool:
    """No half of a pair, by which a byte stands that is no UTF-8."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def plain(name: object) -> str:
    if not isinstance(name, str) or not _is_text(name) or not 0 < len(name.encode()) <= 255:  # noqa: PLR2004
        raise DoorClosed(why="name")
    return name


def short(name: str) -> str:
    """The ending stays, for it says what opens the file."""
    stem, dot, ending = name.rpartition(".")
    ending = dot + ending if stem and len(ending) <= 10 else ""  # noqa: PLR2004
    stem = stem if ending else name
    room = LONGEST_NAME - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore") + ending
