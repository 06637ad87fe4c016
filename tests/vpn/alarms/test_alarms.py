from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.login.events import PasswordMisused
from kernel.actor import Role, UserId
from kernel.settings import Zone
from tests.support.world import START
from tests.vpn.conftest import Keys, Tunnel
from tests.vpn.policy.test_policy import BODY
from tests.vpn.sessions.test_sessions import address, call, start, ways
from vpn.devices.model import DeviceId
from vpn.sightings.model import Stay
from vpn.sightings.rules import cloned

SEOUL, HOME, TOKYO, BERLIN = "3.1.1.1:4000", "3.2.2.2:5000", "1.1.1.1:4000", "2.2.2.2:4000"


@pytest.fixture
def inside(tunnel: Tunnel) -> Tunnel:
    """Kim's laptop is in the tunnel with a session, calling from Seoul."""
    tunnel.has_gateway()
    tunnel.device("kim")
    assert tunnel.officer.post("/api/admin/gvpn/policies", **BODY).status_code == 201
    tunnel.keep()
    calls_from(tunnel, SEOUL)
    assert start(tunnel).status_code == 201
    tunnel.keep()
    return tunnel


def calls_from(tunnel: Tunnel, *endpoints: str) -> None:
    """One after the other, some seconds apart, and looked at each time."""
    [key] = [device["public_key"] for device in tunnel.devices("kim")]
    for endpoint in endpoints:
        tunnel.world.pass_time(timedelta(seconds=5))
        tunnel.host.endpoints[key] = endpoint
        assert tunnel.world.workplace.vpn.lookout.run().errors == []


def alarms(tunnel: Tunnel) -> list[dict[str, Any]]:
    officer = tunnel.world.sign_in("sol", Role.SECURITY_OFFICER)
    return list(officer.get("/api/admin/gvpn/alarms").get_json()["alarms"])


def mine(tunnel: Tunnel, user: str = "kim") -> list[dict[str, Any]]:
    return list(tunnel.world.sign_in(user).get("/api/gvpn/alarms").get_json()["alarms"])


def kinds(tunnel: Tunnel) -> list[tuple[str, int]]:
    return [(alarm["kind"], alarm["times"]) for alarm in alarms(tunnel)]


def decide(tunnel: Tunnel, act: str, **body: Any) -> tuple[int, str]:
    [alarm] = [one for one in alarms(tunnel) if one["outcome"] is None]
    reply = tunnel.officer.post(f"/api/admin/gvpn/alarms/{alarm['id']}/{act}", **body)
    return reply.status_code, (reply.get_json(silent=True) or {}).get("code", "")


def test_five_failed_proofs_are_an_alarm_and_more_of_them_are_the_same_one(inside: Tunnel) -> None:
    """[VA1]"""
    inside.knows("kim")
    for _ in range(4):
        call(inside, "POST", "session/extend", password="wrong")
    assert alarms(inside) == []
    call(inside, "POST", "session/extend", password="wrong")
    call(inside, "POST", "session/extend", password="wrong")
    assert kinds(inside) == [("failures", 2)]
    assert (alarms(inside)[0]["what"], alarms(inside)[0]["seen"][0]["place"]) == ("proof", SEOUL)
    told = [topic for topic, event, _ in inside.world.hints if event == "tunnel.alarm"]
    assert sorted(told) == ["gvpn:admin", "person:kim"]
    assert ("-", "vpn.raise_alarm", "alarm") in inside.world.audited()


def test_failures_that_are_far_apart_are_none(inside: Tunnel) -> None:
    """[VA1]"""
    inside.knows("kim")
    for _ in range(8):
        call(inside, "POST", "session/extend", password="wrong")
        inside.world.pass_time(timedelta(minutes=4))
    assert alarms(inside) == []


def test_a_directory_that_is_away_is_nobodys_failure(inside: Tunnel) -> None:
    """[VA1]"""
    inside.knows("kim")
    inside.world.directory.is_away = True
    for _ in range(6):
        assert call(inside, "POST", "session/extend", password="x").status_code == 503
    assert alarms(inside) == []


def test_codes_that_are_guessed_are_an_alarm_about_an_address(tunnel: Tunnel) -> None:
    """[VA1]"""
    for _ in range(10):
        assert tunnel.enrol("aaaa-bbbb-cccc", Keys()).status_code == 403
    assert [(one["kind"], one["what"], one["person_id"]) for one in alarms(tunnel)] == [
        ("failures", "code", None)
    ]


