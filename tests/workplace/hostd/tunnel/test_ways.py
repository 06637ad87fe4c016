"""What a device reaches through the tunnel, tried across network namespaces with real WireGuard."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest

from daas_broker.desktops.ports import Permanent, StaleEpoch
from daas_broker.desktops.zones import Protocol, Reach, default_policy
from kernel.settings import Zone
from tests.support.country import AGENCY, ARCHIVE, INTERNET, PAGES, RESOLVER, country, serving
from tests.support.tunnel import PORT, Ground, Key, soon, tunnel_ground
from vpn.networks.rules import plan_of
from vpn.tunnel.model import Grant, Hindrance, Peer
from workplace.hostd.host_network import NetworkFailed, run
from workplace.hostd.tunnel import ways
from workplace.hostd.tunnel.drivers import Daemon, Module
from workplace.hostd.tunnel.faults import PortTaken

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or not Path("/dev/net/tun").exists(),
    reason="makes network namespaces and tunnels: needs root and /dev/net/tun",
)
SERVICE, OTHER = f"tcp:{AGENCY}:443", f"tcp:{ARCHIVE}:443"
OUTSIDE = f"tcp:{INTERNET}:443"
HOUR = 600
TALK = """
import socket, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2])), 5) as s:
    for line in sys.stdin:
        s.settimeout(1.5); s.send(b"x")
        try: print(s.recv(1) == b"x", flush=True)
        except OSError: print(False, flush=True)
