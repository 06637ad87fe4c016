import csv
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, update

from daas_broker.costs.model import Assumptions
from daas_broker.desktops.machine import State
from daas_broker.desktops.model import DesktopId
from daas_broker.sessions.model import ConnectionId, Stream
from daas_broker.usage.model import Pulse
from identity.people.store import divisions, people
from kernel.actor import Role
from tests.daas_broker.conftest import Broker

COSTS = "/api/admin/costs"


def use(broker: Broker, pool: str, user: str, hours: float) -> str:
    """Hold a desktop for so long, with heartbeats now and then."""
    desktop: str = broker.claim(user, pool)["desktop"]["desktop_id"]
    session = broker.world.as_user(user).actor.session_id
    stream = Stream(DesktopId(desktop), session, ConnectionId(f"c-{user}"))
    broker.broker.seating.connected(stream, "display-work")
    for _ in range(4):
        broker.world.pass_time(timedelta(hours=hours / 4))
        broker.keep()
        broker.broker.meter.run()
    return desktop


def spend(broker: Broker, at_limit: str) -> str:
    """The division's budget is spent; ann holds a desktop. The pool."""
    pool = broker.pool(warm=1, maximum=3)
    broker.settle()
    use(broker, pool, "ann", 0.25)
    for user in ("ben", "cid"):
        broker.world.person(user)
    reply = broker.admin.put(f"{COSTS}/budgets/div", monthly=5, at_limit=at_limit)
    assert reply.status_code == 204, reply.get_json()
    broker.world.pass_time(timedelta(minutes=1))
    broker.settle()
    return pool


def values(**other: float) -> dict[str, Any]:
    return {**vars(Assumptions()), **other}


def test_a_division_is_billed_for_what_its_people_held(broker: Broker) -> None:
    """[DU4]"""
    pool = broker.pool()
    broker.settle()
    use(broker, pool, "ann", 0.25)
    ledger = broker.admin.get(COSTS).get_json()
    row = next(row for row in ledger["rows"] if row["division_id"] == "div")
    assert (row["held_hours"], row["people"]) == (0.25, 1)
    assert row["lines"]["held"] == 13.75
    assert ledger["total"] == sum(sum(r["lines"].values()) for r in ledger["rows"])
    assert ledger["forecast"] >= ledger["total"]
    warm = next(row for row in ledger["rows"] if row["division_id"] is None)
    assert warm["warm_hours"] > 0


def test_prices_are_kept_by_version_and_of_two_who_change_one_is_told(broker: Broker) -> None:
    """[DU5]"""
    change = {"base": 0, "reason": "전기요금 인상", "values": values(kwh=170.0)}
    assert broker.admin.put(f"{COSTS}/assumptions", **change).status_code == 200
    late = broker.admin.put(f"{COSTS}/assumptions", **{**change, "values": values(kwh=1.0)})
    assert (late.status_code, late.get_json()["code"]) == (412, "assumptions_changed")
    versions = broker.admin.get(f"{COSTS}/assumptions").get_json()["versions"]
    assert [(v["number"], v["values"]["kwh"], v["reason"]) for v in versions] == [
        (1, 170.0, "전기요금 인상"),
        (0, 150.0, ""),
    ]
    assert ("ida", "daas_broker.change_assumptions", "done") in broker.world.audited()


def test_an_impossible_assumption_is_refused_with_its_bounds(broker: Broker) -> None:
    """[DU5]"""
    reply = broker.admin.post(f"{COSTS}/compare", **values(share_at_once=3.0))
    assert reply.status_code == 400
    assert reply.get_json()["field"] == "share_at_once"
    assert reply.get_json()["maximum"] == 1.0


PARTS = {f"{line}_won" for line in ("held", "warm", "cpu", "memory", "transfer", "energy")}


