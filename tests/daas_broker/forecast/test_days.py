"""The forecast in a broker that runs: the clock stands at Monday, 09:00 in Seoul."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from daas_broker.desktops.machine import State
from daas_broker.desktops.model import PoolId
from daas_broker.desktops.store import desktops
from daas_broker.forecast.model import Supply
from daas_broker.forecast.service import Outlook
from daas_broker.sessions.store import assignments
from tests.daas_broker.conftest import Broker

MORNING = {"days": [0, 1, 2, 3, 4], "begins": 480, "ends": 570, "warm": 3}  # 08:00 to 09:30


def came_a_week_ago(broker: Broker, pool: str, users: int) -> None:
    """They used a desktop for an hour and left."""
    world = broker.world
    for number in range(users):
        desktop = broker.claim(f"u{number}", pool)["desktop"]["desktop_id"]
        world.as_user(f"u{number}").post(f"/api/desktops/{desktop}/release")
        broker.settle(4)
    began = world.now() - timedelta(weeks=1)
    with world.begin() as tx:
        then = {"claimed_at": began, "asked_at": began, "ended_at": began + timedelta(hours=1)}
        tx.db.execute(update(assignments).values(then))
        tx.db.execute(update(desktops).values(asked_at=None))  # no boot has been measured


def day_of(broker: Broker, pool: str) -> dict[str, Any]:
    found: dict[str, Any] = broker.admin.get(f"/api/admin/pools/{pool}/day").get_json()
    return found


def test_a_window_opens_and_closes_by_the_clock(broker: Broker) -> None:
    """[DP6] [DP7]"""
    broker.pool(warm=1, maximum=5, readiness={"windows": [MORNING]})
    broker.settle()
    assert len(broker.desktops(State.WARM)) == 3
    broker.world.pass_time(timedelta(minutes=31))
    broker.settle()
    assert len(broker.desktops(State.WARM)) == 1


def test_headroom_follows_those_in_use(broker: Broker) -> None:
    """[DP6]"""
    pool = broker.pool(warm=1, maximum=9, readiness={"headroom": 100})
    broker.settle()
    for user in ("ann", "ben", "cho"):
        assert broker.claim(user, pool)["desktop"]
        broker.settle()
    assert len(broker.desktops(State.WARM)) == 3


def test_who_came_last_week_is_expected_this_week(broker: Broker) -> None:
    """[DP8] [DP6]"""
    wish = {"name": "풀", "image": "internet", "maximum": 20}
    pool = broker.pool(warm=1, maximum=20)
    broker.settle()
    came_a_week_ago(broker, pool, 4)
    broker.admin.put(f"/api/admin/pools/{pool}", **wish, warm=0, readiness={"foresees": True})
    broker.world.pass_time(timedelta(minutes=11))
    today = day_of(broker, pool)
    assert today["learned_days"] == 1
    assert sum(slot["expected"] for slot in today["slots"]) > 3
    # One is enough: four come in a quarter of an hour, and a host makes as many in twelve seconds.
    wanted = [slot["at"][11:16] for slot in today["slots"] if slot["wanted"]]
    assert wanted == ["09:00"]


def test_the_day_tells_what_was_used_and_nothing_of_what_is_to_come(broker: Broker) -> None:
    """[DP6] [DK12]"""
    pool = broker.pool(warm=2, maximum=4)
    broker.settle()
    assert broker.claim("ann", pool)["desktop"]
    broker.world.pass_time(timedelta(minutes=11))
    slots = day_of(broker, pool)["slots"]
    nine = next(at for at, slot in enumerate(slots) if slot["at"].startswith("2030-01-07T09:00"))
    assert len(slots) == 288
    assert sum(slot["arrivals"] or 0 for slot in slots) == 1
    assert [slots[at]["used"] for at in (nine, nine + 1, nine + 2, nine + 3)] == [0, 1, 1, None]
    assert {slot["wanted"] for slot in slots} == {2}
    assert broker.world.as_user("ann").get(f"/api/admin/pools/{pool}/day").status_code == 403
    assert broker.admin.get("/api/admin/pools/none/day").status_code == 404


def test_who_waited_is_counted_from_when_they_first_asked(broker: Broker) -> None:
    """[DP8]"""
    broker.host.boot = timedelta(seconds=70)
    pool = broker.pool(warm=0, maximum=2)
    first = broker.world.now()
    while not broker.claim("ann", pool)["desktop"]:
        broker.settle(2)
        broker.world.pass_time(timedelta(seconds=20))
    with broker.world.begin() as tx:
        [seat] = tx.db.execute(assignments.select()).all()
    assert seat.asked_at == first
    assert seat.claimed_at - seat.asked_at >= timedelta(seconds=70)


def test_the_day_says_when_more_or_fewer_will_stand_ready(broker: Broker) -> None:
    """[DP11]"""
    late = {"days": [0], "begins": 603, "ends": 610, "warm": 4}  # 10:03 to 10:10
    pool = broker.pool(warm=1, maximum=5, readiness={"windows": [MORNING, late]})
    broker.settle()
    today = day_of(broker, pool)
    assert today["now"]["warm"] == 3
    assert today["next"] == {"at": "2030-01-07T09:30:00+09:00", "warm": 1}
    broker.world.pass_time(timedelta(minutes=31))
    assert day_of(broker, pool)["next"] == {"at": "2030-01-07T10:03:00+09:00", "warm": 4}
    broker.world.pass_time(timedelta(minutes=40))
    assert day_of(broker, pool)["next"] is None


def test_no_more_are_to_be_warm_than_the_pool_has_room_for(broker: Broker) -> None:
    """[DP6] [DP11]"""
    crowd = {**MORNING, "warm": 9}
    pool = broker.pool(warm=1, maximum=3, readiness={"windows": [crowd]})
    broker.settle()
    assert broker.claim("ann", pool)["desktop"]
    today = day_of(broker, pool)
    assert (today["now"]["scheduled"], today["now"]["room"], today["now"]["warm"]) == (9, 2, 2)
    assert max(slot["wanted"] for slot in today["slots"]) == 3


def test_the_day_tells_how_many_stood_ready(broker: Broker) -> None:
    """[DP11]"""
    pool = broker.pool(warm=1, maximum=5, readiness={"windows": [MORNING]})
    broker.settle()
    broker.world.pass_time(timedelta(minutes=6))
    assert broker.claim("ann", pool)["desktop"]
    broker.world.pass_time(timedelta(minutes=25))
    broker.settle()
    broker.world.pass_time(timedelta(minutes=5))
    stood = {slot["at"][11:16]: slot["ready"] for slot in day_of(broker, pool)["slots"]}
    assert [stood[at] for at in ("08:55", "09:05", "09:10", "09:35", "09:40")] == [0, 3, 2, 1, None]


def test_what_stood_ready_stays_the_same_however_late_a_desktop_is_gone(broker: Broker) -> None:
    """[DP11] Its host was away when it was taken away."""
    pool = broker.pool(warm=1, maximum=5, readiness={"windows": [MORNING]})
    broker.settle()
    broker.world.pass_time(timedelta(minutes=31))
    broker.settle()
    with broker.world.begin() as tx:
        late = {"gone_at": broker.world.now() + timedelta(hours=1)}
        gone = desktops.c.gone_at.is_not(None)
        assert len(tx.db.execute(update(desktops).where(gone).values(late).returning(gone)).all())
    broker.world.pass_time(timedelta(minutes=80))
    stood = {slot["at"][11:16]: slot["ready"] for slot in day_of(broker, pool)["slots"]}
    assert [stood[at] for at in ("09:25", "09:35", "10:20", "10:45")] == [3, 1, 1, 1]


def test_the_page_foresees_what_the_keeper_does_however_long_either_has_run(
    broker: Broker,
) -> None:
    """[DP11]"""
    pool = broker.pool(warm=1, maximum=4)
    broker.settle()

    def supply(outlook: Outlook) -> Supply:
        with broker.world.begin() as tx:
            return outlook.of(tx, PoolId(pool), broker.world.now())[1]

    keepers, pages = Outlook(lambda *_: []), Outlook(lambda *_: [])
    before = supply(keepers)
    broker.host.boot = timedelta(seconds=40)
    assert broker.claim("ann", pool)["desktop"]
    broker.settle(30)  # a slow one, which the page would have seen and the keeper not
    assert supply(pages) == supply(keepers) == before
    broker.world.pass_time(timedelta(minutes=10))
    assert supply(pages) == supply(keepers) != before
