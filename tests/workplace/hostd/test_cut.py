"""What is open to a place when its zone is closed to it: seen from the program that has it open."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest

from daas_broker.desktops.zones import Protocol, Reach, ZonePolicy, default_policy
from kernel.settings import Zone
from tests.support.country import (
    INTERNET,
    PAGES,
    RESOLVER,
    RIVAL,
    Country,
    Namespace,
    country,
    serving,
)
from workplace.hostd.cutting import cut

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="makes network namespaces: needs root")
OPEN = replace(default_policy(Zone.INTERNET), resolvers=(IPv4Address(RESOLVER),))
DENIED = replace(OPEN, denied=(Reach(IPv4Network(INTERNET), Protocol.ANY),))
PROMPT = 2.0  # seconds
STREAM, DATAGRAM = 7001, 7002
# Whoever called, or sent one word, is sent a line each tenth of a second.
TELL = f"""
import select, socket, time
stream, packets = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
stream.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
stream.bind(("", {STREAM})); stream.listen(8); packets.bind(("{INTERNET}", {DATAGRAM}))
print("up", flush=True)
heard, asked = [], set()
while True:
    ready, _, _ = select.select([stream, packets, *heard], [], [], 0.1)
    for one in ready:
        if one is stream: heard.append(stream.accept()[0])
        elif one is packets: asked.add(packets.recvfrom(9)[1])
        else:
            try: one.recv(9)
            except OSError as error: print(error, flush=True); heard.remove(one)
    for one in [*heard]:
        try: one.send(b"line")
        except OSError as error: print(error, flush=True); heard.remove(one)
    for one in asked: packets.sendto(b"line", one)
"""
# What a program of a desktop does, until it is told that it is over: `listen` only receives,
# `speak` only sends, `wait` does neither, `packets` receives without a connection.
USE = """
import socket, sys, time
way, family, host, port = sys.argv[1:]
kind = socket.SOCK_DGRAM if way == "packets" else socket.SOCK_STREAM
with socket.socket(socket.AF_INET6 if family == "6" else socket.AF_INET, kind) as s:
    s.settimeout(20)
    s.connect((("::ffff:" if family == "6" else "") + host, int(port)))
    if way == "packets": s.send(b"x")
    if way in ("listen", "packets"): s.recv(4)
    print("open", flush=True)
    if way == "packets": s.settimeout(1)
    try:
        while way != "speak" and s.recv(4): pass
        while way == "speak": s.send(b"x"); time.sleep(0.1)
        print("ended", flush=True)
    except OSError as error: print(type(error).__name__, flush=True)
"""


@pytest.fixture
def land(tmp_path: Path) -> Iterator[Country]:
    with country(tmp_path) as land, told(land.internet):
        yield land


@contextmanager
def told(there: Namespace) -> Iterator[None]:
    teller = start(there, TELL)
    try:
        yield
    finally:
        teller.kill()
        teller.communicate()


def start(there: Namespace, program: str, *words: str) -> "subprocess.Popen[str]":
    python = [sys.executable, "-I", "-S", "-c", program, *words]
    command = ["ip", "netns", "exec", there.name, *python]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    assert started.stdout.readline() in ("up\n", "open\n")
    return started


def seconds_until_told(use: "subprocess.Popen[str]", change: Callable[[], object]) -> float:
    change()
    began = time.monotonic()
    said, _ = use.communicate(timeout=30)
    assert said in ("ConnectionResetError\n", "ConnectionAbortedError\n"), said
    return time.monotonic() - began


@pytest.mark.parametrize("family", ["4", "6"])
@pytest.mark.parametrize(("way", "port"), [("listen", STREAM), ("speak", 443), ("wait", 443)])
def test_a_program_is_told_at_once_that_its_connection_is_cut(
    land: Country, way: str, port: int, family: str
) -> None:
    """[HD10] Whether it receives, sends or waits, and by whichever kind of socket."""
    land.egress.apply(OPEN)
    desktop, _ = land.desktop(Zone.INTERNET)
    use = start(desktop, USE, way, family, INTERNET, str(port))
    other = start(desktop, USE, "wait", family, RIVAL, "443")
    assert seconds_until_told(use, lambda: land.egress.apply(DENIED)) < PROMPT
    assert other.poll() is None, "what is still allowed goes on"
    other.kill()
    other.communicate()


def test_what_is_sent_is_answered_with_a_reset(
    land: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[HD10] A machine's sockets are its own: there the rules alone must do."""
    monkeypatch.setattr("workplace.hostd.egress.cut", lambda *_: 0)
    land.egress.apply(OPEN)
    desktop, _ = land.desktop(Zone.INTERNET)
    use = start(desktop, USE, "speak", "4", INTERNET, "443")
    assert seconds_until_told(use, lambda: land.egress.apply(DENIED)) < PROMPT


