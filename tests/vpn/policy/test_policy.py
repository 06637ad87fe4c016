from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.actor import Role, UserId
from kernel.settings import Zone
from tests.vpn.conftest import Tunnel
from vpn.alarms.model import Cause, Kind, Seen
from vpn.devices.model import DeviceId, Trust
from vpn.policy.model import Asking, Conditions, Effect, Needed, Policy, PolicyId, Proof, Subject
from vpn.policy.rules import decide, denied_by, lacking, opens_at

MONDAY_NINE = datetime(2030, 1, 7, 0, 0, tzinfo=UTC)
ASKING = Asking(
    UserId("kim"), "div", frozenset({Role.MEMBER}), Zone.WORK, Trust.MANAGED, Proof.PASSKEY,
    MONDAY_NINE, IPv4Address("198.51.100.2"), is_sound=True,
)  # fmt: skip
ALLOW = Policy(PolicyId("a"), "모두", Effect.ALLOW, Zone.WORK, Subject.EVERYBODY)
BODY: dict[str, Any] = {
    "name": "전 직원 업무망", "effect": "allow", "zone": "work", "subject": "everybody",
    "subject_id": "", "minutes": 480, "trust": "claimed", "proof": "password",
    "weekdays": [0, 1, 2, 3, 4, 5, 6], "from_minute": 0, "until_minute": 1440, "networks": [],
    "countries": [],
}  # fmt: skip


def test_without_a_policy_nobody_comes_in() -> None:
    """[VS4]"""
    assert not decide([], ASKING).is_allowed
    assert not decide([replace(ALLOW, zone=Zone.INTERNET)], ASKING).is_allowed


def test_a_no_wins_over_any_yes() -> None:
    """[VS4]"""
    no = replace(ALLOW, effect=Effect.DENY, subject=Subject.PERSON, subject_id="kim")
    verdict = decide([ALLOW, no], ASKING)
    assert (verdict.is_allowed, verdict.decided) == (False, no)
    assert decide([ALLOW, no], replace(ASKING, person_id=UserId("lee"))).is_allowed


@pytest.mark.parametrize(
    ("conditions", "miss"),
    [
        (Conditions(trust=Needed.MANAGED), "trust"),
        (Conditions(trust=Needed.SOUND), "posture"),
        (Conditions(proof=Proof.PASSKEY), "proof"),
        (Conditions(weekdays=frozenset({5, 6})), "weekday"),
        (Conditions(from_minute=600, until_minute=1080), "time"),
        (Conditions(networks=(IPv4Network("203.0.113.0/24"),)), "place"),
    ],
)
def test_a_verdict_names_the_condition_that_does_not_hold(
    conditions: Conditions, miss: str
) -> None:
    """[VS4]"""
    asking = replace(ASKING, trust=Trust.CLAIMED, proof=Proof.PASSWORD, is_sound=False)
    verdict = decide([replace(ALLOW, conditions=conditions)], asking)
    assert (verdict.is_allowed, verdict.steps[0].misses) == (False, (miss,))


def test_who_stays_out_is_told_what_the_nearest_policy_still_wants() -> None:
    """[VS4] Not the hours of another, nor what a denial is about."""
    asking = replace(ASKING, is_sound=False)
    sound = replace(ALLOW, conditions=Conditions(trust=Needed.SOUND))
    at_night = Conditions(trust=Needed.SOUND, from_minute=0, until_minute=60)
    night = replace(ALLOW, conditions=at_night)
    no = replace(night, effect=Effect.DENY, conditions=Conditions(from_minute=0, until_minute=60))
    assert lacking(decide([night, no, sound], asking)) == ("posture",)
    assert lacking(decide([], asking)) == ()
    now = replace(no, name="점검 중", conditions=Conditions())
    assert [denied_by(decide(each, ASKING)) for each in ([ALLOW, now], [ALLOW], [])] == [
        "점검 중", "", "",
    ]  # fmt: skip


