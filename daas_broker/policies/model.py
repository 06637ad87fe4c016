"""What may cross between a desktop and the world outside it, in values. Rules DLP1-DLP18."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, JsonValue

from daas_broker.desktops.model import PoolId
from kernel.actor import UserId
from kernel.settings import Zone


class Way(StrEnum):
    """Into the desktop, or out of it."""

    IN = "in"
    OUT = "out"


class Kind(StrEnum):
    """What a clipboard holds. A light desktop carries text only."""

    TEXT = "text"
    PNG = "png"


class Sign(StrEnum):
    """What a text shows of itself (daas_broker.policies.signs)."""

    RESIDENT_NUMBER = "resident_number"  # date and checksum are right
    RESIDENT_NUMBER_LIKELY = "resident_number_likely"  # the date is, and it is written as one
    CARD_NUMBER = "card_number"
    SECRET_MARK = "secret_mark"  # noqa: S105 - Ⅱ급비밀, 비밀, C등급
    RESTRICTED_MARK = "restricted_mark"  # 대외비, S등급


NUMBERS = frozenset({Sign.RESIDENT_NUMBER, Sign.RESIDENT_NUMBER_LIKELY, Sign.CARD_NUMBER})


class Answer(StrEnum):
    """In rising strictness: of several the last counts."""

    ALLOW = "allow"
    MASK = "mask"
    REASON = "reason"
    REFUSE = "refuse"


class Printing(StrEnum):
    """Where what is printed in a desktop may go; the drive is open to both."""

    OFF = "off"
    DRIVE = "drive"
    PRINT = "print"  # to the printers of the person's own device as well


Bytes = Annotated[int, Field(ge=0, le=2**31)]


@dataclass(frozen=True)
class Clipboard:
    """One direction. `most_bytes` is of UTF-8; a sign that `content` does not name passes."""

    is_open: bool
    most_bytes: Annotated[int, Field(ge=1, le=4 * 1024 * 1024)] = 64 * 1024
    kinds: frozenset[Kind] = frozenset({Kind.TEXT})
    content: Mapping[Sign, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Files:
    """One direction, by way of the drive; there is no other."""

    is_open: bool
    most_bytes: Bytes = 100 * 1024 * 1024


@dataclass(frozen=True)
class Recording:
    """Whether the screen is recorded: on which ground in law, and how many days it is kept."""

    is_on: bool = False
    basis: Annotated[str, Field(max_length=300)] = ""
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 90


Minute = Annotated[int, Field(ge=0, le=1440)]
MOST_HOURS, MOST_NETWORKS = 50, 200


@dataclass(frozen=True)
class Hours:
    """From `begins` until before `ends`, minutes of the day in Seoul; weekdays are 0 for Monday
    to 6. What goes past midnight is two of them."""

    days: frozenset[Annotated[int, Field(ge=0, le=6)]]
    begins: Minute
    ends: Minute


@dataclass(frozen=True)
class Access:
    """When, and from which addresses (`10.20.0.0/16`), a desktop may be used. None given is no
    limit [DV9]."""

    hours: Annotated[tuple[Hours, ...], Field(max_length=MOST_HOURS)] = ()
    networks: Annotated[tuple[str, ...], Field(max_length=MOST_NETWORKS)] = ()


@dataclass(frozen=True)
class Policy:
    """`characters_per_second` bounds all text that goes in, whichever way; 0 is no bound.
    A screen that nobody uses for `lock_after_minutes` is locked [DV3].
    """

    clipboard_in: Clipboard
    clipboard_out: Clipboard
    files_in: Files
    files_out: Files
    watermark: bool
    microphone: bool = False
    links: bool = False  # whether links of the work zone open in this desktop
    console: bool = False  # whether who waits for their machine may look at its own screen
    printing: Printing = Printing.OFF
    characters_per_second: Annotated[int, Field(ge=0, le=100_000)] = 0
    # 개인정보의 안전성 확보조치 기준 §6④ asks for a limit and gives no number.
    lock_after_minutes: Annotated[int, Field(ge=1, le=480)] = 15
    recording: Recording = Recording()
    access: Access = Access()


class ScopeKind(StrEnum):
    """From the widest to the nearest; the nearest that says something counts."""

    ZONE = "zone"
    DIVISION = "division"
    POOL = "pool"
    PERSON = "person"


@dataclass(frozen=True, order=True)
class Scope:
    """Whom a policy is for: `id` is a zone's name, or the id of a division, pool or person."""

    kind: ScopeKind
    id: str


# Some fields of a Policy by name; whole for a zone, and None takes an override away.
Body = Mapping[str, JsonValue]


@dataclass(frozen=True)
class Version:
    """`seq` counts all versions of the installation, `number` those of its scope."""

    seq: int
    scope: Scope
    number: int
    body: Body | None
    author: UserId
    applied_at: datetime


@dataclass(frozen=True)
class Draft:
    """A change that is staged and changes nothing yet; it stands on version `base`."""

    scope: Scope
    body: Body | None
    base: int
    author: UserId
    made_at: datetime


@dataclass(frozen=True)
class Turn:
    """One act as it was and as it became; None where a scope did not, or does not, speak of it."""

    act: str
    before: JsonValue
    after: JsonValue


@dataclass(frozen=True)
class Subject:
    """Who sits where. `divisions` begins with the person's own and goes up."""

    zone: Zone
    pool_id: PoolId
    person_id: UserId
    divisions: Sequence[str]


@dataclass(frozen=True)
class InForce:
    """`revision` is the newest `Version.seq` that was looked at."""

    policy: Policy
    revision: int


@dataclass(frozen=True)
class Passed:
    """`text` is what goes on: masked where the policy says so."""

    text: str
    signs: frozenset[Sign] = frozenset()
    is_masked: bool = False


@dataclass(frozen=True)
class NeedsReason:
    signs: frozenset[Sign]


class Advice(StrEnum):
    """What somebody who was refused may do instead."""

    DRIVE = "drive"  # by way of the drive (자료전송)
    SAVE = "save"  # to the drive, in place of a printer
    SHORTER = "shorter"  # less at once
    REMOVE = "remove"  # take out what was found
    WAIT = "wait"  # a little later
    ASK = "ask"  # the security officer


@dataclass(frozen=True)
class Refused:
    """`rule` is stable and named to the person; `limit` is in bytes, or characters a second."""

    rule: str
    advice: Advice
    signs: frozenset[Sign] = frozenset()
    limit: int | None = None


Verdict = Passed | NeedsReason | Refused