def test_a_name_that_is_locked_for_long_is_an_alarm_and_one_that_was_forgotten_is_not(
    tunnel: Tunnel,
) -> None:
    """[VA1]"""
    tunnel.knows("kim")
    tunnel.world.person("kim")
    wrong = {"user_name": "kim", "password": "wrong"}
    for attempt in range(1, 11):
        tunnel.anyone.post("/api/sign-in", json=wrong)
        tunnel.world.pass_time(timedelta(hours=2))
        tunnel.world.deliver_events()
        assert len(alarms(tunnel)) == (1 if attempt >= 10 else 0)


def test_a_right_password_that_somebody_else_has_is_an_alarm_beside_any_other(
    tunnel: Tunnel,
) -> None:
    """[VA6]"""
    tunnel.world.person("kim")
    misused = PasswordMisused("kim", tunnel.world.now().isoformat(), "203.0.113.0/24", 5)
    for _ in range(2):
        with tunnel.world.begin() as tx:
            tx.record(misused)
        tunnel.world.deliver_events()
    [alarm] = alarms(tunnel)
    assert (alarm["kind"], alarm["what"], alarm["times"]) == ("failures", "password", 2)
    assert alarm["seen"][0]["place"] == "203.0.113.0/24"


def test_a_key_at_two_places_is_shut_until_somebody_decides(inside: Tunnel) -> None:
    """[VA2]"""
    calls_from(inside, HOME, SEOUL, HOME)
    assert kinds(inside) == [("clone", 1)]
    inside.keep()
    assert ways(inside) == {}
    held = call(inside, "GET", "session").get_json()
    assert (held["is_held"], held["session"]) == (True, None)
    again = start(inside)
    assert (again.status_code, again.get_json()["code"]) == (403, "tunnel_device_held")
    assert decide(inside, "dismiss", reason="같은 집의 두 공유기를 오갔음을 확인") == (204, "")
    calls_from(inside, HOME)
    assert start(inside).status_code == 201


def test_a_device_that_moves_or_comes_back_once_is_no_alarm(inside: Tunnel) -> None:
    """[VA2]"""
    calls_from(inside, HOME, "3.3.3.3:1", SEOUL, SEOUL, "3.4.4.4:1")
    inside.world.pass_time(timedelta(minutes=2))
    calls_from(inside, HOME, SEOUL)
    assert alarms(inside) == []
    assert ways(inside) != {}


@given(st.lists(st.integers(0, 3), max_size=12))
def test_only_who_returns_twice_is_cloned(places: list[int]) -> None:
    """[VA2]"""
    stays = [stay(f"{place}") for place in places]
    returns = sum(place in places[:at] for at, place in enumerate(places))
    assert (cloned(stays) is not None) == (returns >= 2)


def stay(endpoint: str, at: datetime = START) -> Stay:
    return Stay(DeviceId("d"), UserId("kim"), endpoint, None, at, at)


def test_nobody_is_in_two_countries_sooner_than_an_aeroplane(inside: Tunnel) -> None:
    """[VA3]"""
    calls_from(inside, BERLIN)
    assert kinds(inside) == [("travel", 1)]
    [alarm] = mine(inside)
    assert [one["country"] for one in alarm["seen"]] == ["KR", "DE"]
    assert ways(inside) != {}, "told, not shut: it may be a relay of a telephone company"


def test_who_had_time_to_fly_is_no_alarm_nor_who_is_nowhere_known(inside: Tunnel) -> None:
    """[VA3]"""
    inside.world.pass_time(timedelta(hours=1))
    calls_from(inside, TOKYO)  # 900 km
    calls_from(inside, "9.9.9.9:1")
    assert alarms(inside) == []


def test_a_journey_that_was_set_aside_is_told_once_and_the_way_back_is_another(
    inside: Tunnel,
) -> None:
    """[VA3] Abroad a telephone changes its network too."""
    calls_from(inside, BERLIN)
    assert decide(inside, "dismiss", reason="본인과 통화, 출장 중") == (204, "")
    calls_from(inside, f"{BERLIN.partition(':')[0]}:40001")
    assert [one["outcome"] for one in alarms(inside)] == ["dismissed"]
    calls_from(inside, SEOUL)
    assert [one["outcome"] for one in alarms(inside)] == [None, "dismissed"]


def test_a_desk_in_the_agency_counts_as_korea(inside: Tunnel) -> None:
    """[VA3]"""
    inside.world.pass_time(timedelta(hours=1))
    password = inside.knows("kim")
    desk = {"X-Onmaru-Client": "10.20.30.40"}
    body = {"user_name": "kim", "password": password}
    assert inside.anyone.post("/api/sign-in", json=body, headers=desk).status_code == 200
    calls_from(inside, BERLIN)
    assert [one["place"] for one in alarms(inside)[0]["seen"]] == ["10.20.30.40", BERLIN]