policies = st.lists(
    st.builds(
        Policy,
        id=st.just(PolicyId("p")),
        name=st.just(""),
        effect=st.sampled_from(Effect),
        zone=st.sampled_from([Zone.WORK, Zone.INTERNET]),
        subject=st.just(Subject.EVERYBODY),
        conditions=st.builds(
            Conditions, trust=st.sampled_from(Needed), proof=st.sampled_from(Proof)
        ),
    ),
    max_size=6,
)


@given(policies)
def test_more_trust_and_more_proof_never_shut_out_but_by_a_no(found: list[Policy]) -> None:
    """[VS4]"""
    yes = [policy for policy in found if policy.effect is Effect.ALLOW]
    weak = replace(ASKING, trust=Trust.CLAIMED, proof=Proof.PASSWORD, is_sound=False)
    assert decide(yes, ASKING).is_allowed or not decide(yes, weak).is_allowed


def test_an_officer_makes_policies_and_an_administrator_reads_them(tunnel: Tunnel) -> None:
    """[VS6]"""
    assert tunnel.admin.post("/api/admin/gvpn/policies", **BODY).status_code == 403
    made = tunnel.officer.post("/api/admin/gvpn/policies", **BODY)
    assert made.status_code == 201
    shown = tunnel.admin.get("/api/admin/gvpn/policies").get_json()["policies"]
    assert [{**BODY, "id": made.get_json()["id"], "version": 1}] == shown
    path = f"/api/admin/gvpn/policies/{shown[0]['id']}"
    assert tunnel.officer.delete(f"{path}?version=1").status_code == 204
    acts = [act for _, act, _ in tunnel.world.audited()]
    assert {"vpn.add_policy", "vpn.remove_policy"} <= set(acts)


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"from_minute": 600, "until_minute": 600}, "time"),
        ({"weekdays": []}, "weekdays"),
        ({"subject": "person"}, "subject"),
        ({"subject_id": "kim"}, "subject"),
    ],
)
def test_a_policy_that_means_nothing_is_refused(
    tunnel: Tunnel, wish: dict[str, Any], why: str
) -> None:
    """[VS6]"""
    refused = tunnel.officer.post("/api/admin/gvpn/policies", **BODY | wish)
    assert (refused.status_code, refused.get_json()["why"]) == (400, why)


def test_a_preview_names_whom_it_lets_in_and_keeps_out(tunnel: Tunnel) -> None:
    """[VS6]"""
    tunnel.device("kim")
    path = "/api/admin/gvpn/policies"
    assert tunnel.officer.post(f"{path}/preview", **BODY).get_json() == {
        "gain": ["kim"],
        "lose": [],
        "cut": [],
    }
    tunnel.officer.post(path, **BODY)
    no = BODY | {"effect": "deny", "subject": "person", "subject_id": "kim"}
    assert tunnel.officer.post(f"{path}/preview", **no).get_json() == {
        "gain": [],
        "lose": ["kim"],
        "cut": [],
    }


def test_the_explanation_is_the_decision_itself(tunnel: Tunnel) -> None:
    """[VS4]"""
    device = tunnel.device("kim")
    tunnel.officer.post("/api/admin/gvpn/policies", **BODY | {"proof": "passkey"})
    asked = {"device_id": device, "zone": "work", "proof": "password"}
    shown = tunnel.admin.get("/api/admin/gvpn/explain", **asked).get_json()
    assert (shown["allowed"], shown["steps"][0]["misses"]) == (False, ["proof"])
    shown = tunnel.admin.get("/api/admin/gvpn/explain", **asked | {"proof": "passkey"}).get_json()
    assert (shown["allowed"], shown["decided"]) == (True, "전 직원 업무망")
    assert tunnel.world.as_user("kim").get("/api/admin/gvpn/explain", **asked).status_code == 403


def test_the_explanation_says_what_shuts_the_door_whatever_the_policies_say(
    tunnel: Tunnel,
) -> None:
    """[VS4] [VA2] [VS1]"""
    device = tunnel.device("kim")
    tunnel.officer.post("/api/admin/gvpn/policies", **BODY)
    asked = {"device_id": device, "zone": "work", "proof": "password"}
    with tunnel.world.begin() as tx:
        two = (Seen(tunnel.world.now(), "198.51.100.7:1"), Seen(tunnel.world.now(), "192.0.2.7:2"))
        cause = Cause(Kind.CLONE, f"device:{device}", UserId("kim"), DeviceId(device), two)
        tunnel.world.workplace.vpn.alarms.raise_alarm(tx, cause)
    shown = tunnel.admin.get("/api/admin/gvpn/explain", **asked).get_json()
    assert (shown["allowed"], shown["is_held"], shown["inside"]) == (True, True, None)


