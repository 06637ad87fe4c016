import base64
from dataclasses import replace
from datetime import timedelta
from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.settings import Zone
from tests.support.fakes.tunnel_host import FakeTunnelHost
from tests.vpn.conftest import Tunnel
from vpn.gateways import store as gateways
from vpn.tunnel import rules
from vpn.tunnel.model import Fault, Grant, Hindrance, SeenPeer, SeenTunnel, Wanted
from vpn.tunnel.tasks import TunnelKeeper


@pytest.fixture
def host(tunnel: Tunnel) -> FakeTunnelHost:
    return tunnel.host


def keep(tunnel: Tunnel) -> list[str]:
    report = tunnel.world.workplace.vpn.keeper.run()
    return report.errors


def test_switched_on_the_gateway_has_a_key_and_the_welcome_devices(
    tunnel: Tunnel, host: FakeTunnelHost
) -> None:
    """[VW1]"""
    tunnel.device()
    keep(tunnel)
    assert (host.port, host.calls) == (None, [])
    tunnel.has_gateway()
    tunnel.enrol(tunnel.code("lee"))  # waits
    assert keep(tunnel) == []
    assert host.port == 51820
    [mine] = tunnel.devices()
    assert host.peers == {mine["public_key"]: IPv4Address(mine["address"])}
    with tunnel.world.begin() as tx:
        assert gateways.find(tx.db).public_key == base64.b64decode("A" * 43 + "=")
    host.calls.clear()
    keep(tunnel)
    assert host.calls == []


def test_a_lost_device_is_cut_before_the_keeper_looks(tunnel: Tunnel, host: FakeTunnelHost) -> None:
    """[VP7] [VW2]"""
    tunnel.has_gateway()
    lost = tunnel.device()
    tunnel.device("lee")
    keep(tunnel)
    tunnel.admin.post(f"/api/admin/gvpn/devices/{lost}/cut")
    assert list(host.peers) == [tunnel.devices("lee")[0]["public_key"]]


def test_what_could_not_be_cut_at_once_is_cut_by_the_keeper(
    tunnel: Tunnel, host: FakeTunnelHost
) -> None:
    """[VW6]"""
    tunnel.has_gateway()
    lost = tunnel.device()
    keep(tunnel)
    host.is_away = True
    assert tunnel.admin.post(f"/api/admin/gvpn/devices/{lost}/cut").status_code == 204
    assert keep(tunnel) != []
    host.is_away = False
    keep(tunnel)
    assert host.peers == {}


def test_peers_that_nobody_enrolled_are_removed(tunnel: Tunnel, host: FakeTunnelHost) -> None:
    """[VW1] [VW6]"""
    tunnel.has_gateway()
    tunnel.device()
    keep(tunnel)
    host.peers["B" * 43 + "="] = IPv4Address("10.128.0.9")
    keep(tunnel)
    assert "B" * 43 + "=" not in host.peers


def test_who_planned_from_an_older_state_changes_nothing(
    tunnel: Tunnel, host: FakeTunnelHost
) -> None:
    """[VW2]"""
    tunnel.has_gateway()
    tunnel.device()
    host.known = 1000
    assert keep(tunnel) == []
    assert host.peers == {}


def test_switched_off_nobody_is_in(tunnel: Tunnel, host: FakeTunnelHost) -> None:
    """[VW1]"""
    tunnel.has_gateway()
    tunnel.device()
    keep(tunnel)
    tunnel.has_gateway(is_on=False)
    keep(tunnel)
    assert (host.port, host.peers) == (None, {})


def test_administrators_see_peers_and_others_do_not(tunnel: Tunnel, host: FakeTunnelHost) -> None:
    """[VP8]"""
    tunnel.has_gateway()
    tunnel.device()
    keep(tunnel)
    shown = tunnel.admin.get("/api/admin/gvpn/tunnel").get_json()
    assert [peer["address"] for peer in shown["peers"]] == [tunnel.devices()[0]["address"]]
    assert tunnel.world.as_user("kim").get("/api/admin/gvpn/tunnel").status_code == 403
    host.is_away = True
    assert tunnel.admin.get("/api/admin/gvpn/tunnel").get_json()["answers"] is False


