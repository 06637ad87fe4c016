"""The rules of a bridge, as text; tests/workplace/hostd/test_desktop.py tries them."""

from ipaddress import IPv4Address, IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workplace.hostd.network import POOL, Network, NoAddressLeft

instances = st.text("0123456789abcdef", min_size=8, max_size=8).map(Network)


@given(instances)
def test_each_instance_has_a_share_of_the_pool_and_names_that_fit(network: Network) -> None:
    assert network.addresses.subnet_of(POOL)
    assert network.gateway.ip in network.addresses
    assert len(network.bridge) <= 15


@given(instances, st.sets(st.integers(1, 1022), max_size=40))
def test_no_two_desktops_have_one_address(network: Network, numbers: set[int]) -> None:
    """[HD6]"""
    taken = {str(network.addresses[number]) for number in numbers}
    address = network.free_address(taken)
    assert str(address) not in taken
    assert address in network.addresses
    assert address != network.gateway.ip


def test_a_full_network_gives_none_away() -> None:
    network = Network("0123abcd")
    with pytest.raises(NoAddressLeft):
        network.free_address(map(str, network.addresses))


def test_closed_are_private_networks_and_those_the_host_lies_in() -> None:
    """[HD6]"""
    lan, server = IPv4Network("147.46.10.0/24"), IPv4Address("147.46.10.9")
    rules = Network("0123abcd").rules([lan], [server])
    for closed in ("10.0.0.0/8", "192.168.0.0/16", "169.254.0.0/16", str(lan)):
        assert closed in rules
    assert f"set resolvers {{\n    type ipv4_addr\n    elements = {{ {server} }}" in rules
