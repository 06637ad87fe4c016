"""Where desktops of each zone can go, tried across network namespaces, both ways."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest

from daas_broker.desktops.zones import Protocol, Reach, ZonePolicy, default_policy
from kernel.settings import Zone
from tests.support.country import (
    AGENCY,
    ARCHIVE,
    INTERNET,
    PAGES,
    RESOLVER,
    RIVAL,
    Country,
    Namespace,
    country,
    serving,
)
from workplace.hostd.egress import PolicyImpossible
from workplace.hostd.host_network import ask_ip, run
from workplace.hostd.ruleset import table_name

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="makes network namespaces: needs root")
NAMES = (IPv4Address(RESOLVER),)
OPEN = replace(default_policy(Zone.INTERNET), resolvers=NAMES)
WORK = default_policy(Zone.WORK)
TALK = """
import socket, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2])), 2) as s:
    for line in sys.stdin:
        s.settimeout(0.7); s.send(b"x")
        try: print(s.recv(1) == b"x", flush=True)
        except OSError: print(False, flush=True)
"""
ASK_A_NAME = """
import errno, socket, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.connect((sys.argv[1], 53)); s.settimeout(30); s.send(b"x")
    try: print(s.recv(1))
    except OSError as error: print(errno.errorcode.get(error.errno))
