"""Hours and places of desktops: at the door, and while a stream is open."""

import asyncio
from datetime import datetime, timedelta
from time import monotonic

import pytest

from daas_broker.display.companions import curfew
from daas_broker.display.model import Close
from daas_broker.policies.entering import SEOUL
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_crossing import facts, put, said, sitting
from tests.daas_broker.display.test_gateway import Show, end_of, following, play

ACT = "daas_broker.enter"
DAY = list(range(7))
ELSEWHERE = {"hours": [], "networks": ["203.0.113.0/24"]}


def around(now: datetime, minutes: int) -> dict[str, object]:
    """Hours that end so many minutes from now, whatever the day."""
    local = now.astimezone(SEOUL)
    end = local.hour * 60 + local.minute + minutes
    hours = [{"days": DAY, "begins": 0, "ends": min(end, 1440)}]
    if end > 1440:
        hours.append({"days": DAY, "begins": 0, "ends": end - 1440})
    return {"hours": hours, "networks": []}


def over(now: datetime) -> dict[str, object]:
    """Hours of another day of the week."""
    other = (now.astimezone(SEOUL).weekday() + 3) % 7
    return {"hours": [{"days": [other], "begins": 480, "ends": 1200}], "networks": []}


def test_outside_its_hours_no_desktop_is_taken_and_none_is_opened(broker: Broker) -> None:
    """[DV9]"""
    pool = broker.pool()
    broker.settle()
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    put(broker, access=over(broker.world.now()))
    broker.world.pass_time(timedelta(seconds=2))
    reply = broker.world.as_user("ann").post(f"/api/desktops/{desktop}/tickets")
    assert (reply.status_code, reply.get_json()["code"]) == (403, "outside_hours")
    assert datetime.fromisoformat(reply.get_json()["opens_at"]) > broker.world.now()
    broker.world.as_user("ann").post(f"/api/desktops/{desktop}/release")
    again = broker.world.as_user("ann").post(f"/api/desktops/pools/{pool}/claim")
    assert again.get_json()["code"] == "outside_hours"
    assert broker.claim("ben", pool)["desktop"] or broker.claim("ben", pool)["queued"]
    assert [(outcome, f["rule"]) for outcome, f in facts(broker, ACT)] == [
        ("refused", "access_hours"),
        ("refused", "access_hours"),
    ]


def opening(broker: Broker, person: str = "ann") -> dict[str, object]:
    [place] = broker.world.as_user(person).get("/api/desktops").get_json()["pools"]
    found: dict[str, object] = place["opening"]
    return found


def test_its_hours_are_told_before_the_click(broker: Broker) -> None:
    """[DV9] And nothing of it is written down: nobody was refused."""
    broker.pool()
    assert opening(broker) == {"hours": [], "shut_by": None, "opens_at": None}
    hours = over(broker.world.now())
    put(broker, access=hours)
    broker.world.pass_time(timedelta(seconds=2))
    told = opening(broker)
    assert (told["hours"], told["shut_by"]) == (hours["hours"], "access_hours")
    assert datetime.fromisoformat(str(told["opens_at"])) > broker.world.now()
    assert opening(broker, "ben")["shut_by"] is None
    assert facts(broker, ACT) == []


def test_from_another_address_it_does_not_open(broker: Broker) -> None:
    """[DV9]"""
    pool = broker.pool()
    broker.settle()
    broker.world.as_user("ann")
    put(broker, access=ELSEWHERE)
    reply = broker.world.as_user("ann").post(f"/api/desktops/pools/{pool}/claim")
    assert (reply.status_code, reply.get_json()["code"]) == (403, "outside_places")
    put(broker, access={"hours": [], "networks": ["127.0.0.0/8"]})
    assert broker.claim("ann", pool)["desktop"]


@pytest.mark.parametrize("access", ["hours", "place"])
def test_a_change_of_the_policy_ends_an_open_stream_within_a_second(
    broker: Broker, access: str
) -> None:
    """[DV9] [DLP3]"""

    async def scene(show: Show) -> None:
        async with sitting(show) as (browser, _):
            with following(show):
                await said(browser, "policy.permit")
                now = broker.world.now()
                wish = over(now) if access == "hours" else ELSEWHERE
                await asyncio.to_thread(put, broker, access=wish)
                began = monotonic()  # applied
                told = await said(browser, "access.over")
                assert monotonic() - began < 1
                assert told["rule"] == f"access_{access}"
                assert await end_of(browser) == Close.OUTSIDE

    play(broker, scene)
    assert [f["rule"] for _, f in facts(broker, ACT)] == [f"access_{access}"]


def test_before_its_hours_end_the_page_is_told_and_then_the_stream_ends(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DV9]"""
    monkeypatch.setattr(curfew, "LONGEST_WAIT", timedelta(seconds=0.05))

    async def scene(show: Show) -> None:
        put(broker, access=around(broker.world.now(), 30))
        async with sitting(show) as (browser, _):
            broker.world.pass_time(timedelta(minutes=26))
            assert (await said(browser, "access.ending"))["at"]
            broker.world.pass_time(timedelta(minutes=5))
            assert (await said(browser, "access.over"))["rule"] == "access_hours"
            assert await end_of(browser) == Close.OUTSIDE

    play(broker, scene)
