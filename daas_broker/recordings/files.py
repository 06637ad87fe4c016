"""Recordings on disk: one file each, written by its gateway alone and read in order."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

from daas_broker.recordings import chunks
from daas_broker.recordings.chunks import HEAD, BrokenChain, Head, Links
from daas_broker.recordings.model import Chain, Piece, Point, Progress, RecordingId, Verdict

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shelf:
    """A directory that only the service user may enter."""

    directory: Path

    def path(self, recording: RecordingId) -> Path:
        return self.directory / f"{recording}.onrc"

    def create(self, recording: RecordingId, key: bytes) -> "Writing":
        """Raise OSError where it cannot be made."""
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        handle = os.open(self.path(recording), flags, 0o600)
        return Writing(recording, key, handle, chunks.genesis(recording))

    def remove(self, recording: RecordingId) -> None:
        self.path(recording).unlink(missing_ok=True)

    def cut(self, recording: RecordingId, size: int) -> None:
        """Drop half a chunk that a dead gateway left."""
        os.truncate(self.path(recording), size)

    @contextmanager
    def reading(self, recording: RecordingId) -> Iterator[BufferedReader]:
        """Raise BrokenChain where there is no file."""
        try:
            file = self.path(recording).open("rb")
        except OSError as error:
            raise BrokenChain(0, "its file is not there") from error
        with file:
            yield file


@dataclass
class Writing:
    """The end of a file, on a thread of the gateway; one call at a time."""

    recording: RecordingId
    key: bytes = field(repr=False)
    handle: int
    head: bytes
    chunks: int = 0
    size_bytes: int = 0
    length_ms: int = 0
    points: list[Point] = field(default_factory=list)  # not noted yet

    @property
    def progress(self) -> Progress:
        return Progress(self.chunks, self.size_bytes, self.length_ms, self.head)

    def write(self, piece: Piece) -> None:
        """Raise OSError where it does not get onto the disk: nothing of it counts then."""
        head, body = chunks.seal(self.key, self.chunks, self.head, piece)
        for part in (head, body):
            left = memoryview(part)
            while left:
                left = left[os.write(self.handle, left) :]
        if piece.is_checkpoint:
            self.points.append(Point(piece.records[0].at_ms, self.chunks, self.size_bytes))
        self.head = chunks.hash_of(head, body)
        self.chunks += 1
        self.size_bytes += len(head) + len(body)
        self.length_ms = piece.records[-1].at_ms

    def settle(self) -> None:
        """Durable up to here."""
        os.fdatasync(self.handle)

    def close(self) -> None:
        """Half a chunk that did not get onto the disk is taken away."""
        try:
            os.ftruncate(self.handle, self.size_bytes)
        finally:
            os.close(self.handle)


def heads(file: BufferedReader, number: int) -> Iterator[tuple[bytes, Head]]:
    """Heads from the place where `file` stands. After each one the caller has read the body, or
    passed over it."""
    while raw := file.read(HEAD.size):
        head = chunks.read_head(raw, number)
        yield raw, head
        number += 1


def body_of(file: BufferedReader, head: Head) -> bytes:
    body = file.read(head.body_bytes)
    if len(body) != head.body_bytes:
        raise BrokenChain(head.number, "it is cut off")
    return body


def verify(file: BufferedReader, key: bytes, recording: RecordingId) -> tuple[Links, int]:
    """Read all of it: the end of its chain, and its bytes. Raise BrokenChain where a bit differs
    from what was written [DREC5]."""
    links, size = Links(chunks.genesis(recording)), 0
    for raw, head in heads(file, 0):
        links.check(head)
        body = body_of(file, head)
        for _ in chunks.unpack(chunks.open_chunk(key, raw, head, body), head.number):
            pass
        links.follow(head, chunks.hash_of(raw, body))
        size += len(raw) + len(body)
    return links, size


def judge(shelf: Shelf, recording: RecordingId, key: bytes, noted: Progress) -> Verdict:
    """Whether the file is whole and ends where its row says that it ends."""
    try:
        with shelf.reading(recording) as file:
            links, _ = verify(file, key, recording)
    except BrokenChain as broken:
        return Verdict(Chain.BROKEN, broken.chunk, broken.chunk, broken.why)
    if (links.number, links.previous) != (noted.chunks, noted.head):
        return Verdict(Chain.BROKEN, links.number, links.number, "its end is missing or another")
    return Verdict(Chain.WHOLE, links.number)


def survey(shelf: Shelf, recording: RecordingId, key: bytes) -> tuple[Progress, list[Point]]:
    """How far a file goes whose gateway died: up to its last whole chunk."""
    links, size = Links(chunks.genesis(recording)), 0
    points: list[Point] = []
    try:
        with shelf.reading(recording) as file:
            for raw, head in heads(file, 0):
                links.check(head)
                body = body_of(file, head)
                chunks.open_chunk(key, raw, head, body)
                if head.is_checkpoint:
                    points.append(Point(head.first_ms, head.number, size))
                links.follow(head, chunks.hash_of(raw, body))
                size += len(raw) + len(body)
    except BrokenChain as broken:
        log.warning("recording %s goes no further: %s", recording, broken)
    return Progress(links.number, size, links.last_ms, links.previous), points