def test_a_gateway_that_does_not_start_says_why_and_starts_once_that_is_mended(
    tunnel: Tunnel, host: FakeTunnelHost
) -> None:
    """[VW6]"""
    host.fault = Fault(Hindrance.PORT, "UDP 51820 is in use on this host")
    tunnel.has_gateway()
    assert keep(tunnel) == ["tunnel: UDP 51820 is in use on this host"]
    shown = tunnel.admin.get("/api/admin/gvpn/tunnel").get_json()
    assert (shown["port"], shown["fault"]["why"]) == (None, "port")
    host.fault = None
    assert keep(tunnel) == []
    assert tunnel.admin.get("/api/admin/gvpn/tunnel").get_json()["fault"] is None


def test_a_gateway_that_did_not_start_and_is_wanted_no_more_has_no_fault(
    tunnel: Tunnel, host: FakeTunnelHost
) -> None:
    """[VW6]"""
    tunnel.has_gateway()
    keep(tunnel)
    host.port, host.fault = None, Fault(Hindrance.DAEMON, "it did not start")
    tunnel.has_gateway(is_on=False)
    keep(tunnel)
    assert (host.calls[-1], host.see().fault) == ("close", None)


addresses = st.integers(2, 9).map(lambda n: IPv4Address(f"10.128.0.{n}"))
keys = st.sampled_from([letter * 43 + "=" for letter in "ABCDE"])
ways = st.dictionaries(
    addresses, st.tuples(st.sampled_from([Zone.WORK, Zone.INTERNET]), st.integers(1, 30_000))
)


def after(wanted: Wanted, seen: SeenTunnel) -> SeenTunnel:
    """What a host makes of the plan."""
    plan = rules.plan(wanted, seen)
    peers = {peer.key: peer for peer in seen.peers if peer.key not in plan.remove}
    peers |= {peer.key: SeenPeer(peer.key, peer.address) for peer in plan.put}
    put = {grant.address for grant in plan.grant}
    kept = [g for g in seen.grants if g.address not in {*plan.close, *put}]
    return replace(seen, peers=list(peers.values()), grants=[*kept, *plan.grant])


@given(st.dictionaries(keys, st.none() | addresses), ways, st.dictionaries(keys, addresses), ways)
def test_a_plan_that_was_carried_out_leaves_nothing_to_do(
    peers: dict[str, IPv4Address | None],
    wanted_ways: dict[IPv4Address, tuple[Zone, int]],
    seen_peers: dict[str, IPv4Address],
    seen_ways: dict[IPv4Address, tuple[Zone, int]],
) -> None:
    """[VW2] [VW3]"""
    wanted = Wanted(1, peers, wanted_ways)
    grants = [Grant(a, zone, min(s, 600)) for a, (zone, s) in seen_ways.items()]
    seen = SeenTunnel("", "", 1, [SeenPeer(k, a) for k, a in seen_peers.items()], grants)
    done = after(wanted, seen)
    assert rules.plan(wanted, done).is_empty
    assert {peer.key: peer.address for peer in done.peers} == peers
    for grant in done.grants:
        zone, seconds = wanted_ways[grant.address]
        assert grant.zone is zone
        assert grant.seconds <= seconds + rules.SLACK
    untouched = set(peers.items()) & set(seen_peers.items())
    assert not {key for key, _ in untouched} & set(rules.plan(wanted, seen).remove)


def test_the_keeper_looks_often_enough_to_renew_what_is_open() -> None:
    """[VW3]"""
    assert TunnelKeeper.every * 10 < timedelta(seconds=rules.RENEW_BELOW)
