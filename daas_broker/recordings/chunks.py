"""The format of a recording's file: sealed chunks, each of which names the one before it [DREC5].

A chunk is a head of 56 bytes, then its records under AES-256-GCM with the head as authenticated
data and the chunk's number as nonce. A head carries the SHA-256 of the whole chunk before it; the
first one's is that of the recording's name. All numbers are big-endian.

    head    "ONRC" | version 1 | flags | 0 0 | number | first_ms | last_ms | plain bytes | SHA-256
    record  kind (1) | at_ms (4) | bytes (4) | payload
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from struct import Struct, error

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from daas_broker.recordings.model import (
    MOST_PAYLOAD,
    MOST_PLAIN,
    Kind,
    Piece,
    Record,
    RecordingId,
)

MAGIC, VERSION = b"ONRC", 1
CHECKPOINT, LAST = 1, 2
HEAD = Struct(">4sBBHIIII32s")
RECORD = Struct(">BII")
TAG_BYTES = 16
MOST_CHUNKS = 2**32 - 1


class BrokenChain(Exception):
    """The file is not what was written; the message says in which way."""

    def __init__(self, chunk: int, why: str) -> None:
        super().__init__(f"chunk {chunk}: {why}")
        self.chunk, self.why = chunk, why


@dataclass(frozen=True)
class Head:
    number: int
    first_ms: int
    last_ms: int
    plain_bytes: int
    previous: bytes
    is_checkpoint: bool
    is_last: bool

    @property
    def body_bytes(self) -> int:
        return self.plain_bytes + TAG_BYTES


def genesis(recording: RecordingId) -> bytes:
    return sha256(b"onmaru recording " + recording.encode()).digest()


def pack(records: Iterable[Record]) -> bytes:
    parts: list[bytes] = []
    for record in records:
        parts += (RECORD.pack(record.kind, record.at_ms, len(record.payload)), record.payload)
    return b"".join(parts)


def unpack(plain: bytes, number: int = 0) -> Iterator[Record]:
    """Raise BrokenChain for what `pack` does not make."""
    at = 0
    while at < len(plain):
        try:
            kind, at_ms, length = RECORD.unpack_from(plain, at)
            known = Kind(kind)
        except (error, ValueError) as what:
            raise BrokenChain(number, "a record that is none") from what
        at += RECORD.size
        if length > MOST_PAYLOAD or at + length > len(plain):
            raise BrokenChain(number, "a record longer than its chunk")
        yield Record(known, at_ms, plain[at : at + length])
        at += length


def seal(key: bytes, number: int, previous: bytes, piece: Piece) -> tuple[bytes, bytes]:
    """Head and body of one chunk. A key seals each number once only."""
    plain = pack(piece.records)
    first, last = piece.records[0].at_ms, piece.records[-1].at_ms
    flags = CHECKPOINT * piece.is_checkpoint | LAST * piece.is_last
    head = HEAD.pack(MAGIC, VERSION, flags, 0, number, first, last, len(plain), previous)
    return head, AESGCM(key).encrypt(_nonce(number), plain, head)


def read_head(raw: bytes, number: int) -> Head:
    """Raise BrokenChain for a head that nothing of ours wrote; `number` is what is expected."""
    if len(raw) != HEAD.size:
        raise BrokenChain(number, "its head is cut off")
    magic, version, flags, zero, found, first, last, size, previous = HEAD.unpack(raw)
    if (magic, version, zero) != (MAGIC, VERSION, 0) or flags & ~(CHECKPOINT | LAST):
        raise BrokenChain(number, "its head is none")
    if size > MOST_PLAIN or first > last:
        raise BrokenChain(number, "its head is unbelievable")
    checkpoint, end = bool(flags & CHECKPOINT), bool(flags & LAST)
    return Head(found, first, last, size, previous, checkpoint, end)


def open_chunk(key: bytes, raw_head: bytes, head: Head, body: bytes) -> bytes:
    """The plain records. Raise BrokenChain where a bit was changed."""
    try:
        return AESGCM(key).decrypt(_nonce(head.number), body, raw_head)
    except InvalidTag as tag:
        raise BrokenChain(head.number, "its seal does not hold") from tag


def hash_of(raw_head: bytes, body: bytes) -> bytes:
    digest = sha256(raw_head)
    digest.update(body)
    return digest.digest()


@dataclass
class Links:
    """Follows a chain link by link; `last_ms` never goes back."""

    previous: bytes
    number: int = 0
    last_ms: int = 0
    is_over: bool = False

    def check(self, head: Head) -> None:
        """Raise BrokenChain unless this is the chunk that follows."""
        if self.is_over:
            raise BrokenChain(self.number, "it follows the end")
        if head.number != self.number:
            raise BrokenChain(self.number, f"chunk {head.number} stands in its place")
        if head.previous != self.previous:
            raise BrokenChain(self.number, "what is before it was changed")
        if head.first_ms < self.last_ms:
            raise BrokenChain(self.number, "its time goes back")

    def follow(self, head: Head, own_hash: bytes) -> None:
        self.previous, self.number = own_hash, head.number + 1
        self.last_ms, self.is_over = head.last_ms, head.is_last


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
