"""An external office on files of the drive: WOPI, in which we are the host and it is the client."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kernel.actor import SessionId, UserId


class Mode(StrEnum):
    """What an office is opened for; the names of discovery's actions."""

    VIEW = "view"
    EDIT = "edit"


class Problem(StrEnum):
    """Why the office's discovery could not be read."""

    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    TOO_SLOW = "too_slow"
    STATUS = "status"
    TOO_LARGE = "too_large"
    NOT_DISCOVERY = "not_discovery"
    OTHER_ORIGIN = "other_origin"
    NO_TYPES = "no_types"
    WEAK_KEY = "weak_key"


@dataclass(frozen=True)
class PublicKey:
    """RSA, both numbers in base64 as discovery writes them."""

    modulus: str
    exponent: str


@dataclass(frozen=True)
class Discovery:
    """What an office says of itself: by file ending and mode the address of its editor.

    `keys` are the present one and the one before it; empty for an office that signs nothing.
    """

    actions: Mapping[str, Mapping[Mode, str]]
    keys: tuple[PublicKey, ...] = ()


@dataclass(frozen=True)
class Office:
    """The one that an administrator named; `origin` is empty while there is none.

    `asked_at` is when somebody last wanted it looked at, `tried_at` when that was last done and
    `found_at` when it last succeeded; `problem` is of the last try.
    """

    origin: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None
    asked_at: datetime | None = None
    tried_at: datetime | None = None
    found_at: datetime | None = None
    problem: Problem | None = None
    discovery: Discovery = field(default_factory=lambda: Discovery({}))


@dataclass(frozen=True)
class Pass:
    """What an access token stands for: one person in one sign-in, one file, one mode."""

    person_id: UserId
    session_id: SessionId
    file_id: str
    mode: Mode
    expires_at: datetime


@dataclass(frozen=True)
class File:
    """A file of the drive as one person may see it; `changed_at` is of its contents."""

    id: str
    name: str
    owner_id: str
    version: int
    size_bytes: int
    changed_at: datetime
    may_write: bool
    may_add_beside: bool


@dataclass(frozen=True)
class Opened:
    """What a page needs to show a file in the office; `action` is where the token is posted to."""

    file: File
    mode: Mode
    action: str
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class Proof:
    """What an office signed: `stamp` in ticks of 100 ns since the year 1, signatures in base64.

    `urls` are the ways in which the address of the request may have been written.
    """

    token: str
    urls: tuple[str, ...]
    stamp: str
    signature: str
    old_signature: str


@dataclass(frozen=True)
class Call:
    """One request of an office."""

    file_id: str
    token: str
    proof: Proof