def test_it_is_told_when_waiting_opens_the_door() -> None:
    """[VS4]"""
    week = frozenset(range(5))
    hours = Conditions(Needed.MANAGED, weekdays=week, from_minute=7 * 60, until_minute=22 * 60)
    policy, night = replace(ALLOW, conditions=hours), replace(ALLOW, conditions=Conditions())
    no = replace(night, effect=Effect.DENY, conditions=Conditions(until_minute=8 * 60))
    friday_night = MONDAY_NINE + timedelta(days=4, hours=14)
    asking = replace(ASKING, at=friday_night)
    assert opens_at([policy], asking) == MONDAY_NINE + timedelta(days=7, hours=-2)
    assert opens_at([policy, no], asking) == MONDAY_NINE + timedelta(days=7, hours=-1)
    assert opens_at([policy], replace(asking, trust=Trust.CLAIMED)) is None


def test_a_country_is_a_place_and_one_that_is_not_known_is_none() -> None:
    """[VS4]"""
    at_home = replace(ALLOW, conditions=Conditions(countries=("KR",)))
    assert decide([at_home], replace(ASKING, country="KR")).is_allowed
    for country in ("DE", None):
        verdict = decide([at_home], replace(ASKING, country=country))
        assert (verdict.is_allowed, verdict.steps[0].misses) == (False, ("place",))
    either = Conditions(networks=(IPv4Network("198.51.100.0/24"),), countries=("KR",))
    assert decide([replace(ALLOW, conditions=either)], replace(ASKING, country="DE")).is_allowed


def test_an_officer_changes_a_policy_in_place_and_sees_before_whom_it_affects(
    tunnel: Tunnel,
) -> None:
    """[VS6]"""
    tunnel.has_gateway()
    tunnel.device("kim")
    body = BODY | {"trust": "managed", "countries": ["KR"]}
    made = tunnel.officer.post("/api/admin/gvpn/policies", **BODY).get_json()["id"]
    path = f"/api/admin/gvpn/policies/{made}"
    preview = "/api/admin/gvpn/policies/preview"
    asked = tunnel.officer.post(f"{preview}?instead_of={made}", **body).get_json()
    assert asked == {"gain": [], "lose": ["kim"], "cut": []}, "from a country that is not known"
    assert tunnel.officer.post(preview, **body).get_json() == {"gain": [], "lose": [], "cut": []}
    body |= {"version": 1}
    assert tunnel.admin.put(path, **body).status_code == 403
    assert tunnel.officer.put(path, **body).status_code == 204
    [found] = tunnel.admin.get("/api/admin/gvpn/policies").get_json()["policies"]
    assert (found["id"], found["countries"], found["trust"]) == (made, ["KR"], "managed")
    assert tunnel.officer.put(f"{path}x", **body).status_code == 404
    assert ("sol", "vpn.change_policy", "done") in tunnel.world.audited()


def test_of_two_officers_the_second_is_told_who_was_first_and_overwrites_nothing(
    tunnel: Tunnel,
) -> None:
    """[VS10]"""
    other = tunnel.world.as_user("sun", Role.SECURITY_OFFICER)
    made = tunnel.officer.post("/api/admin/gvpn/policies", **BODY).get_json()["id"]
    path = f"/api/admin/gvpn/policies/{made}"
    assert tunnel.officer.put(path, **BODY | {"minutes": 60, "version": 1}).status_code == 204
    late = other.put(path, **BODY | {"trust": "managed", "version": 1})
    assert (late.status_code, late.get_json()["code"]) == (409, "tunnel_policy_changed")
    assert (late.get_json()["by"], late.get_json()["version"]) == ("sol", 2)
    assert other.delete(f"{path}?version=1").status_code == 409
    [now] = other.get("/api/admin/gvpn/policies").get_json()["policies"]
    assert (now["minutes"], now["trust"], now["version"]) == (60, "claimed", 2)
    assert other.put(path, **BODY | {"trust": "managed", "version": 2}).status_code == 204
    assert other.delete(f"{path}?version=3").status_code == 204
    assert other.put(path, **BODY | {"version": 3}).status_code == 404


