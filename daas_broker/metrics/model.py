"""Measurements over time: what is measured of what, and how it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Name(StrEnum):
    """What is measured; of a desktop, a gateway, a host, a pool, or of all."""

    CPU = "cpu"  # busy cores of a desktop
    MEMORY = "memory"  # bytes of a desktop
    LATENCY = "latency"  # milliseconds from a page to its gateway and back
    FRAMES = "frames"  # pictures a second
    SENT = "sent"  # bytes a second out of a desktop
    IN_USE = "in_use"  # desktops with an open stream
    HELD = "held"  # desktops that are somebody's
    WARM = "warm"
    COMING = "coming"
    WAITING = "waiting"  # people in the queue
    WAIT = "wait"  # seconds that the first of the queue has waited
    CLAIMS = "claims"  # desktops taken, a minute
    FAILURES = "failures"  # starts that failed, a minute
    STREAMS = "streams"  # of a gateway
    GATEWAY_SENT = "gateway_sent"  # bytes a second
    REFUSALS = "refusals"  # messages that a gateway refused, a minute
    GATEWAY_CPU = "gateway_cpu"  # busy cores
    MEMORY_FREE = "memory_free"  # bytes of a host
    DISK_FREE = "disk_free"  # bytes where documents and databases lie


@dataclass(frozen=True)
class Sample:
    """`subject` names the desktop, gateway, host or pool; empty for all together."""

    name: Name
    subject: str
    value: float


@dataclass(frozen=True)
class Window:
    """What a reader looks at: `slots` places of `width` each, the last one ending at `until`."""

    until: datetime
    width: timedelta
    slots: int

    @property
    def since(self) -> datetime:
        return self.until - self.width * self.slots


@dataclass(frozen=True)
class Line:
    """One series: a value a place, None where nothing was measured."""

    name: Name
    subject: str
    values: Sequence[float | None]
    peaks: Sequence[float | None]


class Level(StrEnum):
    OK = "ok"
    NEAR = "near"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Threshold:
    """Where `near` is below `over`, large values are bad; otherwise small ones are."""

    name: Name
    near: float
    over: float


@dataclass(frozen=True)
class Reading:
    """A gateway's own counters since it started."""

    at: datetime
    counters: Mapping[str, float]