"""


@pytest.fixture
def land(tmp_path: Path) -> Iterator[Country]:
    with country(tmp_path) as land:
        yield land


def to(host: str, *ports: int) -> Reach:
    first, last = (ports[0], ports[-1]) if ports else (1, 65_535)
    return Reach(IPv4Network(host), Protocol.TCP, first, last)


def test_the_internet_desktop_reaches_the_internet_and_nothing_of_ours(land: Country) -> None:
    """[HD6] [DH1]"""
    land.egress.apply(OPEN)
    desktop, _ = land.desktop(Zone.INTERNET)
    network = land.networks.of(Zone.INTERNET)
    with serving(["tcp:9000", "tcp:9001", "tcp:22", "tcp:53"]):
        own = [f"tcp:{network.gateway.ip}:{port}" for port in (22, 53, *PAGES.values())]
        own += ["tcp:192.0.2.1:22", "tcp:10.70.0.1:22", f"tcp:{AGENCY}:80", f"tcp:{ARCHIVE}:443"]
        open_ = {f"tcp:{INTERNET}:80", f"tcp:{INTERNET}:443", f"udp:{INTERNET}:443"}
        assert desktop.reaches(*open_, *own) == open_


def test_the_work_desktop_reaches_the_workplace_and_named_services_and_never_the_internet(
    land: Country,
) -> None:
    """[HD6] [DH1]"""
    desktop, _ = land.desktop(Zone.WORK)
    gateway = land.networks.of(Zone.WORK).gateway.ip
    pages, service = f"tcp:{gateway}:{PAGES[Zone.WORK]}", f"tcp:{AGENCY}:443"
    others = [f"tcp:{INTERNET}:80", f"tcp:{INTERNET}:443", f"udp:{RESOLVER}:53", "tcp:192.0.2.1:22"]
    others += [f"tcp:{AGENCY}:80", f"tcp:{ARCHIVE}:443", f"tcp:{gateway}:22"]
    others += [f"tcp:{gateway}:{PAGES[Zone.INTERNET]}", f"tcp:10.70.0.1:{PAGES[Zone.WORK]}"]
    with serving([f"tcp:{port}" for port in (22, *PAGES.values())]):
        here = f"tcp:10.70.0.1:{PAGES[Zone.WORK]}"  # the workplace, by another address of the host
        assert desktop.reaches(pages, service, *others) == {pages, here}
        land.egress.apply(replace(WORK, allowed=(to(AGENCY, 443),)))
        assert desktop.reaches(pages, service, *others) == {pages, here, service}
        land.egress.apply(replace(WORK, workplace=False, allowed=(to(AGENCY, 443),)))
        assert desktop.reaches(pages, service, *others) == {service}


def test_at_its_own_loopback_a_desktop_finds_the_workplace_where_its_zone_lets_it(
    land: Country,
) -> None:
    """[DPR4]"""
    work, _ = land.desktop(Zone.WORK)
    internet, _ = land.desktop(Zone.INTERNET)
    origin, number = f"tcp:127.0.0.1:{PAGES[Zone.WORK]}", "tcp:127.0.0.1:80"
    others = ["tcp:127.0.0.1:22", f"tcp:127.0.0.1:{PAGES[Zone.INTERNET]}"]
    with serving([f"tcp:{port}" for port in (22, 80, *PAGES.values())]):
        assert work.reaches(origin, number, *others) == {origin, number}
        assert internet.reaches(origin, number, *others) == set()
        land.egress.apply(replace(WORK, workplace=False))
        assert work.reaches(origin, number, *others) == set()


def test_names_come_from_the_allowed_servers_only(land: Country) -> None:
    """[DH2]"""
    land.egress.apply(OPEN)
    desktop, _ = land.desktop(Zone.INTERNET)
    first, second = land.networks.of(Zone.INTERNET).name_servers
    allowed = {f"udp:{first}:53", f"tcp:{first}:53", f"udp:{second}:53", f"udp:{RESOLVER}:53"}
    assert desktop.reaches(*allowed, f"udp:{RIVAL}:53", f"tcp:{RIVAL}:53") == allowed
    work, _ = land.desktop(Zone.WORK)
    asked = {f"udp:{server}:53" for server in land.networks.of(Zone.WORK).name_servers}
    assert work.reaches(*asked, f"udp:{RESOLVER}:53") == set()
    place = str(land.networks.of(Zone.WORK).name_servers[0])
    told = work.run(sys.executable, "-I", "-S", "-c", ASK_A_NAME, place)
    assert told.strip() == "EHOSTUNREACH", "nobody waits for a server that is not there"
    land.egress.apply(replace(WORK, resolvers=(IPv4Address(AGENCY),)))
    assert work.reaches(*asked, f"udp:{RIVAL}:53") == asked


def test_denied_is_refused_even_where_it_is_allowed(land: Country) -> None:
    """[DH3]"""
    desktop, _ = land.desktop(Zone.INTERNET)
    targets = {f"tcp:{INTERNET}:80", f"tcp:{INTERNET}:8443", f"tcp:{RIVAL}:443"}
    land.egress.apply(replace(OPEN, denied=(to(INTERNET, 8000, 9000),)))
    assert desktop.reaches(*targets) == targets - {f"tcp:{INTERNET}:8443"}
    listed = replace(OPEN, open_internet=False, allowed=(to("203.0.113.0/24"),))
    land.egress.apply(replace(listed, denied=(to(RIVAL),)))
    assert desktop.reaches(*targets) == targets - {f"tcp:{RIVAL}:443"}
    land.egress.apply(replace(listed, allowed=(to(RIVAL, 443),)))
    assert desktop.reaches(*targets) == {f"tcp:{RIVAL}:443"}


def test_a_change_ends_connections_that_it_forbids(land: Country) -> None:
    """[HD10]"""
    land.egress.apply(OPEN)
    desktop, _ = land.desktop(Zone.INTERNET)
    talk = [sys.executable, "-I", "-S", "-c", TALK, INTERNET, "80"]
    speaker = subprocess.Popen(
        ["ip", "netns", "exec", desktop.name, *talk],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert speaker.stdin
    assert speaker.stdout

    def says() -> bool:
        assert speaker.stdin
        assert speaker.stdout
        speaker.stdin.write(b"\n")
        speaker.stdin.flush()
        return speaker.stdout.readline() == b"True\n"

    assert says()
    land.egress.apply(replace(OPEN, denied=(to("203.0.113.0/24", 443),)))
    assert says()
    land.egress.apply(replace(OPEN, denied=(to(INTERNET),)))
    assert not says()
    speaker.stdin.close()
    speaker.stdout.close()
    speaker.kill()
    speaker.wait()


def test_two_desktops_never_meet_nor_do_zones(land: Country) -> None:
    """[HD6]"""
    first, _ = land.desktop(Zone.INTERNET)
    second, address = land.desktop(Zone.INTERNET)
    work, beyond = land.desktop(Zone.WORK)
    with serving(["tcp:80"], ["ip", "netns", "exec", second.name]):
        assert second.reaches(f"tcp:{address}:80") == {f"tcp:{address}:80"}
        hardware = link_of(second)["address"]
        first.run("ip", "neighbour", "replace", str(address), "lladdr", hardware, "dev", "eth0")
        assert first.reaches(f"tcp:{address}:80") == set()
        assert work.reaches(f"tcp:{address}:80") == set()
    with serving(["tcp:80"], ["ip", "netns", "exec", work.name]):
        assert first.reaches(f"tcp:{beyond}:80") == set()


def test_nobody_speaks_with_anothers_addresses(land: Country) -> None:
    """[HD11]"""
    land.egress.apply(OPEN)
    thief, own = land.desktop(Zone.INTERNET)
    _, others = land.desktop(Zone.INTERNET)
    target = f"tcp:{INTERNET}:80"
    assert thief.reaches(target) == {target}
    for stolen in (str(others), "203.0.113.77", str(land.networks.of(Zone.WORK).addresses[10])):
        thief.run("ip", "address", "add", f"{stolen}/32", "dev", "eth0")
        assert thief.reaches(target, source=stolen) == set()
    assert thief.reaches(target, source=str(own)) == {target}
    thief.run("ip", "link", "set", "eth0", "address", "02:6f:01:02:03:04")
    assert thief.reaches(target) == set()
    spoofed = {seen.zone: seen.spoofed for seen in land.egress.seen()}
    assert spoofed[Zone.INTERNET] > 0
    assert spoofed[Zone.WORK] == 0


def test_ipv6_leads_nowhere(land: Country) -> None:
    """[HD6]"""
    land.egress.apply(OPEN)
    desktop, _ = land.desktop(Zone.INTERNET)
    bridge = land.networks.of(Zone.INTERNET).bridge
    run("ip", "-6", "address", "add", "fd00::1/64", "dev", bridge, "nodad")
    desktop.run("ip", "-6", "address", "add", "fd00::2/64", "dev", "eth0", "nodad")
    with serving(["tcp6:80"]):
        assert reaches_itself("fd00::1")
        assert desktop.reaches("tcp:fd00::1:80") == set()


def reaches_itself(address: str) -> bool:
    with socket.create_connection((address, 80), 2):
        return True


def test_what_somebody_changes_is_put_back(land: Country) -> None:
    """[HD10]"""
    land.egress.apply(OPEN)
    desktop, _ = land.desktop(Zone.INTERNET)
    targets = {f"tcp:{INTERNET}:80", f"tcp:{AGENCY}:80"}
    assert not land.egress.repair()
    table, bridge = table_name(land.networks.instance), land.networks.of(Zone.INTERNET).bridge
    for vandal in (
        ["nft", "insert", "rule", "inet", table, "internet_out", "accept"],
        ["nft", "delete", "table", "inet", table],
        ["nft", "flush", "set", "bridge", table, "members"],
        ["ip", "address", "flush", "dev", bridge],
    ):
        run(*vandal)
        assert land.egress.repair()
        assert not land.egress.repair()
        assert desktop.reaches(*targets) == {f"tcp:{INTERNET}:80"}
    assert land.egress.seen()[0].repairs == 4


def test_the_next_hostd_holds_the_same_policy(land: Country) -> None:
    """[HD5] [HD10]"""
    land.egress.apply(replace(OPEN, revision=7, denied=(to(INTERNET, 80),)))
    desktop, _ = land.desktop(Zone.INTERNET)
    egress = land.egress
    following = type(egress)(land.networks, egress.file, PAGES, egress.proxies)
    following.establish()
    assert [seen.revision for seen in following.seen()] == [0, 7]
    targets = {f"tcp:{INTERNET}:80", f"tcp:{INTERNET}:443"}
    assert desktop.reaches(*targets) == {f"tcp:{INTERNET}:443"}


@pytest.mark.parametrize(
    "policy",
    [
        replace(WORK, open_internet=True),
        replace(WORK, allowed=(to("203.0.113.9", 443),)),
        replace(WORK, allowed=(to("0.0.0.0/0"),)),
        replace(WORK, allowed=(to("127.0.0.1", 5432),)),
        replace(WORK, allowed=(to("100.64.0.0/10", 80),)),
        replace(OPEN, allowed=(to("10.77.0.10", 443),)),
        replace(OPEN, allowed=(to("8.0.0.0/6"),)),
        replace(WORK, zone=Zone.GUEST),
    ],
)
def test_no_policy_joins_the_zones(land: Country, policy: ZonePolicy) -> None:
    """[DH1]"""
    with pytest.raises(PolicyImpossible):
        land.egress.apply(policy)


def link_of(namespace: Namespace) -> dict[str, str]:
    return dict(ask_ip("-netns", namespace.name, "link", "show", "eth0")[0])
