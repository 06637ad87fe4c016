"""What a device says of itself, and what is made of it."""

import json
import os
import socket
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from kernel.settings import ROOT
from tests.vpn.conftest import Tunnel
from tests.vpn.policy.test_policy import BODY
from tests.vpn.sessions.test_sessions import address, call, call_history, start, ways
from vpn.posture.store import postures

GOOD = {"system": "Debian GNU/Linux 12 (bookworm)", "disk": "on", "lock": "on"}


@pytest.fixture
def wanted(tunnel: Tunnel) -> Tunnel:
    """Kim's laptop is in the tunnel, and the work zone wants devices that are sound."""
    tunnel.has_gateway()
    tunnel.device("kim")
    body = BODY | {"trust": "sound"}
    assert tunnel.officer.post("/api/admin/gvpn/policies", **body).status_code == 201
    tunnel.keep()
    return tunnel


def say(tunnel: Tunnel, where: str = "", **said: str) -> int:
    headers = {"X-Onmaru-Client": where or address(tunnel)}
    body = GOOD | said
    return tunnel.anyone.post("/api/gvpn/posture", json=body, headers=headers).status_code


def misses(tunnel: Tunnel) -> list[str]:
    here = call(tunnel, "GET", "session").get_json()
    return list(next(one for one in here["zones"] if one["zone"] == "work")["misses"])


def test_a_policy_lets_in_what_says_that_it_is_sound(wanted: Tunnel) -> None:
    """[VS11]"""
    assert misses(wanted) == ["posture"], "it has said nothing"
    for off in ({"disk": "off"}, {"lock": "unknown"}):
        assert say(wanted, **off) == 204
        assert misses(wanted) == ["posture"]
    assert start(wanted).get_json()["misses"] == ["posture"]
    assert say(wanted) == 204
    assert start(wanted).status_code == 201
    wanted.world.pass_time(timedelta(hours=24))
    [said] = wanted.world.sign_in("kim").get("/api/gvpn/postures").get_json()["postures"]
    assert said["lacks"] == ["silent"], "that was yesterday"


def test_a_session_ends_when_its_device_says_less(wanted: Tunnel) -> None:
    """[VS11]"""
    say(wanted)
    start(wanted)
    wanted.keep()
    say(wanted)
    wanted.keep()
    assert ways(wanted) != {}
    say(wanted, disk="off")
    wanted.keep()
    assert ways(wanted) == {}
    assert call_history(wanted)[0]["end_reason"] == "posture"


def test_a_session_ends_when_what_its_device_said_is_a_day_old(wanted: Tunnel) -> None:
    """[VS11] Whoever stops saying it is not believed for longer, although the tunnel is used."""
    say(wanted)
    with wanted.world.begin() as tx:
        almost = wanted.world.now() - timedelta(hours=23, minutes=50)
        tx.db.execute(update(postures).values(said_at=almost))
    start(wanted)
    for minutes, ended in ((8, None), (3, "posture")):
        wanted.world.pass_time(timedelta(minutes=minutes))
        wanted.traffic(100_000)
        wanted.keep()
        assert call_history(wanted)[0]["end_reason"] == ended
    assert ways(wanted) == {}


def test_only_a_device_that_calls_through_the_tunnel_says_anything(wanted: Tunnel) -> None:
    """[VS11] [VP8]"""
    nobodys = str(wanted.world.workplace.vpn.gateways.plan.gateway + 200)
    for where in ("203.0.113.7", "-", "::1", nobodys):
        assert say(wanted, where) == 404
    [device] = wanted.devices("kim")
    wanted.admin.post(f"/api/admin/gvpn/devices/{device['id']}/cut")
    assert say(wanted, device["address"]) == 404


def test_its_owner_and_administrators_read_it_and_a_change_is_in_the_audit(
    wanted: Tunnel,
) -> None:
    """[VS11] [VP8]"""
    for _ in range(3):
        say(wanted, lock="off")
    mine = wanted.world.sign_in("kim").get("/api/gvpn/postures").get_json()["postures"]
    assert [(one["system"], one["lacks"]) for one in mine] == [(GOOD["system"], ["lock"])]
    assert wanted.admin.get("/api/admin/gvpn/postures").get_json()["postures"] == mine
    assert wanted.world.as_user("lee").get("/api/gvpn/postures").get_json()["postures"] == []
    assert wanted.world.as_user("lee").get("/api/admin/gvpn/postures").status_code == 403
    acts = [act for _, act, _ in wanted.world.audited()]
    assert acts.count("vpn.say_posture") == 1


