"""From one zone to the other."""

from ipaddress import IPv4Address
from typing import Any

from kernel.settings import Zone
from tests.vpn.conftest import Tunnel
from tests.vpn.sessions.test_sessions import (
    INTERNET,
    address,
    call,
    call_history,
    inside,
    start,
    ways,
)

__all__ = ["inside"]  # a fixture


def test_one_act_changes_over_to_the_other_zone(inside: Tunnel) -> None:
    """[VS13] [VS1] What was open in the first ends; where the second is refused, it goes on."""
    start(inside)
    inside.keep()
    password = inside.knows("kim")
    wish: dict[str, Any] = {"zone": "internet", "leaves": True}
    assert call(inside, "POST", "session", **wish, password="-").status_code == 401
    assert ways(inside) == {IPv4Address(address(inside)): Zone.WORK}
    over = call(inside, "POST", "session", **wish, password=password)
    assert (over.status_code, over.get_json()["zone"]) == (201, "internet")
    assert ways(inside) == {}, "shut at once; the new way is its keeper's"
    inside.keep()
    assert ways(inside) == {IPv4Address(address(inside)): Zone.INTERNET}
    ends = {one["zone"]: one["end_reason"] for one in call_history(inside)}
    assert ends == {"work": "changed_over", "internet": None}
    again = call(inside, "POST", "session", **wish, password=password)
    assert again.get_json()["code"] == "tunnel_session_open", "it is there already"


def test_who_may_not_come_into_the_other_zone_stays_where_they_are(inside: Tunnel) -> None:
    """[VS13]"""
    start(inside)
    deny = INTERNET | {"name": "점검 중", "effect": "deny"}
    assert inside.officer.post("/api/admin/gvpn/policies", **deny).status_code == 201
    password = inside.knows("kim")
    over = call(inside, "POST", "session", zone="internet", leaves=True, password=password)
    assert over.get_json()["code"] == "tunnel_forbidden"
    inside.keep()
    assert ways(inside) == {IPv4Address(address(inside)): Zone.WORK}
