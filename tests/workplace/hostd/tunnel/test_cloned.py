"""A key that somebody copied: the whole control plane over a real tunnel, and two homes with it."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from kernel.clock import utc_now
from kernel.settings import Settings
from tests.support.fakes.atlas import FakeAtlas
from tests.support.fakes.tunnel_host import FakeTunnelHost
from tests.support.tunnel import PORT, Device, Ground, soon
from tests.support.world import World
from tests.vpn.alarms.test_alarms import alarms, mine
from tests.vpn.conftest import Keys, Tunnel
from tests.vpn.policy.test_policy import BODY
from tests.vpn.sessions.test_sessions import start
from tests.workplace.hostd.tunnel.test_ways import SERVICE, ground
from vpn import wiring
from workplace.bridges.tunnel_ground import TunnelGround

__all__ = ["ground"]  # a fixture
pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or not Path("/dev/net/tun").exists(),
    reason="makes network namespaces and tunnels: needs root and /dev/net/tun",
)


def of_instance(settings: Settings, name: str) -> Settings:
    """Whose addresses inside are those of the tunnel that is open."""

    class Named(Settings):
        @property
        def instance(self) -> str:
            return name

    return Named(**vars(settings))


@pytest.fixture
def inside(world: World, ground: Ground) -> Tunnel:
    """Kim works from home, in a session. The clock is the kernel's, which says when keys speak."""
    world.time = utc_now()
    settings = of_instance(world.base.settings, ground.tunnel.instance)
    base, who = replace(world.base, settings=settings), world.workplace.identity
    world.has_vpn(wiring.build(base, who, TunnelGround(), ground.tunnel, FakeAtlas()))
    tunnel = Tunnel(world, FakeTunnelHost(world.now))
    laptop = ground.devices[0]
    keys = Keys(tunnel=laptop.key.private)
    tunnel.has_gateway(port=PORT)
    tunnel.device("kim", keys)
    assert tunnel.officer.post("/api/admin/gvpn/policies", **BODY).status_code == 201
    tunnel.keep()
    laptop.dial(ground.tunnel.see().public_key, keys.preshared_key)
    assert start(tunnel).status_code == 201
    tunnel.keep()
    assert soon(lambda: laptop.reaches(SERVICE) == {SERVICE})
    return tunnel


def thief(ground: Ground, preshared: str) -> Device:
    """The same files in another home."""
    other, own = ground.devices[1], ground.devices[0]
    other.stop()
    copy = Device(other.home, other.link, own.address, own.key, device=f"{other.device[:-1]}x")
    gateway = ground.tunnel.see().public_key
    copy.start(gateway)
    copy.dial(gateway, preshared)
    return copy


def test_who_copied_a_key_and_its_owner_are_both_shut_and_both_are_told(
    inside: Tunnel, ground: Ground
) -> None:
    """[VA2] [VA4]"""
    lookout = inside.world.workplace.vpn.lookout
    assert lookout.run().errors == []
    inside.world.time = utc_now()
    copy = thief(ground, preshared_of(inside))
    try:

        def is_noticed() -> bool:
            inside.world.time = utc_now()
            assert lookout.run().errors == []
            return [alarm["kind"] for alarm in alarms(inside)] == ["clone"]

        assert soon(is_noticed, 60)
        inside.keep()
        assert ground.devices[0].reaches(SERVICE) == set()
        assert copy.reaches(SERVICE) == set()
        assert len({seen["place"].partition(":")[0] for seen in mine(inside)[0]["seen"]}) == 2
        refused = start(inside)
        assert (refused.status_code, refused.get_json()["code"]) == (403, "tunnel_device_held")
    finally:
        copy.stop()


def preshared_of(tunnel: Tunnel) -> str:
    """What stands in the files that were copied."""
    [secret] = tunnel.world.workplace.vpn.keeper._wanted()[0].preshared.values()  # noqa: SLF001
    return secret
