"""What one asks to have let across, what was found in it, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from kernel.actor import UserId
from kernel.settings import Zone

ReleaseId = NewType("ReleaseId", str)


class Source(StrEnum):
    DRIVE = "drive"
    OUTBOX = "outbox"  # of a desktop
    TEXT = "text"  # of a clipboard


class ReleaseStage(StrEnum):
    INSPECTING = "inspecting"
    WAITING = "waiting"  # for an approver
    BLOCKED = "blocked"  # by what was found: nobody may approve it
    REFUSED = "refused"
    RELEASED = "released"  # approved, and on its way
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    LOST = "lost"  # broken off while it was delivered, or its bytes are others
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


# As long as it is in one of these its bytes are kept.
OPEN = frozenset(
    {ReleaseStage.INSPECTING, ReleaseStage.WAITING, ReleaseStage.RELEASED, ReleaseStage.DELIVERING}
)


class Finding(StrEnum):
    """What an inspection may say. The first five are signs of daas_broker.policies."""

    RESIDENT_NUMBER = "resident_number"
    RESIDENT_NUMBER_LIKELY = "resident_number_likely"
    CARD_NUMBER = "card_number"
    SECRET_MARK = "secret_mark"  # noqa: S105 - of a grade
    RESTRICTED_MARK = "restricted_mark"
    MACRO = "macro"
    SCRIPT = "script"
    EMBEDDED = "embedded"  # a file within the file
    LINKED = "linked"  # fetches something when it is opened
    PROGRAM = "program"
    PROTECTED = "protected"  # by a password: nobody looked inside
    DAMAGED = "damaged"
    BOMB = "bomb"  # beyond the limits of archives
    DISGUISED = "disguised"  # is not what its name says
    ARCHIVE = "archive"
    PACKED = "packed"  # an archive that is not opened here: nobody looked inside
    UNREAD = "unread"  # a picture, or a format whose text is not read
    MALWARE = "malware"
    UNSCANNED = "unscanned"  # by an antivirus


class Approver(StrEnum):
    SUPERIOR = "superior"
    OFFICER = "officer"  # of security
    EITHER = "either"


@dataclass(frozen=True)
class Lane:
    """How things get into the zone `to`. What it `refuses` nobody may approve; what nobody decides
    or fetches ends after `days`."""

    to: Zone
    is_open: bool
    approver: Approver
    most_bytes: int
    refuses: frozenset[Finding]
    days: int = 7
    revision: int = 0


@dataclass(frozen=True)
class Inspected:
    """What was found in a file, without the bytes. `kind` is what it is by its contents, `where`
    names parts of it; `picture` is a PNG of its first page."""

    findings: Mapping[Finding, int] = field(default_factory=dict)
    kind: str = ""
    where: Sequence[str] = ()
    text: str = ""
    picture: bytes = b""


class Presence(StrEnum):
    """Of an antivirus. SILENT is one that is there and does not answer."""

    NONE = "none"
    ANSWERS = "answers"
    SILENT = "silent"


@dataclass(frozen=True)
class Guard:
    """How the antivirus stands since `since`; None before anybody asked. `scanner` is its own
    name for itself, and the date of its signatures, as it last said them; empty if never. It was
    asked at `asked_at` last; `is_unheard` when that is longer ago than it should be."""

    presence: Presence = Presence.NONE
    since: datetime | None = None
    scanner: str = ""
    asked_at: datetime | None = None
    is_unheard: bool = False


@dataclass(frozen=True)
class Verdicts:
    """`text` is the beginning of what can be read in it."""

    findings: Mapping[Finding, int]
    kind: str
    where: Sequence[str]
    text: str
    has_picture: bool
    scanner: str
    malware: str
    inspected_at: datetime


@dataclass(frozen=True)
class Kept:
    """Bytes that are held."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Wish:
    """`origin` is the file's id in the drive or the desktop's; `way` only of a clipboard."""

    source: Source
    to: Zone
    name: str
    reason: str
    origin: str = ""
    way: str = ""


@dataclass(frozen=True)
class Release:
    """`place` is its name where it was delivered to; `trouble` the code of what it waits for."""

    id: ReleaseId
    person_id: UserId
    wish: Wish
    kept: Kept
    stage: ReleaseStage
    asked_at: datetime
    ends_at: datetime
    verdicts: Verdicts | None = None
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    answer: str = ""
    moved_at: datetime | None = None
    place: str = ""
    trouble: str = ""


@dataclass(frozen=True)
class Approval:
    """`seen` names what was found."""

    by: UserId
    at: datetime
    answer: str
    seen: frozenset[Finding]


@dataclass(frozen=True)
class Evidence:
    """`record` is canonical JSON, `signature` Ed25519 over its UTF-8 (RFC 8032)."""

    record: str
    signature: bytes
    public_key: bytes


@dataclass(frozen=True)
class Asker:
    """`path` is their division and those above; `superiors` may be empty."""

    id: UserId
    name: str
    division: str
    superiors: Sequence[UserId]


@dataclass(frozen=True)
class Named:
    """A release with names for people, and what the reader is to it."""

    release: Release
    person: str
    division: str
    decided_by: str
    approvers: Sequence[str] = ()
    may_decide: bool = False
    is_mine: bool = False
    has_evidence: bool = False
