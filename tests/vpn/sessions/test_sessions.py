import base64
from datetime import timedelta
from ipaddress import IPv4Address
from typing import Any

import pytest
from sqlalchemy import insert, update
from werkzeug.test import TestResponse

from identity.people.store import divisions, people
from kernel.settings import Zone
from tests.vpn.conftest import Tunnel
from tests.vpn.policy.test_policy import BODY
from vpn.policy.model import Proof
from vpn.sessions.store import sessions

INTERNET = BODY | {"zone": "internet", "name": "인터넷망"}


@pytest.fixture
def inside(tunnel: Tunnel) -> Tunnel:
    """Kim's laptop is in the tunnel, and policies open both zones."""
    tunnel.has_gateway()
    tunnel.device("kim")
    for body in (BODY, INTERNET):
        assert tunnel.officer.post("/api/admin/gvpn/policies", **body).status_code == 201
    tunnel.keep()
    return tunnel


def address(tunnel: Tunnel, user: str = "kim") -> str:
    return str(tunnel.devices(user)[0]["address"])


def call(tunnel: Tunnel, method: str, path: str, where: str = "", **body: Any) -> TestResponse:
    headers = {"X-Onmaru-Client": where or address(tunnel)}
    client = tunnel.world.as_user("kim")
    options = {"json": body} if method == "POST" else {}
    return client.call(method, f"/api/gvpn/{path}", headers=headers, **options)


def start(tunnel: Tunnel, zone: str = "work", **body: Any) -> TestResponse:
    body = body or {"password": tunnel.knows("kim")}
    return call(tunnel, "POST", "session", zone=zone, **body)


def ways(tunnel: Tunnel) -> dict[IPv4Address, Zone]:
    return {one: zone for one, (zone, _) in tunnel.host.ways.items()}


def test_a_session_opens_the_way_of_its_zone(inside: Tunnel) -> None:
    """[VS2] [VW4]"""
    assert ways(inside) == {}
    reply = start(inside)
    assert (reply.status_code, reply.get_json()["policy"]) == (201, "전 직원 업무망")
    inside.keep()
    assert ways(inside) == {IPv4Address(address(inside)): Zone.WORK}
    assert ("kim", "vpn.open_session", "done") in inside.world.audited()


def test_outside_the_tunnel_or_on_somebody_elses_device_nothing_opens(inside: Tunnel) -> None:
    """[VS2]"""
    inside.device("lee")
    password = inside.knows("kim")
    for where in ("203.0.113.7", "-", "::1", address(inside, "lee")):
        reply = call(inside, "POST", "session", where, zone="work", password=password)
        assert (reply.status_code, reply.get_json()["code"]) == (409, "outside_tunnel")
        assert call(inside, "GET", "session", where).get_json()["device_id"] is None


def test_the_devices_key_alone_opens_nothing(inside: Tunnel) -> None:
    """[VS2]"""
    inside.knows("kim")
    assert start(inside, password="wrong").status_code == 401
    assert call(inside, "POST", "session", zone="work").get_json()["code"] == "proof_missing"
    inside.keep()
    assert ways(inside) == {}


def test_a_device_is_in_one_zone_at_a_time(inside: Tunnel) -> None:
    """[VS1]"""
    assert start(inside).status_code == 201
    second = start(inside, "internet")
    assert (second.status_code, second.get_json()["code"]) == (409, "tunnel_session_open")
    first = call(inside, "GET", "session").get_json()["session"]["id"]
    assert call(inside, "DELETE", f"sessions/{first}").status_code == 204
    assert ways(inside) == {}
    assert start(inside, "internet").status_code == 201
    inside.keep()
    assert ways(inside) == {IPv4Address(address(inside)): Zone.INTERNET}


def test_what_no_policy_allows_is_refused_with_what_is_lacking(inside: Tunnel) -> None:
    """[VS4]"""
    for policy in inside.admin.get("/api/admin/gvpn/policies").get_json()["policies"]:
        inside.officer.delete(f"/api/admin/gvpn/policies/{policy['id']}?version=1")
    inside.officer.post("/api/admin/gvpn/policies", **BODY | {"proof": "passkey"})
    refused = start(inside)
    assert (refused.status_code, refused.get_json()["misses"]) == (403, ["proof"])


