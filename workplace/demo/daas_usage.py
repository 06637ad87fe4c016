"""A month of use before today: who held Internet desktops, how long, and what it took. Invented,
the same each time, and dated from the day on which it is loaded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import insert, select

from daas_broker.costs import rules as costs
from daas_broker.costs import store as budgets
from daas_broker.costs.model import AtLimit, Budget, Used
from daas_broker.desktops.model import DesktopId, PoolId
from daas_broker.metering.rules import SEOUL, day_of
from daas_broker.pools import store as pools
from daas_broker.pools.model import Pool
from daas_broker.usage import store as usage
from daas_broker.usage.model import Amounts, Counters, Interval, Meter, Whose
from identity.people.model import Person
from kernel.db import Tx
from workplace.demo.cast import Cast
from workplace.wiring import Workplace

DAYS = 30
SEED = 20191
ROWS = 1000  # of one statement
# How much of a budget these have spent this month, and what it does to them.
BUDGETS = {
    "regional": (0.62, AtLimit.WARN),
    "inspection": (0.87, AtLimit.NO_WARMING),
    "data": (1.04, AtLimit.QUEUE),
}
WEEKEND = 5


def load(workplace: Workplace, cast: Cast) -> None:
    with workplace.base.begin() as tx:
        if tx.db.execute(select(usage.intervals.c.source).limit(1)).one_or_none():
            return
        pool = next(iter(pools.current(tx.db)), None)
        if pool is None:
            return
        _fill(tx, pool, cast)
        _give_budgets(tx, day_of(cast.now))


def _fill(tx: Tx, pool: Pool, cast: Cast) -> None:
    rows: list[dict[str, object]] = []
    for interval in _month(pool, cast):
        rows.append(usage.row_of(interval))
        if len(rows) == ROWS:
            tx.db.execute(insert(usage.intervals), rows)
            rows = []
    if rows:
        tx.db.execute(insert(usage.intervals), rows)


def _month(pool: Pool, cast: Cast) -> Iterator[Interval]:
    random = Random(SEED)  # noqa: S311 - a demonstration, not a secret
    people = list(cast.people.values())
    today = day_of(cast.now)
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        busy = 0.05 if day.weekday() >= WEEKEND else random.uniform(0.3, 0.42)
        for person in people:
            if random.random() < busy:
                yield from _visit(random, pool, person, (day, cast.now))


def _visit(
    random: Random, pool: Pool, person: Person, when: tuple[date, datetime]
) -> Iterator[Interval]:
    """Taken in the morning storm or after lunch, looked at most of the time, given back."""
    day, now = when
    hour = random.choices((9.0, 10.5, 13.2, 15.0), (5, 2, 3, 2))[0] + random.gauss(0, 0.25)
    began = datetime.combine(day, time(), SEOUL).astimezone(UTC) + timedelta(hours=max(7.5, hour))
    held = timedelta(minutes=min(240, max(4, random.lognormvariate(4.1, 0.6))))
    if began + held > now - timedelta(minutes=1):
        return
    desktop = DesktopId(f"demo{random.getrandbits(64):016x}")
    whose = Whose(desktop, PoolId(pool.id), pool.wish.zone, person.id, person.division_id)
    seconds = held.total_seconds()
    cpu, memory = seconds * random.uniform(0.05, 0.28), seconds * random.uniform(0.5, 1.3)
    warm = timedelta(minutes=random.uniform(2, 25))
    nobody = Whose(desktop, PoolId(pool.id), pool.wish.zone)
    yield _interval(Meter.WARM, nobody, (began - warm, began), Amounts(2.5, 0.3 * warm.seconds, 0))
    yield _interval(Meter.HELD, whose, (began, began + held), Amounts(cpu, memory, 0))
    sent = seconds * random.uniform(8e3, 9e4)
    away = held * random.uniform(0.02, 0.3)
    yield _interval(Meter.STREAM, whose, (began, began + held - away), Amounts(0, 0, sent))


def _interval(
    meter: Meter, whose: Whose, bounds: tuple[datetime, datetime], amounts: Amounts
) -> Interval:
    began, until = bounds
    return Interval(
        source=f"{meter.value}:{whose.desktop_id}",
        meter=meter,
        day=day_of(began),
        whose=whose,
        began_at=began,
        until_at=until,
        is_closed=True,
        amounts=amounts,
        counted=Counters(amounts.cpu_seconds, round(amounts.transferred_bytes)),
    )


def _give_budgets(tx: Tx, today: date) -> None:
    used = budgets.used_by(tx.db, "division", today.replace(day=1), today)
    prices = budgets.current(tx.db).values
    for division, (share, at_limit) in BUDGETS.items():
        spent = costs.bill(used.get(division, Used()), prices).total
        monthly = max(1_000, round(spent / share, -2))
        budgets.put_budget(tx.db, Budget(division, monthly, at_limit))
