"""The calendar in a broker that runs: it is Monday, 7 January 2030, 09:00 in Seoul."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from daas_broker.sessions.store import assignments
from kernel.actor import Role
from tests.daas_broker.conftest import Broker
from tests.daas_broker.forecast.test_days import came_a_week_ago, day_of

PATH = "/api/admin/desktop-calendar"


def month(broker: Broker, first: str = "2030-01-01", last: str = "2030-02-28") -> dict[str, Any]:
    found = broker.admin.get(PATH, first=first, last=last)
    assert found.status_code == 200, found.json
    return {one["day"]: one for one in found.get_json()["days"]}


def bring(broker: Broker, sheet: str) -> dict[str, Any]:
    answer: dict[str, Any] = broker.admin.put(f"{PATH}/leaves", sheet=sheet).get_json()
    return answer


def test_the_calendar_shows_public_holidays_and_the_agencys_own(broker: Broker) -> None:
    """[DC3]"""
    assert month(broker)["2030-01-01"]["off"]["ko"]
    new_year = month(broker)["2030-02-03"]["off"]
    assert "설날" in new_year["ko"]
    assert new_year["en"] == "Korean New Year"
    broker.admin.put(f"{PATH}/days/2030-01-10", is_off=True, name="창립기념일")
    broker.admin.put(f"{PATH}/days/2030-01-01", is_off=False)
    found = month(broker)
    assert (found["2030-01-10"]["off"], found["2030-01-10"]["is_own"]) == (
        {"ko": "창립기념일", "en": "창립기념일"},
        True,
    )
    assert (found["2030-01-01"]["off"], found["2030-01-01"]["is_own"]) == (None, True)
    assert broker.admin.delete(f"{PATH}/days/2030-01-10").status_code == 204
    assert "2030-01-10" not in month(broker)
    assert broker.admin.delete(f"{PATH}/days/2030-01-10").status_code == 404
    acts = [act for _, act, _ in broker.world.audited()]
    assert acts.count("daas_broker.set_day") == 2
    assert acts.count("daas_broker.forget_day") == 1


def test_leave_is_counted_and_nobody_is_named(broker: Broker) -> None:
    """[DC4]"""
    for user in ("kim", "lee"):
        broker.world.person(user)
    sheet = "kim,2030-01-10,2030-01-11\nlee,2030-01-11,2030-01-11\nwho,2030-01-01,2030-01-02"
    answer = bring(broker, sheet)
    assert answer == {"leaves": 2, "people": 2, "unknown": [3]}
    found = month(broker)
    assert [found[f"2030-01-{day}"]["away"] for day in (10, 11)] == [1, 2]
    assert not {"kim", "lee"} & set(str(found).split("'"))
    assert bring(broker, "kim,2030-01-20,2030-01-20")["leaves"] == 1
    assert "2030-01-11" not in month(broker), "a sheet replaces the one before"
    refused = broker.admin.put(f"{PATH}/leaves", sheet="kim,2030-01-20,2030-01-19")
    assert (refused.status_code, refused.get_json()["code"]) == (400, "leave_unreadable")
    assert "2030-01-20" in month(broker)


def test_only_it_administrators_see_and_change_it(broker: Broker) -> None:
    """[DK12] [DC4]"""
    for who in (broker.world.as_user("ann"), broker.world.as_user("sol", Role.SECURITY_OFFICER)):
        assert who.get(PATH, first="2030-01-01", last="2030-01-02").status_code == 403
        assert who.put(f"{PATH}/days/2030-01-10", is_off=True, name="x").status_code == 403
        assert who.delete(f"{PATH}/days/2030-01-10").status_code == 403
        assert who.put(f"{PATH}/leaves", sheet="kim,2030-01-10,2030-01-10").status_code == 403
    too_long = broker.admin.get(PATH, first="2030-01-01", last="2031-01-01")
    assert too_long.get_json()["code"] == "span_too_long"


def expected(broker: Broker, pool: str) -> list[float]:
    """By day, from today on; what was learned before is forgotten after ten minutes."""
    broker.world.pass_time(timedelta(minutes=11))
    return [one["expected"] for one in day_of(broker, pool)["ahead"]]


def a_pool_with_mondays(broker: Broker, users: int = 4) -> str:
    """Four came last Monday, the only day there ever was."""
    pool = broker.pool(warm=1, maximum=20)
    broker.settle()
    came_a_week_ago(broker, pool, users)
    return pool


def test_next_monday_is_like_the_last_unless_the_agency_is_closed(broker: Broker) -> None:
    """[DC3]"""
    pool = a_pool_with_mondays(broker)
    usual = expected(broker, pool)
    assert len(usual) == 14
    assert (round(usual[7]), usual[8]) == (4, 0)
    broker.admin.put(f"{PATH}/days/2030-01-14", is_off=True, name="재량휴무")
    closed = expected(broker, pool)
    assert (closed[7], round(closed[0])) == (0, 4)
    assert day_of(broker, pool)["ahead"][7]["off"]["ko"] == "재량휴무"


def test_days_off_are_like_other_days_off(broker: Broker) -> None:
    """[DC3] Who has duty comes on those as well."""
    pool = a_pool_with_mondays(broker, 2)
    broker.admin.put(f"{PATH}/days/2029-12-31", is_off=True, name="재량휴무")
    broker.admin.put(f"{PATH}/days/2030-01-10", is_off=True, name="창립기념일")
    found = expected(broker, pool)
    # Two came on the one day off, none on new year's day.
    assert round(found[3]) == 1
    assert found[7] == 0, "of an ordinary Monday nothing is known now"


def test_who_is_on_leave_is_not_expected(broker: Broker) -> None:
    """[DC3]"""
    pool = a_pool_with_mondays(broker)
    bring(broker, "u0,2030-01-14,2030-01-14")
    found = expected(broker, pool)
    assert [round(found[0]), round(found[7])] == [4, 3]
    ahead = day_of(broker, pool)["ahead"]
    assert (ahead[7]["away"], day_of(broker, pool)["people"]) == (1, 4)


def test_who_was_on_leave_would_have_come(broker: Broker) -> None:
    """[DC3] Three of four came while one was away: four are expected when all are here."""
    pool = a_pool_with_mondays(broker)
    with broker.world.begin() as tx:
        before = broker.world.now() - timedelta(weeks=3, days=1)
        seat = assignments.c.person_id == "u0"
        tx.db.execute(update(assignments).where(seat).values(claimed_at=before, asked_at=before))
    bring(broker, "u0,2029-12-31,2029-12-31")
    assert round(expected(broker, pool)[7]) == 4
