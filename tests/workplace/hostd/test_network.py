"""The addresses and names of a zone's network; test_egress.py tries what passes there."""

from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.desktops.zones import ZONES
from kernel.settings import Zone
from workplace.hostd.network import POOL, NoAddressLeft, ZoneNetwork

instances = st.text("0123456789abcdef", min_size=8, max_size=8)
networks = st.builds(ZoneNetwork, instances, st.sampled_from(ZONES))
OWN = {1, 2, 3}


@given(instances)
def test_each_zone_of_an_instance_has_a_share_of_the_pool_and_names_that_fit(instance: str) -> None:
    work, internet = ZoneNetwork(instance, Zone.WORK), ZoneNetwork(instance, Zone.INTERNET)
    for network in (work, internet):
        assert network.addresses.subnet_of(POOL)
        assert network.gateway.ip in network.addresses
        assert len(network.bridge) <= 15
    assert not work.addresses.overlaps(internet.addresses)
    assert work.bridge != internet.bridge


@given(networks, st.sets(st.integers(4, 510), max_size=40))
def test_no_two_desktops_have_one_address(network: ZoneNetwork, numbers: set[int]) -> None:
    """[HD6]"""
    taken = {str(network.addresses[number]) for number in numbers}
    address = network.free_address(taken)
    assert str(address) not in taken
    assert address in network.addresses
    assert address not in {network.gateway.ip, *network.name_servers}


@given(networks, st.integers(4, 510))
def test_a_port_tells_its_address(network: ZoneNetwork, number: int) -> None:
    """[HD11]"""
    address: IPv4Address = network.addresses[number]
    port = network.port(address)
    assert len(port) <= 15
    assert network.address_of(port) == address


def test_a_full_network_gives_none_away() -> None:
    network = ZoneNetwork("0123abcd", Zone.WORK)
    with pytest.raises(NoAddressLeft):
        network.free_address(map(str, network.addresses))
