"""What the computer at home holds: a secret that it shares, and a switch so that nothing leaks."""

import base64
import os
import re
from pathlib import Path

import pytest

from kernel.settings import ROOT, Zone
from tests.support.country import AGENCY
from tests.support.tunnel import EVERYTHING, PORT, Device, Ground, soon
from tests.workplace.hostd.tunnel.test_ways import SERVICE, grant, ground
from vpn.tunnel.model import Peer
from workplace.hostd.tunnel.server import answer

__all__ = ["ground"]  # a fixture
pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or not Path("/dev/net/tun").exists(),
    reason="makes network namespaces and tunnels: needs root and /dev/net/tun",
)


def secret() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def test_without_the_secret_that_both_share_nobody_shakes_hands(ground: Ground) -> None:
    """[VP13]"""
    one, tunnel, ours = ground.devices[0], ground.tunnel, secret()
    gateway = tunnel.see().public_key
    tunnel.set_peers([Peer(one.key.public, one.address, ours)], [], 1)
    grant(ground, Zone.WORK)
    assert one.reaches(SERVICE) == set()
    one.dial(gateway, secret())
    assert one.reaches(SERVICE) == set()
    assert tunnel.see().peers[0].handshake_at is None
    one.dial(gateway, ours)
    assert soon(lambda: one.reaches(SERVICE) == {SERVICE})
    assert ours not in repr(tunnel.see())


def test_hostd_does_not_repeat_a_secret_that_it_refuses(ground: Ground) -> None:
    """[VP13] [VW7]"""
    ours = secret()
    peer = f'{{"key": "short", "address": "10.128.0.9", "preshared": "{ours}"}}'
    line = f'{{"verb": "set_peers", "put": [{peer}], "remove": [], "revision": 1}}'
    said = answer(ground.tunnel, line.encode()).model_dump_json()
    assert "key" in said
    assert ours not in said


def test_with_the_kill_switch_nothing_leaves_beside_the_tunnel(
    ground: Ground, tmp_path: Path
) -> None:
    """[VB5] The lines of the script as wg-quick runs them, with a route that somebody's network
    hands out for the agency's own address (CVE-2024-3661)."""
    one, beside = ground.devices[0], f"tcp:{ground.devices[0].link}.1:22"
    ground.let_in(one)
    grant(ground, Zone.WORK)
    one.stop()
    assert one.home.reaches(beside) == {beside}
    file = tmp_path / f"{one.device}.conf"
    file.write_text(profile(one, ground.tunnel.see().public_key, tmp_path))
    file.chmod(0o600)
    one.home.run("wg-quick", "up", str(file))
    assert soon(lambda: one.home.reaches(SERVICE) == {SERVICE})
    assert one.home.reaches(beside) == set()
    rogue = ("route", "add", f"{AGENCY}/32", "via", f"{one.link}.1")
    one.home.run("ip", *rogue)
    assert one.home.reaches(SERVICE) == set(), "it fails, and is seen by nobody"
    one.home.run("ip", "route", "delete", *rogue[2:])
    assert soon(lambda: one.home.reaches(SERVICE) == {SERVICE})
    one.home.run("wg-quick", "down", str(file))
    assert one.home.reaches(beside) == {beside}


def profile(device: Device, gateway_key: str, folder: Path) -> str:
    (folder / "own.key").write_text(device.key.secret)
    script = (ROOT / "deploy" / "gvpn" / "enrol.sh").read_text()
    switch = re.findall(r"^((?:PostUp|PreDown) = nft .*?)\\?$", script, re.MULTILINE)
    lines = [
        "[Interface]",
        f"PostUp = wg set %i private-key {folder}/own.key",
        *switch,
        f"Address = {device.address}/32",
        "MTU = 1420",
        "[Peer]",
        f"PublicKey = {gateway_key}",
        f"Endpoint = {device.link}.1:{PORT}",
        f"AllowedIPs = {EVERYTHING}",
        "PersistentKeepalive = 1",
    ]
    assert len(switch) == 2, "one that shuts and one that opens"
    return "\n".join(lines) + "\n"
