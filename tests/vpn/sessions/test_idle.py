"""A warning before a session ends for want of use, and what counts as use."""

from datetime import timedelta
from typing import Any

import pytest

from tests.vpn.conftest import Tunnel
from tests.vpn.sessions.test_sessions import address, call, call_history, inside, start
from tests.vpn.sessions.test_watch import left

__all__ = ["inside"]  # a fixture
ABSENT = {"X-Onmaru-Absent": "1"}


def idling(tunnel: Tunnel) -> int:
    """How often kim was told of it."""
    return sum(
        hint.get("is_idling") is True
        for topic, event, hint in tunnel.world.hints
        if (topic, event) == ("person:kim", "tunnel.session")
    )


def looks(tunnel: Tunnel) -> Any:
    """What a page that stands open, which nobody sits at, is told."""
    headers = {"X-Onmaru-Client": address(tunnel), **ABSENT}
    reply = tunnel.world.as_user("kim").call("GET", "/api/gvpn/session", headers=headers)
    return reply.get_json()["session"]


def pass_minutes(tunnel: Tunnel, minutes: float) -> None:
    tunnel.world.pass_time(timedelta(minutes=minutes))
    tunnel.keep()


def test_who_does_nothing_is_told_three_minutes_before_and_once(inside: Tunnel) -> None:
    """[VS14] Neither to be told nor to look is use."""
    start(inside)
    pass_minutes(inside, 26.9)
    assert idling(inside) == 0
    pass_minutes(inside, 0.2)
    assert idling(inside) == 1
    for _ in range(5):
        shown = looks(inside)
        left(inside, address(inside))
        pass_minutes(inside, 0.5)
    assert idling(inside) == 1
    begun = shown["started_at"]
    assert shown["idle_at"] > begun
    pass_minutes(inside, 0.5)
    ended = call_history(inside)[0]
    assert (ended["end_reason"], ended["idle_at"]) == ("idle", None)


@pytest.mark.parametrize("by", ["keep", "way", "page"])
def test_who_keeps_it_or_goes_on_has_half_an_hour_again(inside: Tunnel, by: str) -> None:
    """[VS14]"""
    start(inside)
    pass_minutes(inside, 28)
    before = looks(inside)["idle_at"]
    if by == "keep":
        kept = call(inside, "POST", "session/keep")
        assert kept.status_code == 200
        assert kept.get_json()["idle_at"] == looks(inside)["idle_at"]
    elif by == "way":
        inside.traffic(1_000_000)
        inside.keep()
    else:
        call(inside, "GET", "session")
    assert looks(inside)["idle_at"] > before
    assert left(inside, address(inside)).splitlines()[1] == "idle=1800"
    pass_minutes(inside, 26)
    assert call_history(inside)[0]["ended_at"] is None
    assert idling(inside) == 1
    pass_minutes(inside, 2)
    assert idling(inside) == 2, "it is told anew"


def test_where_the_hard_end_comes_first_that_is_what_is_told(inside: Tunnel) -> None:
    """[VS14] [VS3]"""
    start(inside)
    for _ in range(47):  # eight hours less ten minutes
        pass_minutes(inside, 10)
        call(inside, "GET", "session")
    pass_minutes(inside, 9)
    assert idling(inside) == 0
    pass_minutes(inside, 2)
    assert call_history(inside)[0]["end_reason"] == "time"


def test_nobody_keeps_what_is_not_theirs_or_not_there(inside: Tunnel) -> None:
    """[VS14] [VP8]"""
    mine = address(inside)
    assert call(inside, "POST", "session/keep").get_json()["code"] == "no_tunnel_session"
    start(inside)
    for user, where in (("kim", "203.0.113.7"), ("lee", mine)):
        client = inside.world.as_user(user)
        headers = {"X-Onmaru-Client": where}
        reply = client.call("POST", "/api/gvpn/session/keep", headers=headers, json={})
        assert reply.status_code in {401, 409}, reply.json