def test_who_removes_a_policy_sees_before_whom_that_keeps_out(tunnel: Tunnel) -> None:
    """[VS6]"""
    tunnel.device("kim")
    path = "/api/admin/gvpn/policies"
    made = tunnel.officer.post(path, **BODY).get_json()["id"]
    asked = tunnel.officer.get(f"{path}/{made}/removal").get_json()
    assert asked == {"gain": [], "lose": ["kim"], "cut": []}
    tunnel.officer.post(path, **BODY)
    asked = tunnel.officer.get(f"{path}/{made}/removal").get_json()
    assert asked == {"gain": [], "lose": [], "cut": []}, "another one lets in"
    assert tunnel.world.as_user("kim").get(f"{path}/{made}/removal").status_code == 403


def test_a_session_opens_in_the_country_that_a_policy_names(tunnel: Tunnel) -> None:
    """[VS4]"""
    tunnel.has_gateway()
    tunnel.device("kim")
    tunnel.officer.post("/api/admin/gvpn/policies", **BODY | {"countries": ["KR"]})
    tunnel.keep()
    [device] = tunnel.devices("kim")
    headers = {"X-Onmaru-Client": device["address"]}
    kim = tunnel.world.as_user("kim")
    for endpoint, allowed in (("2.2.2.2:1", False), ("3.1.1.1:1", True)):
        tunnel.host.endpoints[device["public_key"]] = endpoint
        here = kim.call("GET", "/api/gvpn/session", headers=headers).get_json()
        assert {z["zone"]: z["allowed"] for z in here["zones"]}["work"] is allowed


EIGHT_HOURS = replace(ALLOW, minutes=480)
OFFICE = replace(EIGHT_HOURS, conditions=Conditions(from_minute=540, until_minute=1080))
NIGHT = replace(
    ALLOW, effect=Effect.DENY, conditions=Conditions(from_minute=1200, until_minute=1440)
)
WEEKDAYS = replace(EIGHT_HOURS, conditions=Conditions(weekdays=frozenset(range(5))))


@pytest.mark.parametrize(
    ("found", "hours", "minutes"),
    [
        ([OFFICE], 0, 480),  # at nine
        ([OFFICE], 8.5, 30),  # at half past five, until six
        ([OFFICE, EIGHT_HOURS], 8.5, 480),  # another one lets in after six
        ([EIGHT_HOURS, NIGHT], 8.5, 150),  # nobody after eight
        ([EIGHT_HOURS], 14, 480),  # over midnight
        ([WEEKDAYS], 4 * 24 + 13, 120),  # on a Friday at ten in the evening
        ([OFFICE], 8 + 59.5 / 60, 1),
    ],
)
def test_who_is_let_in_is_let_in_until_the_policies_say_otherwise(
    found: list[Policy], hours: float, minutes: int
) -> None:
    """[VS8]"""
    verdict = decide(found, replace(ASKING, at=MONDAY_NINE + timedelta(hours=hours)))
    assert (verdict.is_allowed, verdict.minutes) == (True, minutes)


@given(
    st.lists(st.tuples(st.sampled_from(Effect), st.integers(0, 23), st.integers(1, 24)), max_size=4)
)
def test_at_no_minute_of_a_session_would_it_be_refused(
    hours: list[tuple[Effect, int, int]],
) -> None:
    """[VS8]"""
    found = [
        replace(
            ALLOW, effect=effect,
            conditions=Conditions(from_minute=a * 60, until_minute=max(b, a + 1) * 60),
        )
        for effect, a, b in hours
    ]  # fmt: skip
    verdict = decide(found, ASKING)
    for minute in range(0, verdict.minutes, 10):
        at = MONDAY_NINE + timedelta(minutes=minute)
        assert decide(found, replace(ASKING, at=at)).is_allowed
