"""Known vulnerabilities of what an image holds, as the Debian security tracker tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

OLD_AFTER = timedelta(days=14)


class Urgency(StrEnum):
    """The tracker's words, the most urgent first; what it has not judged yet is `unknown`."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"
    UNIMPORTANT = "unimportant"


@dataclass(frozen=True)
class Entry:
    """Of one source package. `fixed` is the first version without it; None while there is none."""

    cve: str
    urgency: Urgency
    fixed: str | None
    text: str


@dataclass(frozen=True)
class Tracker:
    """Entries by source package, of Debian's release that our images are made of."""

    at: datetime
    entries: Mapping[str, Sequence[Entry]]


@dataclass(frozen=True)
class Flaw:
    """An entry that an image has: `installed` is older than `fixed`, or nothing is fixed yet."""

    cve: str
    source: str
    installed: str
    fixed: str | None
    urgency: Urgency
    text: str


@dataclass(frozen=True)
class Found:
    """`at` is the age of the data; None, and no flaws, where there is none."""

    at: datetime | None
    flaws: Sequence[Flaw]
