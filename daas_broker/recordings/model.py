"""What was recorded of a stream, of what it consists and who keeps it. Rules DREC1-DREC12."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NewType

from daas_broker.desktops.model import DesktopId, PoolId
from daas_broker.sessions.model import ConnectionId
from kernel.actor import Role, UserId
from kernel.settings import Zone

RecordingId = NewType("RecordingId", str)
WATCHERS = (Role.SECURITY_OFFICER, Role.AUDITOR)
MIB = 1024 * 1024
MOST_PAYLOAD = 8 * MIB  # the largest message of a desktop
MOST_PLAIN = 32 * MIB  # a checkpoint of the largest screen, and a second of it
CHUNK_BYTES = MIB
CHUNK_MS = 1_000
CHECKPOINT_MS = 10_000  # what a seek decodes at most; a busy machine takes seconds for as many


class Kind(IntEnum):
    """Of a record. Keys, composed text, clipboards and sound are never among them [DREC4]."""

    SAID = 1  # a text message of the rich protocol: the size, the pointer's shape, a restart
    PICTURE = 2  # a binary message of the rich protocol
    POINTER = 3  # `m,x,y,buttons,scroll`
    RFB = 4  # bytes for a viewer of RFB
    RFB_ANEW = 5  # another stream of RFB begins, with its greeting


@dataclass(frozen=True)
class Record:
    """`at_ms` counts from the beginning of the recording."""

    kind: Kind
    at_ms: int
    payload: bytes


@dataclass(frozen=True)
class Piece:
    """Records that are sealed together; a checkpoint is shown without anything before it."""

    records: Sequence[Record]
    is_checkpoint: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class Point:
    """Where a checkpoint lies in the file."""

    at_ms: int
    chunk: int
    offset: int


@dataclass(frozen=True)
class Progress:
    """How far a recording is: all that is known of its file without reading it. `head` is the
    SHA-256 of its last chunk."""

    chunks: int
    size_bytes: int
    length_ms: int
    head: bytes


class Chain(StrEnum):
    """What the last check in full found."""

    UNCHECKED = "unchecked"
    WHOLE = "whole"
    BROKEN = "broken"


class End(StrEnum):
    CLOSED = "closed"  # with its stream
    POLICY = "policy"  # recording is no longer asked for
    FAILED = "failed"  # it could not be written on; its stream was closed
    LOST = "lost"  # its gateway died


@dataclass(frozen=True)
class Hold:
    """Kept beyond its time, and why."""

    by: UserId
    reason: str
    at: datetime


@dataclass(frozen=True)
class Duty:
    """What a policy asks for: the ground in law, and how long it is kept."""

    basis: str
    retention_days: int


@dataclass(frozen=True)
class Recording:
    """`wrapped_key` is None once it is deleted: nothing opens the file any more. `screen` is 2 for
    a second monitor, which has a recording of its own."""

    id: RecordingId
    connection_id: ConnectionId
    desktop_id: DesktopId
    pool_id: PoolId
    person_id: UserId
    zone: Zone
    is_light: bool
    duty: Duty
    started_at: datetime
    progress: Progress
    noted_at: datetime
    wrapped_key: bytes | None
    ended_at: datetime | None = None
    end: End | None = None
    chain: Chain = Chain.UNCHECKED
    checked_at: datetime | None = None
    hold: Hold | None = None
    deleted_at: datetime | None = None
    screen: int = 1

    @property
    def keep_until(self) -> datetime | None:
        """None while it is being made."""
        if self.ended_at is None:
            return None
        return self.ended_at + timedelta(days=self.duty.retention_days)


@dataclass(frozen=True)
class Wanted:
    """Filters of the list; an empty one is none. `who` is a part of a name, `min_seconds` of its
    length."""

    who: str = ""
    person_id: str = ""
    pool_id: str = ""
    since: datetime | None = None
    until: datetime | None = None
    min_seconds: int = 0
    chain: Chain | None = None
    is_deleted: bool = False
    before: datetime | None = None
    limit: int = 50


@dataclass(frozen=True)
class Mark:
    """Something on the seek bar: `what` is connected, refused, masked, or of a helper watched,
    unwatched, steered or unsteered."""

    at_ms: int
    what: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Verdict:
    """What reading all of it found: `at_chunk` and `why` where the chain does not hold."""

    chain: Chain
    chunks: int
    at_chunk: int | None = None
    why: str = ""
