"""The file door of a desktop, a Unix socket (deploy/desktops/PROTOCOL.md §9).

A desktop may answer anything, or nothing: lines are bounded, sizes are checked as bytes come, and
nothing waits longer than `seconds` for a byte.
"""

import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from daas_broker.desktops.model import Endpoint
from daas_broker.transfers.model import Contents, OutboxFile, Place
from daas_broker.transfers.ports import DoorClosed

LONGEST_ANSWER = 256 * 1024
MOST_FILES = 200
LONGEST_NAME = 200  # bytes of UTF-8, as the bridge takes them
CHUNK = 256 * 1024


@dataclass(frozen=True)
class UnixDoor:
    seconds: float = 15.0

    def put(self, at: Endpoint, contents: Contents) -> str:
        size = contents.file.size_bytes
        name = short(contents.file.name)
        with self._open(at, {"op": "put", "name": name, "size": size}) as door:
            sent = 0
            for chunk in contents.chunks:
                sent += len(chunk)
                door.sendall(chunk)
            if sent != size:
                raise DoorClosed(why="the drive's file changed")
            return plain(_answer(door)[0].get("name"))

    def outbox(self, at: Endpoint, place: Place = Place.OUTBOX) -> Sequence[OutboxFile]:
        with self._open(at, {"op": "list", "in": place}) as door:
            listed = _answer(door)[0].get("files")
        if not isinstance(listed, list):
            raise DoorClosed(why="no list")
        return [_file(one) for one in listed[:MOST_FILES]]

    @contextmanager
    def take(
        self, at: Endpoint, name: str, most_bytes: int, place: Place = Place.OUTBOX
    ) -> Iterator[Iterator[bytes]]:
        with self._open(at, {"op": "get", "name": name, "in": place}) as door:
            answer, rest = _answer(door)
            size = answer.get("size")
            if not isinstance(size, int) or not 0 <= size <= most_bytes:
                raise DoorClosed(why="size")
            yield _bytes(door, rest, size)

    def remove(self, at: Endpoint, name: str, place: Place = Place.OUTBOX) -> None:
        with self._open(at, {"op": "remove", "name": name, "in": place}) as door:
            _answer(door)

    def open_link(self, at: Endpoint, link: str) -> None:
        """daas_broker.links.ports.LinkDoor"""
        with self._open(at, {"op": "open", "url": link}) as door:
            _answer(door)

    @contextmanager
    def _open(self, at: Endpoint, wish: dict[str, Any]) -> Iterator[socket.socket]:
        try:
            with socket.socket(socket.AF_UNIX) as door:
                door.settimeout(self.seconds)
                door.connect(str(at.files))
                door.sendall(json.dumps(wish, ensure_ascii=False).encode() + b"\n")
                yield door
        except (OSError, ValueError, RecursionError) as error:
            raise DoorClosed(why=type(error).__name__) from error


def _answer(door: socket.socket) -> tuple[dict[str, Any], bytes]:
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


def _bytes(door: socket.socket, rest: bytes, size: int) -> Iterator[bytes]:
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
    if not isinstance(said, dict) or not isinstance(said.get("size"), int):
        raise DoorClosed(why="list")
    return OutboxFile(plain(said.get("name")), max(0, said["size"]))


def plain(name: object) -> str:
    if not isinstance(name, str) or not 0 < len(name.encode(errors="replace")) <= 255:  # noqa: PLR2004
        raise DoorClosed(why="name")
    return name


def short(name: str) -> str:
    """The ending stays, for it says what opens the file."""
    stem, dot, ending = name.rpartition(".")
    ending = dot + ending if stem and len(ending) <= 10 else ""  # noqa: PLR2004
    stem = stem if ending else name
    room = LONGEST_NAME - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore") + ending
