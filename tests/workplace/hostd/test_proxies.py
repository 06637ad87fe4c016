"""A zone's proxy as hostd runs it, tried across network namespaces with a desktop's own words."""

import os
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest

from daas_broker.desktops.zones import NameRefused, Protocol, Reach, RefusedName, default_policy
from kernel.clock import utc_now
from kernel.settings import Zone, read_settings
from tests.support.country import (
    AGENCY,
    INTERNET,
    PAGES,
    RESOLVER,
    RIVAL,
    Country,
    country,
)
from tests.support.naming import naming
from tests.support.proxied import ask
from workplace.hostd.container import Labels
from workplace.hostd.host import of_desktops
from workplace.hostd.host_network import NetworkFailed, run
from workplace.hostd.network import NAMESPACES
from workplace.hostd.podman import Container
from workplace.hostd.proxies import pids, proxies_of
from workplace.hostd.ruleset import table_name

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="makes network namespaces: needs root")
NAMES = {"www.korea.kr": INTERNET, "rival.example": RIVAL, "inside.example": AGENCY,
         "ring.example": "100.64.0.1"}  # fmt: skip
PROXIED = replace(
    default_policy(Zone.INTERNET), resolvers=(IPv4Address(RESOLVER),), through_proxy=True
)
HOLD = """
import socket, sys
with socket.create_connection(("127.0.0.1", 3128), 5) as s:
    s.sendall(b"CONNECT %s:80 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n" % sys.argv[1].encode())
    print(s.recv(100)[9:12].decode(), flush=True)
    s.settimeout(10); s.recv(1000)
    print("ended", flush=True)
"""


@pytest.fixture
def land(tmp_path: Path) -> Iterator[Country]:
    with country(tmp_path) as land, naming(land.internet, RESOLVER, NAMES):
        yield land


def test_by_name_a_desktop_reaches_the_internet_and_directly_nothing(land: Country) -> None:
    """[HD34] [DH10]"""
    land.egress.apply(PROXIED)
    desktop, _ = land.desktop(Zone.INTERNET)
    assert ask(desktop, "CONNECT www.korea.kr:443", "CONNECT rival.example:8443") == ["200x"] * 2
    place = land.networks.of(Zone.INTERNET).name_servers[0]
    assert desktop.reaches(f"tcp:{INTERNET}:80", f"udp:{INTERNET}:443", f"udp:{place}:53") == set()
    land.egress.apply(
        replace(PROXIED, allowed=(Reach(IPv4Network(INTERNET), Protocol.TCP, 80, 80),))
    )
    assert desktop.reaches(f"tcp:{INTERNET}:80", f"tcp:{INTERNET}:443") == {f"tcp:{INTERNET}:80"}


def test_a_name_that_leads_into_another_network_is_refused(land: Country) -> None:
    """[DH1] [DH10]"""
    land.egress.apply(PROXIED)
    desktop, _ = land.desktop(Zone.INTERNET)
    asked = ["inside.example:80", "ring.example:3128", f"{AGENCY}:80", f"{INTERNET}:80",
             "www.korea.kr:25"]  # fmt: skip
    assert ask(desktop, *(f"CONNECT {one}" for one in asked)) == ["403"] * 5
    land.egress.repair()
    seen = {one.zone: one for one in land.egress.seen()}[Zone.INTERNET]
    assert seen.proxy is True
    assert [(one.name, one.port, one.why) for one in seen.refused_names] == [
        ("inside.example", 80, NameRefused.NETWORK),
        ("ring.example", 3128, NameRefused.NETWORK),
        (AGENCY, 80, NameRefused.ADDRESS),
        (INTERNET, 80, NameRefused.ADDRESS),
        ("www.korea.kr", 25, NameRefused.PORT),
    ]


def test_what_is_denied_since_ends_within_a_second_and_the_rest_goes_on(land: Country) -> None:
    """[HD10] [HD34]"""
    land.egress.apply(PROXIED)
    desktop, _ = land.desktop(Zone.INTERNET)
    held = [desktop.begin(sys.executable, "-I", "-S", "-c", HOLD, name)
            for name in ("rival.example", "www.korea.kr")]  # fmt: skip
    for one in held:
        assert one.stdout
        assert one.stdout.readline() == b"200\n"
    began = time.monotonic()
    land.egress.apply(replace(PROXIED, denied_names=("rival.example",)))
    assert held[0].stdout
    assert held[0].stdout.readline() == b"ended\n"
    assert time.monotonic() - began < 1
    assert held[1].poll() is None
    for one in held:
        one.kill()
        one.communicate()


def test_the_work_zone_reaches_names_of_the_agency_and_none_of_the_internet(land: Country) -> None:
    """[DH1] [DH10]"""
    work = replace(default_policy(Zone.WORK), through_proxy=True, resolvers=(IPv4Address(AGENCY),))
    with naming(land.agency, AGENCY, NAMES):
        land.egress.apply(replace(work, allowed_names=("korea.kr", "inside.example")))
        desktop, _ = land.desktop(Zone.WORK)
        asked = (
            "inside.example:443",
            "www.korea.kr:443",
            "rival.example:443",
            "nowhere.korea.kr:80",
        )
        told = ask(desktop, *(f"CONNECT {one}" for one in asked))
    assert told == ["200x", "403", "403", "502"]
    land.egress.repair()
    seen = {one.zone: one for one in land.egress.seen()}[Zone.WORK]
    why = [one.why for one in seen.refused_names]
    assert why == [NameRefused.NETWORK, NameRefused.UNLISTED]