def test_an_alarm_is_set_aside_with_a_reason_by_an_officer_and_by_nobody_it_is_about(
    inside: Tunnel,
) -> None:
    """[VA4]"""
    calls_from(inside, BERLIN)
    [alarm] = alarms(inside)
    path = f"/api/admin/gvpn/alarms/{alarm['id']}/dismiss"
    assert inside.admin.post(path, reason="출장 중 확인").status_code == 403
    assert decide(inside, "dismiss", reason=" ok ") == (400, "alarm_reason_missing")
    assert decide(inside, "dismiss", reason="통신사 중계 확인") == (204, "")
    assert inside.officer.post(path, reason="통신사 중계 확인").status_code == 409
    assert [(one["outcome"], one["closed_by"]) for one in alarms(inside)] == [("dismissed", "sol")]


def test_an_officers_own_alarm_is_another_officers(tunnel: Tunnel) -> None:
    """[VA4]"""
    tunnel.officer.get("/api/gvpn/devices")
    tunnel.has_gateway()
    tunnel.device("sol")
    tunnel.keep()
    [key] = [device["public_key"] for device in tunnel.devices("sol")]
    for endpoint in (SEOUL, BERLIN):
        tunnel.host.endpoints[key] = endpoint
        tunnel.world.workplace.vpn.lookout.run()
    assert decide(tunnel, "dismiss", reason="제가 출장 중입니다") == (403, "own_alarm")


def test_cutting_an_alarm_cuts_its_device_everywhere(inside: Tunnel) -> None:
    """[VA4] [VP7]"""
    calls_from(inside, HOME, SEOUL, HOME)
    assert decide(inside, "cut") == (204, "")
    assert inside.world.as_user("kim").get("/api/me/sessions").status_code == 401
    assert inside.host.peers == {}
    assert [one["outcome"] for one in alarms(inside)] == ["cut"]


def test_whoever_cuts_the_device_has_answered_its_alarms(inside: Tunnel) -> None:
    """[VA4]"""
    calls_from(inside, BERLIN)
    device = inside.devices()[0]["id"]
    inside.admin.post(f"/api/admin/gvpn/devices/{device}/cut")
    assert [one["outcome"] for one in alarms(inside)] == [None]
    inside.world.deliver_events()
    me = inside.admin.get("/api/session").get_json()["person"]["name"]
    assert [(one["outcome"], one["closed_by"]) for one in alarms(inside)] == [("cut", me)]


def test_its_person_says_whether_it_was_them(inside: Tunnel) -> None:
    """[VA5]"""
    calls_from(inside, BERLIN)
    path = f"/api/gvpn/alarms/{mine(inside)[0]['id']}/answer"
    assert mine(inside, "lee") == []
    assert inside.world.as_user("lee").post(path, is_me=False).status_code == 404
    kim = inside.world.sign_in("kim")
    assert kim.post(path, is_me=True).status_code == 204
    assert [(one["is_theirs"], one["outcome"]) for one in alarms(inside)] == [(True, None)]
    other = inside.world.sign_in("kim", zone=Zone.INTERNET)
    assert kim.post(path, is_me=False).status_code == 204
    assert inside.host.peers == {}
    assert other.get("/api/me/sessions").status_code == 401
    assert [(one["is_theirs"], one["outcome"]) for one in alarms(inside)] == [(False, "cut")]


def test_only_who_watches_over_the_tunnel_sees_everybodys_alarms(inside: Tunnel) -> None:
    """[VA4]"""
    assert inside.world.as_user("lee").get("/api/admin/gvpn/alarms").status_code == 403
    helper = inside.world.as_user("hye", Role.HELP_DESK)
    assert helper.get("/api/admin/gvpn/alarms").status_code == 403
    assert inside.admin.get("/api/admin/gvpn/alarms").status_code == 200


def test_the_address_of_the_device_is_known_to_the_session(inside: Tunnel) -> None:
    """[VS2]"""
    assert call(inside, "GET", "session").get_json()["session"]["endpoint"] == SEOUL
    assert address(inside).startswith("10.")


def test_a_session_ends_where_its_policy_does_not_let_it_go_on(inside: Tunnel) -> None:
    """[VS8] Over the mobile network and back it goes on; abroad it does not."""
    officer = inside.officer
    [policy] = inside.admin.get("/api/admin/gvpn/policies").get_json()["policies"]
    changed = officer.put(
        f"/api/admin/gvpn/policies/{policy['id']}", **BODY | {"countries": ["KR"], "version": 1}
    )
    assert changed.status_code == 204
    calls_from(inside, HOME)
    inside.keep()
    assert ways(inside) != {}
    calls_from(inside, TOKYO)
    inside.keep()
    assert ways(inside) == {}
    shown = inside.world.sign_in("kim").get("/api/gvpn/sessions").get_json()["sessions"]
    assert shown[0]["end_reason"] == "moved"
    assert start(inside).status_code == 403
