import pytest

from daas_broker import wiring
from daas_broker.desktops.machine import State
from daas_broker.desktops.model import PODMAN, Provider
from daas_broker.desktops.ports import Retryable
from tests.daas_broker.conftest import Broker
from tests.support.fakes.desktop_host import FakeDesktopHost
from tests.support.world import World

OTHER = Provider("libvirt")


@pytest.fixture
def two(world: World) -> Broker:
    """A broker of two hosts; `host` is the podman one."""
    hosts = {PODMAN: FakeDesktopHost(world.now), OTHER: FakeDesktopHost(world.now)}
    broker = wiring.build(
        world.base,
        world.workplace.identity.tickets,
        world.workplace.daas_broker.transfers.drive,
        hosts,
    )
    world.has_broker(broker)
    return Broker(world, hosts[PODMAN], broker)


def keep_both(two: Broker) -> list[str]:
    return [
        error for _ in range(4) for k in two.broker.keepers.values() for error in k.run().errors
    ]


def away(_verb: str) -> None:
    raise Retryable("it does not answer")


def test_a_pool_runs_on_the_host_it_names_and_on_no_other(two: Broker) -> None:
    """[DP1]"""
    here, there = two.pool(), two.pool(provider="libvirt", warm=2)
    assert keep_both(two) == []
    found = {(d.pool, d.provider, d.state) for d in two.desktops()}
    assert found == {(here, PODMAN, State.WARM), (there, OTHER, State.WARM)}
    assert len(two.host.running) == 1


def test_a_host_that_is_away_holds_up_its_own_pools_only(two: Broker) -> None:
    """[DP1]"""
    two.host.trouble = away
    two.pool()
    there = two.pool(provider="libvirt")
    assert set(keep_both(two)) == {"the host of podman: it does not answer"}
    assert [d.pool for d in two.desktops(State.WARM)] == [there]
    images = two.admin.get("/api/admin/images").get_json()["images"]
    assert {image["provider"] for image in images} == {"libvirt"}


def test_a_pool_that_moves_to_another_host_leaves_the_desktops_in_use_where_they_are(
    two: Broker,
) -> None:
    """[DP1] [DK5]"""
    pool = two.pool(maximum=2)
    keep_both(two)
    used = two.claim("ann", pool)["desktop"]["desktop_id"]
    wish = {"name": "풀", "image": "internet", "warm": 2, "maximum": 2, "provider": "libvirt"}
    assert two.admin.put(f"/api/admin/pools/{pool}", **wish).status_code == 200
    keep_both(two)
    assert {d.id: d.provider for d in two.desktops() if d.id == used} == {used: PODMAN}
    assert [d.provider for d in two.desktops(State.WARM)] == [OTHER]  # two are the maximum


def test_a_provider_that_no_host_stands_for_is_refused(two: Broker) -> None:
    """[DP1]"""
    wish = {"name": "풀", "image": "internet", "provider": "openstack"}
    reply = two.admin.post("/api/admin/pools", **wish)
    assert (reply.status_code, reply.get_json()["code"]) == (400, "pool_impossible")
    assert two.admin.get("/api/admin/pools").get_json()["providers"] == ["podman", "libvirt"]


def test_a_pool_of_virtual_machines_is_refused_where_none_can_run(broker: Broker) -> None:
    """[DVM1]"""
    wish = {"name": "풀", "image": "vm-light", "provider": "libvirt"}
    reply = broker.admin.post("/api/admin/pools", **wish)
    assert (reply.status_code, reply.get_json()["code"]) == (400, "machines_absent")
    assert "./onmaru up --with vm" in str(reply.get_json())
