"""A split profile follows the agency's networks: watch.sh as it is served, by a shell in a home
with the real WireGuard, and a connection that stays open meanwhile."""

import os
import subprocess
import sys
from dataclasses import replace
from ipaddress import IPv4Network
from pathlib import Path

import pytest

from daas_broker.desktops.zones import Protocol, Reach, default_policy
from kernel.settings import ROOT, Zone
from tests.support.country import AGENCY, ARCHIVE, Namespace
from tests.support.tunnel import PORT, Device, Ground
from tests.workplace.hostd.tunnel.test_ways import OTHER, SERVICE, TALK, grant, ground

__all__ = ["ground"]  # a fixture
pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or not Path("/dev/net/tun").exists(),
    reason="makes network namespaces and tunnels: needs root and /dev/net/tun",
)
EVERYTHING = "0.0.0.0/0, ::/0"


class Home:
    """One device, up by wg-quick with a profile of its own, and a portal that answers from a file
    (`curl` stands for it: what is tried here is what a computer does with the answer)."""

    def __init__(self, ground: Ground, folder: Path, routes: str) -> None:
        self.ground, self.folder, self.device = ground, folder, ground.devices[0]
        self.device.stop()
        self.conf = folder / f"{self.device.device}.conf"
        self.conf.write_text(profile(self.device, ground, folder, routes))
        self.conf.chmod(0o600)
        self.home.run("wg-quick", "up", str(self.conf))
        self.bin = folder / "bin"
        self.bin.mkdir()
        curl = self.bin / "curl"
        curl.write_text(
            "#!/bin/sh\ncase $* in *gvpn/routes*)"
            f" cat >>{folder}/said; echo >>{folder}/said; cat {folder}/answer ;; esac\n"
        )
        curl.chmod(0o755)

    @property
    def home(self) -> Namespace:
        return self.device.home

    @property
    def portal(self) -> str:
        return f"{self.ground.gateway}/32"

    def hears(self, answer: str) -> None:
        """What watch.sh does in one look."""
        (self.folder / "answer").write_text(answer)
        script = (ROOT / "deploy/gvpn/watch.sh").read_text()
        script = script.replace("@portal@", str(self.ground.gateway))
        watch = self.conf.with_name(f"{self.conf.stem}-watch")
        watch.write_text(script.replace('sleep "${ONMARU_POLL:-$PAUSE}"', "exit 0"))
        path = f"PATH={self.bin}:/usr/sbin:/usr/bin:/sbin:/bin"
        self.home.run("env", path, "sh", str(watch), self.device.device)

    @property
    def allowed(self) -> set[str]:
        said = self.home.run("wg", "show", self.device.device, "allowed-ips")
        return set(said.split()[1:])

    @property
    def routed(self) -> set[str]:
        said = self.home.run("ip", "-4", "route", "show", "dev", self.device.device)
        found = {line.split()[0] for line in said.splitlines()}
        return {one if "/" in one else f"{one}/32" for one in found}

    @property
    def kept(self) -> set[str]:
        [line] = [one for one in self.conf.read_text().splitlines() if one.startswith("Allowed")]
        return set(line.removeprefix("AllowedIPs = ").split(", "))

    @property
    def said(self) -> list[str]:
        file = self.folder / "said"
        return file.read_text().split() if file.exists() else []


def profile(device: Device, ground: Ground, folder: Path, routes: str) -> str:
    (folder / "own.key").write_text(device.key.secret)
    lines = [
        "[Interface]",
        f"PostUp = wg set %i private-key {folder}/own.key",
        f"Address = {device.address}/32",
        "MTU = 1420",
        "",
        "[Peer]",
        f"PublicKey = {ground.tunnel.see().public_key}",
        f"Endpoint = {device.link}.1:{PORT}",
        f"AllowedIPs = {routes}",
        "PersistentKeepalive = 1",
    ]
    return "\n".join(lines) + "\n"


@pytest.fixture
def split(ground: Ground, tmp_path: Path) -> Home:
    """It leads the portal and one service of the agency into the tunnel, and its way is open to
    that and to the archive."""
    ground.let_in(ground.devices[0])
    grant(ground, Zone.WORK)
    reaches = [Reach(IPv4Network(f"{one}/32"), Protocol.TCP, 443, 443) for one in (AGENCY, ARCHIVE)]
    ground.land.egress.apply(replace(default_policy(Zone.WORK), allowed=tuple(reaches)))
    ground.tunnel.repair()
    return Home(ground, tmp_path, f"{ground.gateway}/32, {AGENCY}/32")