def test_without_a_proxy_its_place_refuses_at_once(land: Country) -> None:
    """[HD34]"""
    desktop, _ = land.desktop(Zone.INTERNET)
    began = time.monotonic()
    assert ask(desktop, "CONNECT www.korea.kr:443") == ["ConnectionRefusedError"]
    assert time.monotonic() - began < 2
    land.egress.apply(PROXIED)
    assert ask(desktop, "CONNECT www.korea.kr:443") == ["200x"]
    land.egress.apply(replace(PROXIED, through_proxy=False))
    assert ask(desktop, "CONNECT www.korea.kr:443") == ["ConnectionRefusedError"]
    assert not (NAMESPACES / land.networks.of(Zone.INTERNET).proxy_name).exists()


def test_a_proxy_outlives_hostd_and_one_that_dies_is_started_again(land: Country) -> None:
    """[HD5] [HD34]"""
    land.egress.apply(PROXIED)
    network = land.networks.of(Zone.INTERNET)
    first = pids(network)
    proxies = type(land.egress.proxies)(
        land.egress.proxies.folder, land.egress.proxies.log, "onmaru"
    )
    following = type(land.egress)(land.networks, land.egress.file, PAGES, proxies)
    following.establish()
    assert pids(network) == first
    for pid in first:
        os.kill(pid, 9)
    following.repair()
    assert pids(network)
    assert pids(network) != first
    desktop, _ = land.desktop(Zone.INTERNET)
    assert ask(desktop, "CONNECT www.korea.kr:443") == ["200x"]
    following.dismantle()


def test_the_service_user_leads_no_hand_of_roots_by_a_link(land: Country, tmp_path: Path) -> None:
    """[HD34]"""
    land.egress.apply(PROXIED)
    network, place = land.networks.of(Zone.INTERNET), land.egress.proxies.folder / "internet"
    precious = tmp_path / "precious"
    precious.write_text("as it was")
    assert [path.name for path in place.iterdir()] == ["control"]
    for name in ("resolv.conf", "control"):
        (place / name).unlink(missing_ok=True)
        (place / name).symlink_to(precious)
    for pid in pids(network):
        os.kill(pid, 9)
    land.egress.repair()
    desktop, _ = land.desktop(Zone.INTERNET)
    assert ask(desktop, "CONNECT www.korea.kr:443") == ["200x"]
    assert precious.read_text() == "as it was"
    settings = read_settings()
    assert not proxies_of(settings).folder.is_relative_to(settings.run), "there others write too"


def test_rules_hold_also_where_a_proxy_does_not_come_up(land: Country) -> None:
    """[HD10] [HD34]"""
    land.egress.proxies.folder.chmod(0o700)  # closed to the service user
    began = time.monotonic()
    with pytest.raises(NetworkFailed):
        land.egress.apply(PROXIED)
    assert time.monotonic() - began < 5
    desktop, _ = land.desktop(Zone.INTERNET)
    assert desktop.reaches(f"tcp:{INTERNET}:80") == set()
    seen = {one.zone: one for one in land.egress.seen()}[Zone.INTERNET]
    assert (seen.revision, seen.proxy) == (PROXIED.revision, False)
    run("nft", "delete", "table", "inet", table_name(land.networks.instance))
    with pytest.raises(NetworkFailed):
        land.egress.repair()
    assert desktop.reaches(f"tcp:{INTERNET}:80") == set()
    land.egress.proxies.folder.chmod(0o755)
    land.egress.repair()
    assert ask(desktop, "CONNECT www.korea.kr:443") == ["200x"]


def test_a_proxy_sees_nothing_of_the_machine_and_is_not_root(land: Country) -> None:
    """[HD34]"""
    land.egress.apply(PROXIED)
    [*_, proxy] = pids(land.networks.of(Zone.INTERNET))
    status = Path(f"/proc/{proxy}/status").read_text().splitlines()
    facts = dict(line.split(":\t", 1) for line in status if ":\t" in line)
    assert int(facts["Uid"].split()[0]) > 0
    assert int(facts["CapEff"], 16) == int(facts["CapBnd"], 16) == 0
    root = Path(f"/proc/{proxy}/root")
    assert sorted(path.name for path in root.iterdir()) == sorted(
        ["bin", "code", "dev", "etc", "lib", "lib64", "proc", "tmp", "told", "usr",
         Path(sys.prefix).parts[1]]
    )  # fmt: skip
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(str(land.egress.proxies.folder / "internet" / "control"))
        door.sendall(b"nonsense\n")
        assert door.recv(10) == b""
    assert land.egress.repair() is False


def test_a_refusal_is_told_of_the_desktop_that_was_refused_and_of_no_later_one(
    land: Country,
) -> None:
    """[DH10]"""
    began = utc_now()
    at = [began - timedelta(minutes=5), began + timedelta(minutes=5)]
    told = tuple(
        RefusedName(address, "ads.example", 443, NameRefused.DENIED, moment)
        for address in ("100.64.0.9", "100.64.0.8")
        for moment in at
    )
    seen = replace(land.egress.seen()[0], refused_names=told)
    container = Container(
        "name", "1", running=True, pid=1, started_at=began, labels={Labels.DESKTOP: "d1"}
    )
    [one] = of_desktops(seen, {"100.64.0.9": container})
    assert (one.desktop, one.at) == ("d1", at[1])
