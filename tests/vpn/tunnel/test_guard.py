"""Many peers at once do not go by a mistake [VW8]."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from identity.people.store import people
from tests.support.fakes.tunnel_host import FakeTunnelHost
from tests.vpn.alarms.test_alarms import alarms
from tests.vpn.conftest import Tunnel
from vpn.tunnel import rules
from vpn.tunnel.model import Plan

STAFF = [f"staff{number}" for number in range(8)]


@pytest.fixture
def host(tunnel: Tunnel) -> FakeTunnelHost:
    """A gateway with a device of each of eight people."""
    tunnel.has_gateway(approval="never")
    for user in STAFF:
        tunnel.device(user)
    tunnel.keep()
    assert len(tunnel.host.peers) == len(STAFF)
    return tunnel.host


def leave(tunnel: Tunnel, *users: str, back: bool = False) -> None:
    """As a directory says that was read wrongly."""
    with tunnel.world.begin() as tx:
        tx.db.execute(update(people).where(people.c.id.in_(users)).values(is_active=back))


def held_back(tunnel: Tunnel) -> dict[str, Any] | None:
    found = tunnel.admin.get("/api/admin/gvpn/tunnel").get_json()["held_back"]
    return dict(found) if found else None


def test_a_directory_that_forgot_most_people_takes_no_tunnel_away(
    tunnel: Tunnel, host: FakeTunnelHost
) -> None:
    """[VW8]"""
    leave(tunnel, *STAFF[:6])
    tunnel.keep()
    assert len(host.peers) == len(STAFF)
    assert host.ways == {}
    held = held_back(tunnel)
    assert held is not None
    assert (held["count"], held["peers"], held["left"], held["unknown"]) == (6, 8, 6, 0)
    [alarm] = alarms(tunnel)
    assert (alarm["kind"], alarm["seen"][0]["place"]) == ("removals", "6/8")
    tunnel.keep()
    assert [one["times"] for one in alarms(tunnel)] == [1]
    leave(tunnel, *STAFF[:6], back=True)
    tunnel.keep()
    assert (held_back(tunnel), len(host.peers)) == (None, len(STAFF))


def test_what_somebody_ended_goes_at_once_however_many(
    tunnel: Tunnel, host: FakeTunnelHost
) -> None:
    """[VW8] [VP7] Also by the keeper, where it could not be done at once."""
    host.is_away = True
    for user in STAFF[:7]:
        [device] = tunnel.devices(user)
        path = f"/api/admin/gvpn/devices/{device['id']}/cut"
        assert tunnel.admin.post(path).status_code == 204
    host.is_away = False
    tunnel.keep()
    assert list(host.peers) == [tunnel.devices(STAFF[7])[0]["public_key"]]
    assert held_back(tunnel) is None


def test_those_that_are_few_go_as_they_always_did(tunnel: Tunnel, host: FakeTunnelHost) -> None:
    """[VW8]"""
    leave(tunnel, *STAFF[: rules.FEW])
    tunnel.keep()
    assert len(host.peers) == len(STAFF) - rules.FEW


def test_an_administrator_lets_as_many_go_as_they_saw(tunnel: Tunnel, host: FakeTunnelHost) -> None:
    """[VW8]"""
    path = "/api/admin/gvpn/tunnel/removals"
    assert tunnel.admin.post(path, count=6).get_json()["code"] == "tunnel_removals_changed"
    leave(tunnel, *STAFF[:6])
    tunnel.keep()
    few = tunnel.admin.post(path, count=5)
    assert (few.status_code, few.get_json()["count"]) == (409, 6)
    assert tunnel.officer.post(path, count=6).status_code == 403
    assert tunnel.admin.post(path, count=6).status_code == 204
    leave(tunnel, STAFF[6])
    tunnel.keep()
    assert len(host.peers) == len(STAFF), "one more than was seen"
    assert tunnel.admin.post(path, count=7).status_code == 204
    tunnel.keep()
    tunnel.keep()
    assert (len(host.peers), held_back(tunnel)) == (1, None)
    acts = [act for _, act, _ in tunnel.world.audited()]
    assert (acts.count("vpn.hold_removals"), acts.count("vpn.allow_removals")) == (1, 2)


def test_a_word_is_good_for_ten_minutes(tunnel: Tunnel, host: FakeTunnelHost) -> None:
    """[VW8]"""
    leave(tunnel, *STAFF[:6])
    tunnel.keep()
    tunnel.admin.post("/api/admin/gvpn/tunnel/removals", count=6)
    tunnel.world.pass_time(timedelta(minutes=11))
    tunnel.keep()
    assert len(host.peers) == len(STAFF)


def test_an_empty_database_leaves_them_and_gives_no_way(
    tunnel: Tunnel, host: FakeTunnelHost
) -> None:
    """[VW8] [VW1] Keys in no row at all, as after a restore of another day."""
    strangers = {f"{letter}" * 43 + "=": None for letter in "BCDEFGHJ"}
    host.peers = {**strangers}
    tunnel.keep()
    assert set(strangers) <= set(host.peers)
    held = held_back(tunnel)
    assert held is not None
    assert (held["unknown"], held["left"]) == (8, 0)


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)))
def test_nothing_that_was_decided_is_ever_kept(going: set[int], ended: set[int]) -> None:
    """[VW8]"""
    plan = Plan([], [str(one) for one in going], [], [])
    kept = rules.undecided(plan, {str(one) for one in ended})
    left = rules.without(plan, kept)
    assert {int(one) for one in left.remove} == going & ended
