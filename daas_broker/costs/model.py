"""Prices, assumptions, bills and budgets. Money is Korean won, energy kWh."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True)
class Assumptions:
    """What the ledger and the comparison are computed from; an administrator may change each.

    A seat is one member of staff. "Before" has `pcs_per_seat` PCs; "after" one notebook and a share
    of a desktop server.
    """

    # Unit prices of the ledger.
    held_hour: float = 55.0
    warm_hour: float = 25.0
    cpu_hour: float = 18.0
    memory_gib_hour: float = 4.0
    gib_transferred: float = 12.0
    # Energy.
    kwh: float = 150.0
    carbon_kg_per_kwh: float = 0.4173
    pue: float = 1.5  # what a data centre takes for each watt of a server
    desktop_idle_watts: float = 3.0  # a desktop's share of a host that waits
    core_watts: float = 9.0  # one busy processor core
    busy_cores: float = 0.15  # of a desktop that is looked at, on average
    pc_watts: float = 65.0  # with its screen, on average while it is switched on
    notebook_watts: float = 22.0
    hours_per_day: float = 9.0
    days_per_month: float = 21.0
    # Before.
    pcs_per_seat: float = 2.0
    pc_price: float = 1_100_000.0
    monitor_price: float = 200_000.0
    pc_years: float = 5.0
    pc_licence_year: float = 190_000.0  # operating system and office
    pc_security_year: float = 90_000.0  # agents that guard one PC
    pc_upkeep_year: float = 85_000.0
    # After.
    notebook_price: float = 1_500_000.0
    notebook_years: float = 5.0
    notebook_licence_year: float = 95_000.0
    notebook_security_year: float = 90_000.0
    notebook_upkeep_year: float = 70_000.0
    server_price: float = 28_000_000.0
    server_years: float = 5.0
    server_upkeep_share: float = 0.1  # of its price, each year
    desktops_per_server: float = 60.0
    share_at_once: float = 0.6  # of the seats that hold a desktop at the busiest hour
    desktop_software_year: float = 24_000.0  # for each seat
    operation_year: float = 36_000.0  # people who run it, for each seat


@dataclass(frozen=True)
class Version:
    number: int
    values: Assumptions
    made_at: datetime | None
    made_by: str
    reason: str


@dataclass(frozen=True)
class Comparison:
    """Won for one seat and month, by line; energy in kWh; `saving` is 1 − after ÷ before."""

    before: dict[str, float]
    after: dict[str, float]
    before_kwh: float
    after_kwh: float

    @property
    def before_total(self) -> float:
        return sum(self.before.values())

    @property
    def after_total(self) -> float:
        return sum(self.after.values())

    @property
    def saving(self) -> float:
        return 1 - self.after_total / self.before_total


@dataclass(frozen=True)
class Lever:
    """How far one assumption moves the saving when it is a fifth lower and a fifth higher."""

    name: str
    low: float
    high: float

    @property
    def reach(self) -> float:
        return abs(self.high - self.low)


@dataclass(frozen=True)
class Used:
    """Sums of the ledger. Times are seconds, memory GiB-seconds."""

    held_seconds: float = 0.0
    streamed_seconds: float = 0.0
    warm_seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory_gib_seconds: float = 0.0
    transferred_bytes: float = 0.0
    people: int = 0


@dataclass(frozen=True)
class OwnUse:
    """Of one pool, by one person: today, and what the last stream was like."""

    pool_id: str
    seconds_today: float
    latency_ms: int | None
    last_at: datetime | None


@dataclass(frozen=True)
class Bill:
    """`lines` is won by line; energy is in them."""

    lines: dict[str, float]
    kwh: float

    @property
    def total(self) -> float:
        return sum(self.lines.values())


class AtLimit(StrEnum):
    """What happens when a division has spent its budget."""

    WARN = "warn"  # nothing but words
    NO_WARMING = "no_warming"  # no desktop is started for its people; what is warm is theirs
    QUEUE = "queue"  # its people are served after everybody else


class BudgetLevel(StrEnum):
    OK = "ok"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True)
class Budget:
    division_id: str
    monthly: float
    at_limit: AtLimit


@dataclass(frozen=True)
class Standing:
    """A division against its budget in this month."""

    budget: Budget
    spent: float
    level: BudgetLevel

    @property
    def share(self) -> float:
        return self.spent / self.budget.monthly


@dataclass(frozen=True)
class Row:
    """One division's month. `division_id` None is what stood warm for everybody."""

    division_id: str | None
    name: str
    seats: int
    used: Used
    bill: Bill
    forecast: float
    standing: Standing | None


@dataclass(frozen=True)
class Ledger:
    month: date  # its first day
    version: int
    rows: Sequence[Row]
    daily: Sequence[tuple[date, float, float]] = field(default_factory=tuple)  # day, won, kWh

    @property
    def total(self) -> float:
        return sum(row.bill.total for row in self.rows)