def test_the_export_holds_what_the_page_shows_and_is_audited(broker: Broker) -> None:
    """[DU4] [DK12]"""
    pool = broker.pool()
    broker.settle()
    use(broker, pool, "ann", 0.1)
    shown = broker.admin.get(COSTS).get_json()
    sheet = broker.admin.get(f"{COSTS}/ledger.csv").get_data(as_text=True)
    rows = list(csv.DictReader(sheet.removeprefix("\ufeff").splitlines()))
    named = [r["name"] for r in shown["rows"] if r["division_id"] is not None]
    assert [r["name"] for r in rows] == [*named, "Warm (shared)"]
    assert float(rows[0]["total"]) == round(shown["rows"][0]["total"], 3)
    for row in rows:
        parts = sum(float(worth) for head, worth in row.items() if head in PARTS)
        assert abs(parts - float(row["total"])) < 0.01, "the parts add up to the bill"
    told = broker.admin.get(f"{COSTS}/ledger.csv", language="ko").get_data(as_text=True)
    head, *lines = csv.reader(told.removeprefix("\ufeff").splitlines())
    assert (head[2], head[12]) == ("부서", "금액(원)")
    assert lines[-1][2] == "예열(공통)"
    assert {len(line) for line in lines} == {len(head)}
    assert ("ida", "daas_broker.export_costs", "done") in broker.world.audited()


def test_whoever_is_no_it_administrator_sees_no_bill(broker: Broker) -> None:
    """[DK12]"""
    for role in (Role.MEMBER, Role.MANAGER, Role.AUDITOR):
        client = broker.world.as_user(f"some-{role.value}", role)
        assert client.get(COSTS).status_code == 403
        assert client.get(f"{COSTS}/ledger.csv").status_code == 403
        assert client.put(f"{COSTS}/budgets/div", monthly=1).status_code == 403


def test_a_spent_budget_starts_no_desktop_and_says_so(broker: Broker) -> None:
    """[DU6]"""
    pool = spend(broker, "no_warming")
    broker.claim("ben", pool)  # takes what is warm
    waits = broker.claim("cid", pool)["queued"]
    assert (waits["held_back"], waits["estimate_seconds"]) == ("no_warming", None)
    [told] = broker.admin.get("/api/admin/desktops/waiting").get_json()["waiting"]
    assert (told["position"], told["held_back"]) == (1, "no_warming")
    with broker.world.begin() as tx:
        assert broker.broker.seating.waiting(tx) == {}
    own = broker.world.as_user("cid").get("/api/desktops/budget").get_json()
    assert (own["level"], own["held_back"]) == ("over", "no_warming")
    assert own["share"] > 1


def test_people_of_a_spent_budget_are_served_after_everybody_else(broker: Broker) -> None:
    """[DU6] [DK7]"""
    pool = spend(broker, "queue")
    broker.claim("ben", pool)
    assert broker.claim("cid", pool)["queued"]["held_back"] == "queue"
    zoe = broker.world.person("zoe")
    with broker.world.begin() as tx:
        tx.db.execute(insert(divisions).values(id="other", name="기획예산과", parent_id=None))
        tx.db.execute(update(people).where(people.c.id == zoe).values(division_id="other"))
    assert broker.claim("zoe", pool)["queued"]["position"] == 1
    assert broker.claim("cid", pool)["queued"]["position"] == 2


def test_who_holds_a_desktop_keeps_it_when_the_budget_is_spent(broker: Broker) -> None:
    """[DU6] [DK5]"""
    spend(broker, "queue")
    (held,) = broker.desktops(State.IN_USE)
    broker.world.pass_time(timedelta(hours=3))
    broker.settle()
    assert broker.desktop(held.id).state is State.IN_USE


def test_everybody_sees_their_own_use_and_nobody_elses(broker: Broker) -> None:
    """[DU3]"""
    pool = broker.pool()
    broker.settle()
    use(broker, pool, "ann", 0.25)
    broker.broker.seating.note_pulses([Pulse("c-ann", 10, 10, 1, 17)])
    (mine,) = broker.world.as_user("ann").get("/api/desktops/use").get_json()["pools"]
    assert (mine["pool_id"], mine["used_seconds_today"], mine["latency_ms"]) == (pool, 900, 17)
    assert broker.world.as_user("ben").get("/api/desktops/use").get_json()["pools"] == []