def test_the_explanation_names_it(wanted: Tunnel) -> None:
    """[VS4] [VS11]"""
    [device] = wanted.devices("kim")
    asked = {"device_id": device["id"], "zone": "work", "proof": "passkey"}
    shown = wanted.admin.get("/api/admin/gvpn/explain", **asked).get_json()
    assert (shown["allowed"], shown["steps"][0]["misses"]) == (False, ["posture"])
    say(wanted)
    assert wanted.admin.get("/api/admin/gvpn/explain", **asked).get_json()["allowed"] is True


GNOME = 'case "$*" in *gnome-shell*) exit 0 ;; *) exit 1 ;; esac'
PLASMA = 'case "$*" in *plasmashell*) exit 0 ;; *) exit 1 ;; esac'
CASES: list[tuple[dict[str, str], str, str]] = [
    ({"lsblk": "printf 'lvm\\ncrypt\\npart\\ndisk\\n'", "pgrep": GNOME,
      "gsettings": 'case "$*" in *lock-enabled) echo true ;; *) echo uint32 300 ;; esac'},
     "on", "on"),
    ({"lsblk": "printf 'part\\ndisk\\n'", "pgrep": GNOME,
      "gsettings": 'case "$*" in *lock-enabled) echo true ;; *) echo uint32 0 ;; esac'},
     "off", "off"),
    ({"lsblk": "exit 1", "pgrep": GNOME, "gsettings": "exit 1"}, "unknown", "unknown"),
    ({"lsblk": "printf 'crypt\\n'", "pgrep": PLASMA, "kreadconfig5": "echo true"}, "on", "on"),
    ({"lsblk": "printf 'crypt\\n'", "pgrep": PLASMA, "kreadconfig5": "echo false"}, "on", "off"),
    ({"lsblk": "printf 'crypt\\n'", "pgrep": "exit 1"}, "on", "unknown"),
]  # fmt: skip


@pytest.mark.skipif(os.geteuid() != 0, reason="asks as whoever sits there: needs root")
@pytest.mark.parametrize(("programs", "disk", "lock"), CASES)
def test_a_linux_computer_tells_what_it_knows_and_does_not_guess(
    tmp_path: Path, programs: dict[str, str], disk: str, lock: str
) -> None:
    """[VS11] The script as it is served, with this machine's shell and programs that answer so."""
    found = {"findmnt": "echo /dev/mapper/root", "uname": "echo Linux", **programs}
    assert tells(tmp_path, found) == {"system": os_name(), "disk": disk, "lock": lock}


def test_a_mac_is_asked_with_its_own_programs(tmp_path: Path) -> None:
    """[VS11] As the manuals of fdesetup and sysadminctl have their answers."""
    found = {
        "uname": "echo Darwin", "sw_vers": "echo 15.1", "stat": "echo root",
        "fdesetup": "echo 'FileVault is On.'", "launchctl": 'shift 4; exec "$@"',
        "sudo": 'shift 2; exec "$@"', "sysadminctl": "echo 'screenLock is off' >&2",
    }  # fmt: skip
    found["launchctl"] = "echo 'screenLock delay is immediate' >&2"
    assert tells(tmp_path, found) == {"system": "macOS 15.1", "disk": "on", "lock": "on"}
    found["launchctl"] = "echo 'screenLock is off' >&2"
    found["fdesetup"] = "echo 'FileVault is Off.'"
    assert tells(tmp_path, found) == {"system": "macOS 15.1", "disk": "off", "lock": "off"}


def tells(where: Path, programs: dict[str, str]) -> dict[str, Any]:
    for name, line in programs.items():
        (where / name).write_text(f"#!/bin/sh\n{line}\n")
        (where / name).chmod(0o755)
    bus = where / "0" / "bus"
    bus.parent.mkdir(exist_ok=True)
    bus.unlink(missing_ok=True)
    environment = {"PATH": f"{where}:/usr/bin:/bin:/usr/sbin:/sbin", "ONMARU_SEATS": str(where)}
    with socket.socket(socket.AF_UNIX) as seat:
        seat.bind(os.path.relpath(bus))  # a socket's name is short
        done = subprocess.run(
            ["sh", str(ROOT / "deploy" / "gvpn" / "posture.sh")],
            env=environment, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def os_name() -> str:
    lines = Path("/etc/os-release").read_text().splitlines()
    return next(
        line.partition("=")[2].strip('"') for line in lines if line.startswith("PRETTY_NAME=")
    )
