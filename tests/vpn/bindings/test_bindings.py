from typing import Any

import pytest
from sqlalchemy import text

from identity.sessions.service import csrf_token
from identity.tickets.service import TicketRefused
from kernel.http import CSRF_HEADER
from kernel.ids import fresh_id
from tests.support.world import SignedInClient
from tests.vpn.conftest import Tunnel
from tests.vpn.policy.test_policy import BODY
from tests.vpn.sessions.test_sessions import address, start

ELSEWHERE = "203.0.113.50"
ORIGIN = "http://localhost:8080"


@pytest.fixture
def inside(tunnel: Tunnel) -> Tunnel:
    """Kim's laptop is in the tunnel, with a session in the work zone."""
    tunnel.has_gateway()
    tunnel.device("kim")
    assert tunnel.officer.post("/api/admin/gvpn/policies", **BODY).status_code == 201
    tunnel.keep()
    assert start(tunnel).status_code == 201
    return tunnel


def from_(client: SignedInClient, where: str, path: str = "/api/people") -> int:
    return client.call("GET", path, headers={"X-Onmaru-Client": where}).status_code


def alarms(tunnel: Tunnel) -> list[dict[str, Any]]:
    tunnel.world.deliver_events()
    return list(tunnel.officer.get("/api/admin/gvpn/alarms").get_json()["alarms"])


def test_a_cookie_of_the_tunnel_opens_nothing_anywhere_else(inside: Tunnel) -> None:
    """[VB1] [VB4]"""
    kim, here = inside.world.as_user("kim"), address(inside)
    assert from_(kim, here) == 200
    for elsewhere in (ELSEWHERE, "127.0.0.1", "-", "::1"):
        assert from_(kim, elsewhere) == 401
        assert from_(kim, elsewhere, "/api/gvpn/devices") == 401
    assert from_(kim, here) == 200, "its own device goes on"
    assert [(one["kind"], one["person_id"]) for one in alarms(inside)] == [("cookie", "kim")]
    assert inside.world.audited().count(("-", "identity.show_elsewhere", "alarm")) == 1


def test_a_lost_device_takes_the_field_pocket_along_that_was_opened_on_it(inside: Tunnel) -> None:
    """[VP7] [FO2]"""
    desk = inside.world.sign_in("kim")
    other = pocket_from(desk, "10.20.30.40")
    pocket_from(inside.world.as_user("kim"), address(inside))
    [device] = [one["id"] for one in inside.devices() if one["state"] == "active"]
    lost = f"/api/gvpn/devices/{device}/lost"
    assert desk.post(lost).status_code == 204
    inside.world.deliver_events()
    found = desk.get("/api/field/pockets").get_json()["pockets"]
    assert [each["id"] for each in found] == [other]
    assert ("kim", "mobile_admin.revoke_pocket", "done") in inside.world.audited()


def test_a_device_that_is_no_more_leaves_its_pocket_and_its_address_to_others(
    inside: Tunnel,
) -> None:
    """[FO2]"""
    desk = inside.world.sign_in("kim")
    kept = pocket_from(inside.world.as_user("kim"), address(inside))
    [device] = [one["id"] for one in inside.devices() if one["state"] == "active"]
    assert desk.call("DELETE", f"/api/gvpn/devices/{device}").status_code == 204
    inside.world.deliver_events()
    found = desk.get("/api/field/pockets").get_json()["pockets"]
    assert [each["id"] for each in found] == [kept]
    with inside.world.begin() as tx:
        assert tx.db.scalar(text("SELECT bound_to FROM mobile_pockets")) is None


def pocket_from(client: SignedInClient, where: str) -> str:
    made = {"id": fresh_id(), "name": "갤럭시", "way": "pin", "proof": "a" * 64}
    headers = {"X-Onmaru-Client": where}
    answer = client.call("POST", "/api/field/pockets", headers=headers, json=made)
    assert answer.status_code == 201, answer.get_json()
    return made["id"]


def test_a_cookie_of_the_desk_belongs_to_the_device_it_is_first_shown_on(inside: Tunnel) -> None:
    """[VB1]"""
    desk = inside.world.sign_in("kim")
    assert from_(desk, "10.20.30.40") == 200
    assert from_(desk, address(inside)) == 200
    assert from_(desk, "10.20.30.40") == 401


def test_who_signs_in_inside_is_bound_before_anything_opens(inside: Tunnel) -> None:
    """[VB1]"""
    here, password = address(inside), inside.knows("kim")
    body = {"user_name": "kim", "password": password}
    http = inside.anyone
    signed_in = http.post("/api/sign-in", json=body, headers={"X-Onmaru-Client": here})
    token = next(c for c in signed_in.headers.getlist("Set-Cookie") if "onmaru_work" in c)
    token = token.partition("=")[2].partition(";")[0]
    for where, expected in ((ELSEWHERE, 401), (here, 200)):
        headers = {"X-Onmaru-Client": where, CSRF_HEADER: csrf_token(token)}
        assert http.get("/api/people", headers=headers).status_code == expected


def test_a_tunnel_switched_off_while_a_page_is_open_is_no_alarm(inside: Tunnel) -> None:
    """[VB4]"""
    [key] = [device["public_key"] for device in inside.devices("kim")]
    inside.host.endpoints[key] = f"{ELSEWHERE}:40000"
    assert inside.world.workplace.vpn.lookout.run().errors == []
    assert from_(inside.world.as_user("kim"), ELSEWHERE) == 401
    assert alarms(inside) == []


def test_a_cookie_on_somebody_elses_device_is_an_alarm(inside: Tunnel) -> None:
    """[VB4] [VS7]"""
    inside.device("lee")
    fresh = inside.world.sign_in("kim")
    assert from_(fresh, address(inside, "lee")) == 403
    assert [one["kind"] for one in alarms(inside)] == ["cookie"]


def opens(tunnel: Tunnel, who: SignedInClient, where: str) -> bool:
    """Whether a ticket that is asked for now does, in the browser that asked for it."""
    tickets = tunnel.world.workplace.identity.tickets
    with tunnel.world.begin() as tx:
        token = tickets.issue(tx, who.actor, "display", "d")
    try:
        tickets.redeem(who.presents(token, where), "display", ORIGIN)
    except TicketRefused:
        return False
    return True


def test_a_ticket_opens_where_its_sign_in_belongs_and_in_a_session_only(inside: Tunnel) -> None:
    """[VB2] [VB3]"""
    mine = inside.world.as_user("kim")
    here = address(inside)
    assert opens(inside, mine, here)
    for where in (ELSEWHERE, "-", "127.0.0.1"):
        assert not opens(inside, mine, where)
    free = inside.world.sign_in("kim")
    assert opens(inside, free, "10.20.30.40")
    inside.officer.delete(f"/api/gvpn/sessions/{open_session(inside)}")
    assert not opens(inside, mine, here)
    assert not opens(inside, free, here)


def open_session(tunnel: Tunnel) -> str:
    headers = {"X-Onmaru-Client": address(tunnel)}
    here = tunnel.world.as_user("kim").call("GET", "/api/gvpn/session", headers=headers)
    return str(here.get_json()["session"]["id"])


def test_a_removed_device_takes_its_sign_ins_along(inside: Tunnel) -> None:
    """[VB4]"""
    [device] = [one["id"] for one in inside.devices("kim")]
    here, desk = address(inside), inside.world.sign_in("kim")
    assert desk.delete(f"/api/gvpn/devices/{device}").status_code == 204
    assert from_(inside.world.as_user("kim"), here) == 401
    assert from_(desk, "127.0.0.1") == 200
