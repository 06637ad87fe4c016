"""A stretch of a recording, opened on its way to the player. Nothing of it is written anywhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from itertools import islice
from struct import Struct

from daas_broker.recordings import chunks
from daas_broker.recordings.chunks import HEAD, BrokenChain, Head
from daas_broker.recordings.files import Shelf, body_of, heads
from daas_broker.recordings.model import MIB, Point, RecordingId

STRETCH_MS = 15_000
STRETCH_BYTES = 8 * MIB
NEXT, END, BROKEN = 0x20, 0x21, 0x22  # what ends a stretch: the number of a chunk
_LAST = Struct(">BII")


@dataclass(frozen=True)
class Opened:
    """From the checkpoint of a moment, or on from a chunk. `noted` is how many chunks there are of
    what is still being made."""

    ms: int = 0
    chunk: int | None = None
    noted: int | None = None


def played(
    shelf: Shelf, recording: RecordingId, key: bytes, point: Point, at: Opened
) -> Iterator[bytes]:
    """Plain chunks as `chunks.pack` made them, and one last record that says how to go on: NEXT
    with the number of the chunk that follows, END, or BROKEN with the one that is not whole.

    What is still being made is played as far as it was noted, and NEXT is then a chunk to come:
    half a chunk that stands behind it is not a broken one."""
    try:
        with shelf.reading(recording) as file:
            yield from _stretch(file, key, point, at)
    except BrokenChain as broken:
        yield _LAST.pack(BROKEN, 0, 4) + broken.chunk.to_bytes(4)


def _stretch(file: BufferedReader, key: bytes, point: Point, at: Opened) -> Iterator[bytes]:
    """Checks each link that it reads: a chunk from elsewhere is not shown."""
    first = point.chunk if at.chunk is None else at.chunk
    file.seek(point.offset)
    until: int | None = None
    size, previous = 0, None
    most = None if at.noted is None else max(0, at.noted - point.chunk)
    for raw, head in islice(heads(file, point.chunk), most):
        _refuse_strange(head, point, previous)
        body = body_of(file, head)
        previous = (head.number, chunks.hash_of(raw, body))
        if head.number < first:
            continue
        start = max(at.ms, head.first_ms) if at.chunk is None else head.first_ms
        until = until if until is not None else start + STRETCH_MS
        if head.first_ms > until or size > STRETCH_BYTES:
            yield _LAST.pack(NEXT, 0, 4) + head.number.to_bytes(4)
            return
        yield chunks.open_chunk(key, raw, head, body)
        size += HEAD.size + head.body_bytes
    if at.noted is None:
        yield _LAST.pack(END, 0, 0)
    else:
        yield _LAST.pack(NEXT, 0, 4) + at.noted.to_bytes(4)


def _refuse_strange(head: Head, point: Point, previous: tuple[int, bytes] | None) -> None:
    expected = point.chunk if previous is None else previous[0] + 1
    if head.number != expected:
        raise BrokenChain(expected, f"chunk {head.number} stands in its place")
    if previous is not None and head.previous != previous[1]:
        raise BrokenChain(expected, "what is before it was changed")