"""


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    with country(tmp_path) as land:
        allowed = (Reach(IPv4Network(f"{AGENCY}/32"), Protocol.TCP, 443, 443),)
        names = (IPv4Address(AGENCY),)
        work = replace(default_policy(Zone.WORK), allowed=allowed, resolvers=names)
        land.egress.apply(work)
        open_ = replace(default_policy(Zone.INTERNET), resolvers=(IPv4Address(RESOLVER),))
        land.egress.apply(open_)
        pages = [f"tcp:{PAGES[Zone.WORK]}", f"tcp:{PAGES[Zone.INTERNET]}", "tcp:22"]
        with serving(pages), tunnel_ground(land, tmp_path) as ground:
            yield ground


def grant(ground: Ground, zone: Zone, seconds: int = HOUR, who: int = 0) -> None:
    way = Grant(ground.devices[who].address, zone, seconds)
    ground.tunnel.set_grants([way], [], ground.revision)


def test_a_device_without_a_session_reaches_the_portal_and_names_and_nothing_else(
    ground: Ground,
) -> None:
    """[VW1]"""
    one, other = ground.devices
    gateway, page = ground.gateway, PAGES[Zone.WORK]
    portal = {f"tcp:{gateway}:{page}", f"udp:{gateway}:53", f"tcp:{gateway}:53"}
    assert one.reaches(*portal) == set(), "nobody to the gateway"
    ground.let_in(one, other)
    assert soon(lambda: one.reaches(*portal) == portal)
    closed = [SERVICE, OTHER, OUTSIDE, f"tcp:{gateway}:22", f"tcp:{other.address}:443"]
    assert one.reaches(*closed) == set()


def test_a_way_leads_where_desktops_of_the_zone_may_go_and_to_one_zone_at_a_time(
    ground: Ground,
) -> None:
    """[VW3] [VW4]"""
    one, other = ground.devices
    ground.let_in(one, other)
    everything = (SERVICE, OTHER, OUTSIDE)
    grant(ground, Zone.WORK)
    assert soon(lambda: one.reaches(*everything) == {SERVICE})
    assert ground.tunnel.see().moved[one.address] > 0, "what went through is counted [VS2]"
    assert other.reaches(*everything) == set()
    grant(ground, Zone.INTERNET)
    assert soon(lambda: one.reaches(*everything) == {OUTSIDE})
    assert [way.zone for way in ground.tunnel.see().grants] == [Zone.INTERNET]


def test_a_change_of_the_zones_rules_holds_in_the_tunnel_too(ground: Ground) -> None:
    """[VW3]"""
    one = ground.devices[0]
    ground.let_in(one)
    grant(ground, Zone.WORK)
    assert soon(lambda: one.reaches(SERVICE) == {SERVICE})
    ground.land.egress.apply(default_policy(Zone.WORK))
    ground.tunnel.repair()
    assert one.reaches(SERVICE) == set()
    assert [way.zone for way in ground.tunnel.see().grants] == [Zone.WORK]


def test_what_is_cut_ends_with_the_next_packet_and_disturbs_nobody_else(ground: Ground) -> None:
    """[VW2] [VW3]"""
    one, other = ground.devices
    ground.let_in(one, other)
    grant(ground, Zone.WORK)
    grant(ground, Zone.WORK, who=1)
    assert soon(lambda: one.reaches(SERVICE) == other.reaches(SERVICE) == {SERVICE})
    with talking(one.home.name) as says, talking(other.home.name) as other_says:
        assert (says(), other_says()) == (True, True)
        ground.tunnel.set_grants([], [one.address], ground.revision)
        assert (says(), other_says()) == (False, True)
        ground.tunnel.set_peers([], [one.key.public], ground.revision)
        assert other_says()
    assert one.reaches(f"tcp:{ground.gateway}:{PAGES[Zone.WORK]}") == set()


@contextmanager
def talking(namespace: str) -> Iterator[Callable[[], bool]]:
    """One connection to the service that stays open; whether what is said comes back."""
    command = ["ip", "netns", "exec", namespace, sys.executable, "-I", "-S", "-c", TALK]
    speaker = subprocess.Popen(
        [*command, AGENCY, "443"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )

    def says() -> bool:
        assert speaker.stdin
        assert speaker.stdout
        speaker.stdin.write(b"\n")
        speaker.stdin.flush()
        return speaker.stdout.readline() == b"True\n"

    yield says
    speaker.kill()
    speaker.communicate()


def test_a_dead_control_plane_is_a_closed_way(ground: Ground) -> None:
    """[VW3] Nobody acts: the kernel ends it."""
    one = ground.devices[0]
    ground.let_in(one)
    grant(ground, Zone.WORK)
    assert soon(lambda: one.reaches(SERVICE) == {SERVICE})
    grant(ground, Zone.WORK, seconds=2)
    assert soon(lambda: ground.tunnel.see().grants == [])
    assert one.reaches(SERVICE) == set()


def test_a_device_that_moves_goes_on_without_doing_anything(ground: Ground) -> None:
    """[VW5]"""
    one = ground.devices[0]
    ground.let_in(one)
    grant(ground, Zone.WORK)
    assert soon(lambda: one.reaches(SERVICE) == {SERVICE})
    one.home.run("ip", "address", "replace", f"{one.link}.5/32", "dev", "out")
    run("ip", "route", "add", f"{one.link}.5/32", "via", f"{one.link}.2")
    one.home.run(
        "ip", "route", "replace", "default", "via", f"{one.link}.1", "src", f"{one.link}.5"
    )
    one.home.run("ip", "route", "replace", f"{one.link}.1", "dev", "out", "src", f"{one.link}.5")

    def moved() -> bool:
        [seen] = ground.tunnel.see().peers
        return (seen.endpoint or "").startswith(f"{one.link}.5:")

    assert soon(moved)
    assert one.reaches(SERVICE) == {SERVICE}


def test_foreign_sources_and_ipv6_go_nowhere_and_are_counted(ground: Ground) -> None:
    """[VW4]"""
    one, other = ground.devices
    ground.let_in(one, other)
    grant(ground, Zone.WORK, who=1)
    assert soon(lambda: other.reaches(SERVICE) == {SERVICE})
    before = ground.tunnel.see().spoofed
    # As the other one, from within the tunnel: its key does not fit.
    one.home.run("ip", "address", "add", f"{other.address}/32", "dev", one.device)
    assert one.reaches(SERVICE, source=str(other.address)) == set()
    # As the other one, from outside of any tunnel.
    one.home.run("ip", "route", "replace", f"{AGENCY}/32", "via", f"{one.link}.1")
    assert one.reaches(SERVICE, source=str(other.address)) == set()
    assert ground.tunnel.see().spoofed > before
    one.home.run("ip", "-6", "address", "add", "fd00::2/64", "dev", one.device, "nodad")
    assert one.home.reaches("tcp:fd00::1:443") == set()


def test_what_somebody_changed_by_hand_is_put_back_and_ways_stay_open(ground: Ground) -> None:
    """[VW6]"""
    one, tunnel = ground.devices[0], ground.tunnel
    ground.let_in(one)
    grant(ground, Zone.WORK)
    tunnel.repair()  # the host has got further links since
    assert not tunnel.repair()
    run("nft", "flush", "chain", "inet", tunnel.table, "from_device")
    assert tunnel.repair()
    assert soon(lambda: one.reaches(SERVICE, OTHER, OUTSIDE) == {SERVICE})
    run("nft", "delete", "table", "inet", tunnel.table)
    assert tunnel.repair()
    assert one.reaches(SERVICE) == set()
    assert tunnel.see().repairs == 2


def test_a_killed_daemon_is_back_empty_and_is_filled_again(ground: Ground) -> None:
    """[VW6]"""
    one, tunnel = ground.devices[0], ground.tunnel
    ground.let_in(one)
    assert isinstance(tunnel.driver, Daemon)
    assert tunnel.driver.running is not None
    tunnel.driver.running.kill()
    tunnel.driver.running.wait()
    with pytest.raises(NetworkFailed):
        ground.let_in(one)
    seen = tunnel.see()
    assert (seen.port, seen.peers, seen.repairs) == (PORT, [], 1), "who looks has it up again"
    ground.let_in(one)
    portal = f"tcp:{ground.gateway}:{PAGES[Zone.WORK]}"
    assert soon(lambda: one.reaches(portal) == {portal})


def test_a_tunnel_that_does_not_come_up_says_why_until_it_does(ground: Ground) -> None:
    """[VW6] A daemon would listen nowhere and say nothing of it."""
    tunnel = ground.tunnel
    tunnel.dismantle()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as somebody:
        somebody.bind(("0.0.0.0", PORT))  # noqa: S104 - as WireGuard listens
        with pytest.raises(PortTaken):
            tunnel.open(PORT, 2)
        seen = tunnel.see()
        assert (seen.port, seen.fault and seen.fault.why) == (None, Hindrance.PORT)
        tunnel.open(PORT + 1, 3)
        assert tunnel.see().fault is None
        with pytest.raises(PortTaken):
            tunnel.open(PORT, 4)
    tunnel.open(PORT, 5)
    seen = tunnel.see()
    assert (seen.port, seen.fault) == (PORT, None)


def test_the_daemon_is_nobody_with_one_right(ground: Ground) -> None:
    """[VW7]"""
    assert isinstance(ground.tunnel.driver, Daemon)
    assert ground.tunnel.driver.running is not None
    status = Path(f"/proc/{ground.tunnel.driver.running.pid}/status").read_text()
    facts = dict(line.split(":\t") for line in status.splitlines() if ":\t" in line)
    assert facts["Uid"].split() == ["65533"] * 4
    assert (int(facts["CapEff"], 16), facts["NoNewPrivs"]) == (1 << 12, "1")
    handed = Path(f"/proc/{ground.tunnel.driver.running.pid}/environ").read_text().rstrip("\0")
    assert handed.startswith("WG_TUN_FD="), "it may not open /dev/net/tun, and need not"


def test_an_older_command_and_a_foreign_address_are_refused(ground: Ground) -> None:
    """[VW2] [VW7]"""
    one, tunnel = ground.devices[0], ground.tunnel
    tunnel.set_peers([], [one.key.public], 5)
    with pytest.raises(StaleEpoch):
        tunnel.set_peers([one.peer], [], 4)
    with pytest.raises(StaleEpoch):
        tunnel.set_grants([], [one.address], 4)
    with pytest.raises(Permanent):
        tunnel.set_peers([Peer(one.key.public, IPv4Address("10.77.0.10"))], [], 6)
    with pytest.raises(Permanent):
        tunnel.set_grants([Grant(ground.gateway, Zone.WORK, 60)], [], 6)
    with pytest.raises(Permanent):
        tunnel.set_grants([Grant(one.address, Zone.GUEST, 60)], [], 6)
    assert tunnel.see().peers == []


def test_a_device_changes_its_key_under_an_open_connection(ground: Ground) -> None:
    """[VP12] The key before is good until the next one is heard, which carries nothing until it is
    in its place."""
    one, tunnel, fresh = ground.devices[0], ground.tunnel, Key()
    ground.let_in(one)
    grant(ground, Zone.WORK)
    assert soon(lambda: one.reaches(SERVICE) == {SERVICE})
    with talking(one.home.name) as says:
        assert says()
        tunnel.set_peers([Peer(fresh.public, None)], [], 1)
        assert says(), "the key before is good"
        one.home.run(
            "sh", "-c",
            f"printf %s '{fresh.secret}' | wg set {one.device} private-key /dev/stdin",
        )  # fmt: skip
        assert soon(lambda: fresh.public in {p.key for p in tunnel.see().peers if p.handshake_at})
        assert not says()
        tunnel.set_peers([Peer(fresh.public, one.address)], [one.key.public], 1)
        assert soon(says)
    [peer] = tunnel.see().peers
    assert (peer.key, peer.address) == (fresh.public, one.address)


def test_ways_of_hundreds_are_put_and_closed_and_what_the_kernel_refuses_is_told(
    ground: Ground,
) -> None:
    """[VW2] [VW3]"""
    tunnel, plan = ground.tunnel, plan_of(ground.tunnel.instance)
    many = [Grant(plan.network[10 + n], Zone.WORK, HOUR) for n in range(450)]
    tunnel.set_grants(many, [], 2)
    tunnel.set_grants([replace(many[0], zone=Zone.INTERNET)], [many[1].address], 3)
    held = {way.address: way.zone for way in tunnel.see().grants}
    assert held == {
        many[0].address: Zone.INTERNET,
        **{way.address: Zone.WORK for way in many[2:]},
    }
    tunnel.set_grants([], [way.address for way in many], 4)
    assert tunnel.see().grants == []
    with pytest.raises(NetworkFailed, match="ENOENT"):
        ways.change("no_such_table", many[:1], [])


def test_both_drivers_say_the_same_of_the_same_tunnel(ground: Ground) -> None:
    """[VW2] `wg` speaks to the kernel's module as it does to the daemon."""
    daemon, tool = ground.tunnel.driver, Module(ground.tunnel.device)
    assert isinstance(daemon, Daemon)
    one = replace(ground.devices[0].peer, preshared=Key().secret)
    another = Peer(Key().public, ground.devices[1].address)
    tool.change([one, another], [])
    assert sorted(daemon.peers(), key=str) == sorted(tool.peers(), key=str)
    tool.change([], [one.key])
    daemon.change([], [another.key])
    assert daemon.peers() == tool.peers() == []
    tool.configure(ground.tunnel.memory / "key", PORT)
    assert tool.is_alive()
