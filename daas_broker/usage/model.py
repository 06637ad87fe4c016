"""What is metered: spans as the broker knows them, and the intervals that the ledger keeps."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from daas_broker.desktops.model import DesktopId, PoolId
from kernel.actor import UserId
from kernel.settings import Zone


class Meter(StrEnum):
    WARM = "warm"  # it runs, and is nobody's yet
    HELD = "held"  # it is somebody's, looked at or not
    STREAM = "stream"  # its picture goes to a browser


@dataclass(frozen=True)
class Whose:
    """`person_id` and `division_id` are None while a desktop is nobody's. `division_id` is where
    the person stood when the interval began: a move does not rewrite last month's bill."""

    desktop_id: DesktopId
    pool_id: PoolId
    zone: Zone
    person_id: UserId | None = None
    division_id: str | None = None


@dataclass(frozen=True)
class Counters:
    """Since the source began: processor seconds, and bytes that passed in both directions."""

    cpu_seconds: float = 0.0
    transferred_bytes: int = 0


@dataclass(frozen=True)
class Span:
    """One thing that is metered, as it is known now.

    `alive_at` is its last heartbeat; or its end, where it ended in order and `is_over`.
    `cpu_before` is what the desktop had used when this began, in processor seconds.
    """

    source: str
    meter: Meter
    whose: Whose
    began_at: datetime
    alive_at: datetime
    is_over: bool
    counters: Counters = Counters()
    memory_bytes: int = 0
    cpu_before: float = 0.0


@dataclass(frozen=True)
class Amounts:
    cpu_seconds: float = 0.0
    memory_gib_seconds: float = 0.0
    transferred_bytes: float = 0.0


@dataclass(frozen=True)
class Interval:
    """One source on one day of Seoul, from `began_at` to `until_at`. A closed one never changes."""

    source: str
    meter: Meter
    day: date
    whose: Whose
    began_at: datetime
    until_at: datetime
    is_closed: bool
    amounts: Amounts
    counted: Counters  # up to where the source's counters are in `amounts` of this and before


@dataclass(frozen=True)
class Pulse:
    """What a gateway says of an open stream every ten seconds. Counts are since it opened."""

    connection_id: str
    sent_bytes: int
    received_bytes: int
    frames: int
    latency_ms: int | None
