from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.desktops.zones import (
    PRIVATE,
    RESERVED,
    NameRefused,
    Protocol,
    Reach,
    default_policy,
)
from daas_broker.egress.proxy.rules import Law, Target, target
from kernel.settings import Zone

OPEN = replace(default_policy(Zone.INTERNET), through_proxy=True)
LISTED = replace(OPEN, open_internet=False, allowed_names=("go.kr",), denied_names=("bad.go.kr",))
WORK = replace(default_policy(Zone.WORK), through_proxy=True, allowed_names=("agency.example",))


@pytest.mark.parametrize(
    ("policy", "host", "port", "why"),
    [
        (OPEN, "www.korea.kr", 443, None),
        (OPEN, "www.korea.kr", 8443, None),
        (OPEN, "www.korea.kr", 25, NameRefused.PORT),
        (OPEN, "203.0.113.9", 443, NameRefused.ADDRESS),
        (LISTED, "www.go.kr", 443, None),
        (LISTED, "go.kr", 80, None),
        (LISTED, "ogo.kr", 443, NameRefused.UNLISTED),
        (LISTED, "www.bad.go.kr", 443, NameRefused.DENIED),
        (LISTED, "www.korea.kr", 443, NameRefused.UNLISTED),
        (WORK, "mail.agency.example", 443, None),
        (WORK, "www.korea.kr", 443, NameRefused.UNLISTED),
        (replace(WORK, open_internet=True), "www.korea.kr", 443, NameRefused.UNLISTED),
    ],
)
def test_where_a_proxy_leads(policy: object, host: str, port: int, why: NameRefused | None) -> None:
    """[DH10]"""
    assert isinstance(policy, type(OPEN))
    assert Law(policy).refuses(Target(host, port)) == why


def test_a_number_is_let_where_the_addresses_allow_it() -> None:
    """[DH3] [DH10]"""
    listed = Reach(IPv4Network("203.0.113.0/24"), Protocol.TCP, 443, 443)
    law = Law(replace(OPEN, allowed=(listed,), denied=(Reach(IPv4Network("203.0.113.7")),)))
    assert law.refuses(Target("203.0.113.9", 443)) is None
    assert law.refuses(Target("203.0.113.9", 80)) is NameRefused.ADDRESS
    asked = Target("203.0.113.7", 443)
    assert law.refuses_at(asked, IPv4Address("203.0.113.7")) is NameRefused.DENIED


@given(st.ip_addresses(v=4), st.sampled_from([OPEN, WORK]))
def test_no_name_leads_out_of_its_zone(address: IPv4Address, policy: object) -> None:
    """[DH1]"""
    assert isinstance(policy, type(OPEN))
    let = Law(policy).refuses_at(Target("a.agency.example", 443), address) is None
    if let:
        assert not any(address in one for one in RESERVED)
        assert any(address in one for one in PRIVATE) == (policy.zone is Zone.WORK)


@given(st.text(max_size=40), st.integers(1, 65_535))
def test_whatever_a_client_names_is_a_name_an_address_or_nothing(host: str, port: int) -> None:
    """[DH10]"""
    found = target(host, port)
    assert found is None or target(found.host, port) == found