def test_a_session_ends_hard_at_its_time(inside: Tunnel) -> None:
    """[VS2]"""
    start(inside)
    inside.keep()
    for turn in range(48):
        inside.world.pass_time(timedelta(minutes=10))
        inside.traffic(100_000 * (1 + turn % 2))
        inside.keep()
    assert ways(inside) == {}
    assert call_history(inside)[0]["end_reason"] == "time"


def call_history(tunnel: Tunnel) -> list[dict[str, Any]]:
    found = tunnel.world.sign_in("kim").get("/api/gvpn/sessions").get_json()["sessions"]
    return list(found)


@pytest.mark.parametrize(
    ("each_bytes", "every_seconds", "ended"),
    [
        (0, 30, "idle"),
        (260, 25, "idle"),  # a page's socket: a ping, a pong, and what acknowledges them
        (300, 30, "idle"),  # ssh with ServerAliveInterval 30
        (2_400, 30, None),  # somebody who types eight keys in that time
    ],
)
def test_connections_that_are_only_kept_open_are_no_use(
    inside: Tunnel, each_bytes: int, every_seconds: int, ended: str | None
) -> None:
    """[VS2] For an hour; the count of a way begins anew whenever it is renewed."""
    start(inside)
    inside.keep()
    for _ in range(3600 // every_seconds):
        inside.world.pass_time(timedelta(seconds=every_seconds))
        inside.traffic(each_bytes)
        inside.keep()
    assert call_history(inside)[0]["end_reason"] == ended


@pytest.mark.parametrize(("said", "ended"), [({"X-Onmaru-Absent": "1"}, "idle"), ({}, None)])
def test_a_page_that_only_stands_open_is_no_use(
    inside: Tunnel, said: dict[str, str], ended: str | None
) -> None:
    """[VS2] It asks by itself for ever, and says so."""
    start(inside)
    headers = {"X-Onmaru-Client": address(inside), **said}
    for _ in range(3):
        inside.world.pass_time(timedelta(minutes=10))
        inside.world.as_user("kim").call("GET", "/api/gvpn/session", headers=headers)
        inside.keep()
    assert call_history(inside)[0]["end_reason"] == ended


def test_a_policy_holds_for_who_is_in_already_and_says_so_before(inside: Tunnel) -> None:
    """[VS12]"""
    start(inside)
    inside.keep()
    deny = BODY | {"name": "점검 중", "effect": "deny"}
    shown = inside.officer.post("/api/admin/gvpn/policies/preview", **deny).get_json()
    assert (len(shown["cut"]), shown["cut"]) == (1, shown["lose"])
    other = inside.officer.post("/api/admin/gvpn/policies/preview", **deny | {"zone": "internet"})
    assert (len(other.get_json()["lose"]), other.get_json()["cut"]) == (1, [])
    assert ways(inside) != {}
    assert inside.officer.post("/api/admin/gvpn/policies", **deny).status_code == 201
    inside.keep()
    assert (ways(inside), call_history(inside)[0]["end_reason"]) == ({}, "policy")


def test_who_vouches_for_a_device_no_more_ends_what_needed_that(inside: Tunnel) -> None:
    """[VS12] [VP8]"""
    for policy in inside.admin.get("/api/admin/gvpn/policies").get_json()["policies"]:
        inside.officer.delete(f"/api/admin/gvpn/policies/{policy['id']}?version=1")
    inside.officer.post("/api/admin/gvpn/policies", **BODY | {"trust": "managed"})
    start(inside)
    path = f"/api/admin/gvpn/devices/{inside.devices()[0]['id']}/trust"
    assert inside.officer.post(path, trust="claimed").status_code == 403
    assert inside.admin.post(path, trust="claimed").status_code == 204
    inside.keep()
    assert call_history(inside)[0]["end_reason"] == "policy"
    assert inside.admin.post(path, trust="managed").status_code == 204
    assert start(inside).status_code == 201


@pytest.mark.parametrize(
    ("about", "change"),
    [
        ({"subject": "division", "subject_id": "div"}, {"division_id": "other"}),
        ({"subject": "role", "subject_id": "member"}, {"roles": ["auditor"]}),
    ],
)
def test_who_is_moved_or_loses_a_role_is_judged_again_within_seconds(
    inside: Tunnel, about: dict[str, str], change: dict[str, Any]
) -> None:
    """[VS12] The directory says it, and nothing of the tunnel changes."""
    for policy in inside.admin.get("/api/admin/gvpn/policies").get_json()["policies"]:
        inside.officer.delete(f"/api/admin/gvpn/policies/{policy['id']}?version=1")
    inside.officer.post("/api/admin/gvpn/policies", **BODY | about)
    assert start(inside).status_code == 201
    inside.keep()
    assert call_history(inside)[0]["end_reason"] is None
    with inside.world.begin() as tx:
        tx.db.execute(insert(divisions).values(id="other", name="민원서비스과", parent_id=None))
        tx.db.execute(update(people).where(people.c.id == "kim").values(**change))
    inside.keep()
    assert (ways(inside), call_history(inside)[0]["end_reason"]) == ({}, "policy")


def test_warnings_come_once_each_and_an_extension_goes_on_in_place(inside: Tunnel) -> None:
    """[VS3]"""
    policy = BODY | {"minutes": 60, "name": "짧게"}
    for one in inside.admin.get("/api/admin/gvpn/policies").get_json()["policies"]:
        inside.officer.delete(f"/api/admin/gvpn/policies/{one['id']}?version=1")
    inside.officer.post("/api/admin/gvpn/policies", **policy)
    ends = start(inside).get_json()["ends_at"]
    inside.keep()
    way = inside.host.ways[IPv4Address(address(inside))]
    for _ in range(57):
        inside.world.pass_time(timedelta(minutes=1))
        inside.traffic(100_000)
        inside.keep()
    told = [hint[2] for hint in inside.world.hints if "minutes" in hint[2]]
    assert told == [{"minutes": 15}, {"minutes": 5}]
    inside.host.calls.clear()
    longer = call(inside, "POST", "session/extend", password=inside.knows("kim"))
    assert longer.get_json()["ends_at"] > ends
    inside.keep()
    assert "set_peers" not in inside.host.calls
    assert inside.host.ways[IPv4Address(address(inside))][0] is way[0]


def test_a_session_ends_with_its_device_and_with_its_sign_in(inside: Tunnel) -> None:
    """[VS5]"""
    start(inside)
    inside.keep()
    here = {"X-Onmaru-Client": address(inside)}
    assert inside.world.as_user("kim").call("POST", "/api/sign-out", headers=here).status_code < 300
    inside.keep()
    assert ways(inside) == {}
    assert call_history(inside)[0]["end_reason"] == "signed_out"


def test_sessions_of_others_do_not_exist_but_an_officer_ends_them(inside: Tunnel) -> None:
    """[VS6]"""
    mine = start(inside).get_json()["id"]
    assert inside.world.as_user("lee").delete(f"/api/gvpn/sessions/{mine}").status_code == 404
    assert inside.world.as_user("lee").get("/api/gvpn/sessions").get_json()["sessions"] == []
    assert inside.officer.delete(f"/api/gvpn/sessions/{mine}").status_code == 204


def test_in_quarantine_the_portal_is_all_there_is(inside: Tunnel) -> None:
    """[VS7]"""
    here = {"X-Onmaru-Client": address(inside)}
    kim = inside.world.as_user("kim")
    assert kim.call("GET", "/api/people").status_code == 200  # at the desk, outside the tunnel
    closed = kim.call("GET", "/api/people", headers=here)
    assert (closed.status_code, closed.get_json()["code"]) == (403, "tunnel_quarantined")
    assert kim.call("GET", "/api/session", headers=here).status_code == 200
    assert kim.call("GET", "/api/me/passkeys", headers=here).status_code == 200
    assert kim.call("GET", "/api/messages", headers=here).status_code == 403  # not /api/me/…
    assert start(inside).status_code == 201
    assert kim.call("GET", "/api/people", headers=here).status_code == 200


def test_a_program_s_secret_opens_nothing_in_quarantine(inside: Tunnel) -> None:
    """[VS7] As ODK Collect shows one, and what reads answers: neither is a sign-in."""
    kim, here = inside.world.as_user("kim"), address(inside)
    given = kim.post("/api/field/devices", name="Collect").get_json()
    pair = f"{given['user_name']}:{given['secret']}".encode()
    basic = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    token = {"Authorization": f"Bearer {base64.urlsafe_b64encode(pair).decode()}"}
    central = "/api/field/central/v1/projects"
    asked = (("/openrosa/formList", basic), (central, basic), (central, token))

    def statuses(where: str) -> list[int]:
        at = {"X-Onmaru-Client": where}
        return [inside.anyone.get(path, headers=how | at).status_code for path, how in asked]

    assert statuses("10.20.30.40") == [200, 200, 200]  # at the desk
    assert statuses(here) == [403, 403, 403]
    assert start(inside).status_code == 201
    assert statuses(here) == [200, 200, 200]
    assert statuses(str(IPv4Address(here) + 100)) == [403, 403, 403]  # nobody's


def test_an_office_s_token_opens_nothing_in_quarantine(inside: Tunnel) -> None:
    """[VS7] In the address or beside it: whoever took one along is not asked what it opens."""
    at = {"X-Onmaru-Client": address(inside)}
    asked = [
        inside.anyone.get(f"/wopi/files/one{what}?access_token=taken", headers=at).get_json()
        for what in ("", "/contents")
    ]
    assert [each["code"] for each in asked] == ["tunnel_quarantined"] * 2
    put = inside.anyone.post("/wopi/files/one/contents?access_token=taken", headers=at)
    assert put.get_json()["code"] == "tunnel_quarantined"
    outside = inside.anyone.get("/wopi/files/one?access_token=taken")
    assert (outside.status_code, outside.get_json()["code"]) != (403, "tunnel_quarantined")
    assert start(inside).status_code == 201
    opened = inside.anyone.get("/wopi/files/one?access_token=taken", headers=at)
    assert opened.get_json()["code"] == outside.get_json()["code"]


def test_an_extension_holds_for_the_proof_that_it_was_given(inside: Tunnel) -> None:
    """[VS3] [VS8] Opened by a password, extended by a passkey: where the policies are asked again,
    they are asked about the passkey, and the other way round."""
    start(inside)
    with inside.world.begin() as tx:
        tx.db.execute(update(sessions).values(proof=Proof.PASSKEY.value))
    longer = call(inside, "POST", "session/extend", password=inside.knows("kim"))
    assert longer.get_json()["proof"] == "password"
    assert call(inside, "GET", "session").get_json()["session"]["proof"] == "password"


def test_a_cookie_that_was_carried_to_another_device_of_the_tunnel_opens_nothing(
    inside: Tunnel,
) -> None:
    """[VS7] Kim's cookie at Lee's address, whose own session is open."""
    inside.device("lee")
    start(inside)
    stolen = {"X-Onmaru-Client": address(inside, "lee")}
    for thief, code in ((inside.world.as_user("kim"), 401), (inside.world.sign_in("kim"), 403)):
        assert thief.call("GET", "/api/people", headers=stolen).status_code == code


def test_a_device_that_slept_proves_itself_again(inside: Tunnel) -> None:
    """[VS9]"""
    [mine] = inside.devices("kim")
    start(inside)
    inside.keep()
    for _ in range(2):  # awake and read from: it shakes hands and sends nothing
        inside.world.pass_time(timedelta(minutes=8))
        inside.keep()
    assert ways(inside) != {}
    inside.host.heard[mine["public_key"]] = inside.world.now()
    inside.world.pass_time(timedelta(minutes=9))
    inside.keep()
    assert ways(inside) != {}
    inside.world.pass_time(timedelta(minutes=1))
    inside.keep()
    assert ways(inside) == {}
    assert call_history(inside)[0]["end_reason"] == "asleep"
    inside.host.heard.clear()  # the lid is open
    inside.keep()
    assert ways(inside) == {}
    assert start(inside).status_code == 201
    inside.keep()
    assert ways(inside) != {}


def test_a_gateway_that_began_anew_judges_nobody_as_asleep(inside: Tunnel) -> None:
    """[VS9]"""
    [mine] = inside.devices("kim")
    inside.host.heard[mine["public_key"]] = inside.world.now()
    inside.world.pass_time(timedelta(minutes=20))
    start(inside)  # by a packet that the gateway's last look did not have yet
    inside.keep()
    inside.host.silent.add(mine["public_key"])
    inside.world.pass_time(timedelta(minutes=15))
    inside.keep()
    assert ways(inside) != {}


def test_past_sessions_tell_from_which_country_they_came(inside: Tunnel) -> None:
    """[VA3]"""
    [mine] = inside.devices("kim")
    for endpoint, country in (("2.2.2.2:1", "DE"), ("192.168.0.7:1", None)):
        inside.host.endpoints[mine["public_key"]] = endpoint
        reply = start(inside)
        assert reply.status_code == 201
        call(inside, "DELETE", f"sessions/{reply.get_json()['id']}")
        inside.world.pass_time(timedelta(seconds=1))
        assert call_history(inside)[0]["country"] == country