def test_what_came_is_taken_and_what_went_is_left_under_an_open_connection(split: Home) -> None:
    """[VB6]"""
    device, portal, mode = split.device, split.portal, split.conf.stat().st_mode
    before = split.conf.read_text()
    assert device.reaches(SERVICE, OTHER) == {SERVICE}
    talk = subprocess.Popen(
        ["ip", "netns", "exec", device.home.name, sys.executable, "-c", TALK, AGENCY, "443"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert answers(talk)
    split.hears(f"routes={AGENCY}/32, 10.77.9.0/24, {portal}\n")
    assert split.allowed == split.routed == split.kept == {portal, f"{AGENCY}/32", "10.77.9.0/24"}
    assert device.reaches(SERVICE, OTHER) == {SERVICE, OTHER}
    assert answers(talk), "nothing that was open has ended"
    split.hears(f"routes={AGENCY}/32, {portal}\n")
    assert split.allowed == split.routed == split.kept == {portal, f"{AGENCY}/32"}
    assert device.reaches(SERVICE, OTHER) == {SERVICE}
    assert answers(talk)
    talk.kill()
    talk.communicate()
    assert sorted(split.conf.read_text().splitlines()[:-2]) == sorted(before.splitlines()[:-2])
    assert split.conf.stat().st_mode == mode, "as private as before"
    last = f'{{"routes":"{",".join(sorted([f"{AGENCY}/32", portal]))}"}}'
    assert split.said[-1] == last, "it says what it took"
    split.home.run("wg-quick", "down", str(split.conf))


def answers(talk: "subprocess.Popen[str]") -> bool:
    assert talk.stdin is not None
    assert talk.stdout is not None
    talk.stdin.write("x\n")
    talk.stdin.flush()
    return talk.stdout.readline() == "True\n"


def test_an_inner_network_stays_when_the_outer_one_goes(split: Home) -> None:
    """[VB6] wg-quick gives no route of its own to what lies within another."""
    split.hears(f"routes={AGENCY}/32, 10.77.0.0/16, {split.portal}\n")
    split.home.run("ip", "route", "delete", f"{AGENCY}/32", "dev", split.device.device)
    split.hears(f"routes={AGENCY}/32, {split.portal}\n")
    assert split.routed == {f"{AGENCY}/32", split.portal}
    assert split.device.reaches(SERVICE, OTHER) == {SERVICE}


def test_what_is_no_plain_list_changes_nothing(split: Home) -> None:
    """[VB6] Whoever answers: neither everything nor a large part of it, no program, no list
    without the portal, and not the gateway's own address, which would end the tunnel."""
    before, portal, link = split.conf.read_text(), split.portal, split.device.link
    many = ", ".join(f"10.{n // 256}.{n % 256}.0/24" for n in range(1001))
    lists = [
        "", "0.0.0.0/0", f"{portal}, 0.0.0.0/0", f"{portal}, 128.0.0.0/1", f"{portal}, 10.0.0.0/7",
        f"{portal}, ::/0", f"{portal}, 10.77.0.0/33", f"{portal}, 10.777.0.0/16",
        f"{portal}, 010.77.0.0/16", f"{portal}, 10.77.0.0",
        f"{portal}, $(touch {split.folder}/x)/8",
        f"{portal}, `id`/8", f"{portal}|10.77.0.0/16", f"{AGENCY}/32", f"{portal}, {many}",
        f"{AGENCY}/32, {portal}, {link}.0/24",
    ]  # fmt: skip
    for answer in (*(f"routes={one}\n" for one in lists), "<html>routes=10.0.0.0/8", ""):
        split.hears(answer)
        assert split.conf.read_text() == before, answer
        assert split.allowed == split.routed == {portal, f"{AGENCY}/32"}, answer
    assert not (split.folder / "x").exists()


def test_the_gateways_own_address_is_left_out_and_the_rest_is_taken(split: Home) -> None:
    """[VB6] An agency's public network may have its gateway in it."""
    own, portal = f"{split.device.link}.0/24", split.portal
    split.hears(f"routes={AGENCY}/32, 10.77.9.0/24, {own}, {portal}\n")
    assert split.allowed == split.routed == split.kept == {portal, f"{AGENCY}/32", "10.77.9.0/24"}
    assert split.device.reaches(SERVICE, OTHER) == {SERVICE, OTHER}


def test_what_differs_only_in_the_running_tunnel_is_set_right(split: Home) -> None:
    """[VB6]"""
    peer = split.ground.tunnel.see().public_key
    split.home.run("wg", "set", split.device.device, "peer", peer, "allowed-ips", split.portal)
    split.hears(f"routes={split.portal}, {AGENCY}/32\n")
    assert split.allowed == split.routed == {split.portal, f"{AGENCY}/32"}
    assert split.device.reaches(SERVICE) == {SERVICE}


@pytest.mark.parametrize("routes", [EVERYTHING, "0.0.0.0/1, 128.0.0.0/1"])
def test_a_profile_for_everything_is_left_alone(
    ground: Ground, tmp_path: Path, routes: str
) -> None:
    """[VB6] [VB5]"""
    ground.let_in(ground.devices[0])
    home = Home(ground, tmp_path, routes)
    before, allowed, routed = home.conf.read_text(), home.allowed, home.routed
    home.hears(f"routes={AGENCY}/32, {home.portal}\n")
    assert (home.conf.read_text(), home.allowed, home.routed) == (before, allowed, routed)
    assert home.said == ['{"routes":null}']
    home.home.run("wg-quick", "down", str(home.conf))