def test_packets_of_nobodys_connection_stop_as_well(land: Country) -> None:
    """[HD10] What comes in from a place that is denied now no longer reaches who called it."""
    land.egress.apply(OPEN)
    desktop, _ = land.desktop(Zone.INTERNET)
    use = start(desktop, USE, "packets", "4", INTERNET, str(DATAGRAM))
    land.egress.apply(DENIED)
    said, _ = use.communicate(timeout=10)
    assert said in ("TimeoutError\n", "ConnectionAbortedError\n")


def test_a_page_of_the_workplace_is_cut_when_its_zone_is_closed_to_it(land: Country) -> None:
    """[HD10] [DPR4] At the desktop's own loopback, where it has the origin of outside."""
    closed = replace(default_policy(Zone.WORK), workplace=False)
    gateway = str(land.networks.of(Zone.WORK).gateway.ip)
    with serving([f"tcp:{PAGES[Zone.WORK]}"]):
        for address in ("127.0.0.1", gateway):
            land.egress.apply(default_policy(Zone.WORK))
            desktop, _ = land.desktop(Zone.WORK)
            for way in ("wait", "speak"):
                use = start(desktop, USE, way, "4", address, str(PAGES[Zone.WORK]))
                assert seconds_until_told(use, lambda: land.egress.apply(closed)) < PROMPT
                land.egress.apply(default_policy(Zone.WORK))


def test_connections_within_a_desktop_are_nobody_elses(land: Country) -> None:
    """[HD10] Programs of one desktop speak with each other whatever its zone says."""
    desktop, address = land.desktop(Zone.INTERNET)
    with serving(["tcp:8080"], ["ip", "netns", "exec", desktop.name]):
        uses = [start(desktop, USE, "wait", "4", at, "8080") for at in ("127.0.0.1", str(address))]
        land.egress.apply(replace(OPEN, open_internet=False))
        time.sleep(0.3)
        assert [use.poll() for use in uses] == [None, None]
        for use in uses:
            use.kill()
            use.communicate()


def test_what_opened_while_the_rules_were_changed_is_cut_when_they_are_put_back(
    land: Country,
) -> None:
    """[HD10]"""
    land.egress.apply(DENIED)
    desktop, _ = land.desktop(Zone.INTERNET)
    table = f"onmaru_{land.networks.instance}"
    subprocess.run(["nft", "flush", "table", "inet", table], check=True)
    nat = f"add rule inet {table} leaving masquerade"
    subprocess.run(["nft", *nat.split()], check=True)
    use = start(desktop, USE, "wait", "4", INTERNET, "443")
    assert seconds_until_told(use, land.egress.repair) < PROMPT


def test_a_desktop_that_is_gone_meanwhile_stops_nothing() -> None:
    """[HD10]"""
    assert cut("onm-nobody", lambda *_: False) == 0


HTTPS = Reach(IPv4Network(INTERNET), first_port=443, last_port=443)
POLICIES: list[ZonePolicy] = [
    OPEN,
    DENIED,
    replace(OPEN, open_internet=False),
    replace(
        OPEN,
        open_internet=False,
        allowed=(HTTPS,),
    ),
    replace(OPEN, denied=(Reach(IPv4Network("203.0.113.0/24"), Protocol.UDP),)),
    replace(OPEN, denied=(Reach(IPv4Network(INTERNET), first_port=80, last_port=443),)),
]


@pytest.mark.parametrize("policy", POLICIES)
def test_what_is_cut_is_what_the_rules_refuse(land: Country, policy: ZonePolicy) -> None:
    """[HD10] [DH3] One list of lines is read by the kernel and by who looks through sockets."""
    land.egress.apply(policy)
    desktop, _ = land.desktop(Zone.INTERNET)
    calls = [("tcp", host, port) for host in (INTERNET, RIVAL, RESOLVER) for port in (53, 80, 443)]
    calls += [("udp", INTERNET, 443), ("udp", RESOLVER, 53), ("udp", RIVAL, 53)]
    lets = land.egress.lets(Zone.INTERNET)
    said = {
        f"{kind}:{host}:{port}"
        for kind, host, port in calls
        if lets(IPv4Address(host), Protocol(kind), port)
    }
    assert desktop.reaches(*(f"{kind}:{host}:{port}" for kind, host, port in calls)) == said
