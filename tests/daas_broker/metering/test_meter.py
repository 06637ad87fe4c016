"""The ledger against what really happened, with everything killed at any moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from daas_broker.desktops.model import DesktopId
from daas_broker.metering.tasks import HEARTBEAT, Meter
from daas_broker.sessions.model import ConnectionId, Stream
from daas_broker.usage.model import Interval, Pulse
from daas_broker.usage.model import Meter as Kind
from daas_broker.usage.store import interval_of, intervals
from kernel.db import Tx
from tests.daas_broker.conftest import Broker
from tests.support.world import World

SECOND = timedelta(seconds=1)


def ledger(world: World, kind: Kind) -> list[Interval]:
    with world.begin() as tx:
        rows = tx.db.execute(select(intervals).where(intervals.c.meter == kind.value))
        return [interval_of(row) for row in rows]


def billed(world: World, kind: Kind) -> timedelta:
    rows = ledger(world, kind)
    return sum((row.until_at - row.began_at for row in rows), timedelta())


def tick(broker: Broker, seconds: int = 10) -> None:
    broker.world.pass_time(timedelta(seconds=seconds))
    broker.keep()
    broker.broker.meter.run()


def test_a_desktop_is_metered_from_the_claim_to_the_second_of_its_release(broker: Broker) -> None:
    """[DU3]"""
    pool = broker.pool()
    broker.settle()
    ann = broker.world.as_user("ann")
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    for _ in range(7):
        tick(broker)
    broker.world.pass_time(timedelta(seconds=3))
    ann.post(f"/api/desktops/{desktop}/release")
    tick(broker)
    assert billed(broker.world, Kind.HELD) == timedelta(seconds=73)
    (row,) = ledger(broker.world, Kind.HELD)
    assert (row.is_closed, row.whose.person_id, row.whose.division_id) == (True, "ann", "div")
    assert row.amounts.memory_gib_seconds == pytest.approx(0.25 * 73)


def test_what_came_and_went_between_two_heartbeats_is_metered_too(broker: Broker) -> None:
    """[DU3]"""
    pool = broker.pool()
    broker.settle()
    tick(broker)
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    broker.world.pass_time(4 * SECOND)
    broker.world.as_user("ann").post(f"/api/desktops/{desktop}/release")
    tick(broker)
    assert billed(broker.world, Kind.HELD) == 4 * SECOND


def test_a_stream_whose_gateway_died_ends_at_its_last_heartbeat(broker: Broker) -> None:
    """[DU2]"""
    pool = broker.pool()
    broker.settle()
    seating = broker.broker.seating
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    session = broker.world.as_user("ann").actor.session_id
    seating.connected(Stream(DesktopId(desktop), session, ConnectionId("c1")), "display-work")
    broker.world.pass_time(20 * SECOND)
    seating.note_pulses([Pulse("c1", 4000, 96, 12, 8)])
    broker.world.pass_time(timedelta(hours=1))
    seating.forget_streams("display-work")
    tick(broker)
    (row,) = ledger(broker.world, Kind.STREAM)
    assert row.until_at - row.began_at == 20 * SECOND
    assert (row.is_closed, row.amounts.transferred_bytes) == (True, 4096)


def test_the_database_refuses_to_change_what_is_closed_and_to_bill_a_second_twice(
    broker: Broker,
) -> None:
    """[DU1] [DU2]"""
    test_a_desktop_is_metered_from_the_claim_to_the_second_of_its_release(broker)
    (row,) = ledger(broker.world, Kind.HELD)
    later = row.until_at + SECOND
    for tampering in (update(intervals).values(until_at=later), delete(intervals)):
        with pytest.raises(IntegrityError), broker.world.begin() as tx:
            tx.db.execute(tampering.where(intervals.c.source == row.source))
    copied = {name: column for name, column in intervals.c.items() if name != "source"}
    twice = select(*copied.values()).add_columns((intervals.c.source + "x").label("source"))
    only_held = twice.where(intervals.c.source == row.source)
    with pytest.raises(IntegrityError), broker.world.begin() as tx:
        tx.db.execute(intervals.insert().from_select([*copied, "source"], only_held))


class Life:
    """One desktop held by one person, while everything around it is killed now and then."""

    def __init__(self, broker: Broker, seed: int) -> None:
        self.broker, self.random = broker, Random(seed)  # noqa: S311 - a life, not a secret
        self.pool = broker.pool(warm=1, maximum=1)
        broker.settle()
        self.desktop: str | None = None
        self.began = broker.world.now()
        self.truth = timedelta()
        self.crashes = 0

    def act(self) -> None:
        choices = [self.wait, self.wait, self.kill_meter]
        if self.desktop is None:
            choices.append(self.claim)
        else:
            choices += [self.release, self.crash_desktop]
        self.random.choice(choices)()

    def wait(self) -> None:
        for _ in range(self.random.randint(1, 6)):
            tick(self.broker, self.random.randint(1, 10))

    def kill_meter(self) -> None:
        """It misses some heartbeats; what follows knows nothing of what it had in memory."""
        for _ in range(self.random.randint(0, 30)):
            self.broker.world.pass_time(timedelta(seconds=self.random.randint(1, 10)))
            self.broker.keep()
        self.broker.broker.meter.looked_at = None

    def claim(self) -> None:
        found = self.broker.claim("ann", self.pool)["desktop"]
        if found is not None:
            self.desktop, self.began = found["desktop_id"], self.broker.world.now()

    def release(self) -> None:
        self.broker.world.pass_time(timedelta(seconds=self.random.randint(0, 9)))
        self.broker.world.as_user("ann").post(f"/api/desktops/{self.desktop}/release")
        self.ended(self.broker.world.now())

    def crash_desktop(self) -> None:
        assert self.desktop is not None
        self.broker.host.kill(DesktopId(self.desktop))
        self.ended(self.broker.world.now())
        self.crashes += 1
        for _ in range(3):
            tick(self.broker)

    def ended(self, at: datetime) -> None:
        self.truth += at - self.began
        self.desktop = None
        self.broker.settle()


@pytest.mark.parametrize("seed", range(6))
def test_killing_anything_bills_at_most_one_heartbeat_too_much_or_too_little(
    broker: Broker, seed: int
) -> None:
    """[DU1] [DU2] Each crash of a desktop may cost one heartbeat; a dead meter costs nothing."""
    life = Life(broker, seed)
    for _ in range(14):
        life.act()
    if life.desktop is not None:
        life.release()
    tick(broker)
    too_much = billed(broker.world, Kind.HELD) - life.truth
    assert -HEARTBEAT * max(1, life.crashes) <= too_much <= timedelta()


def test_a_meter_killed_in_its_transaction_has_counted_nothing(broker: Broker) -> None:
    """[DU2] The next one counts up to the same moment."""
    pool = broker.pool()
    broker.settle()
    broker.claim("ann", pool)
    tick(broker)
    broker.world.pass_time(10 * SECOND)
    broker.keep()
    before = billed(broker.world, Kind.HELD)

    class Killed(Exception):
        """As by a signal, after the last statement and before the commit."""

    @contextmanager
    def dying() -> Iterator[Tx]:
        with broker.world.begin() as tx:
            yield tx
            raise Killed

    with pytest.raises(Killed):
        Meter(dying, broker.world.now).run()
    assert billed(broker.world, Kind.HELD) == before
    broker.broker.meter.run()
    assert billed(broker.world, Kind.HELD) == before + 10 * SECOND
