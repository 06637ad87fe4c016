"""What a computer says by itself while no page is open."""

import os
import socket
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from tests.vpn.conftest import Tunnel
from tests.vpn.sessions.test_sessions import address, inside, start

__all__ = ["inside"]  # a fixture
LEFT = "/api/gvpn/left"


def left(tunnel: Tunnel, where: str) -> str:
    reply = tunnel.anyone.get(LEFT, headers={"X-Onmaru-Client": where})
    assert reply.status_code == 200
    return reply.get_data(as_text=True)


def test_a_device_is_told_how_long_its_session_lasts_and_others_nothing(inside: Tunnel) -> None:
    """[VS3] By its address inside, without a sign-in."""
    mine = address(inside)
    inside.device("lee")
    others = [address(inside, "lee"), "203.0.113.7", "-", "::1"]
    assert left(inside, mine) == "left=0\n"
    start(inside)
    inside.world.pass_time(timedelta(hours=7, minutes=46))
    assert left(inside, mine) == f"left={14 * 60}\nidle=0\n"
    for other in others:
        assert left(inside, other) == "left=0\n"
    inside.world.pass_time(timedelta(minutes=20))
    assert left(inside, mine) == "left=0\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="speaks as whoever sits there: needs root")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ko", ["3분 안에", "3분 안에", "15분 안에", "5분 안에", "끝났습니다"]),
        ("en", ["within 3", "within 3", "15 minutes", "5 minutes", "ended"]),
    ],
)
def test_a_linux_computer_says_it_on_the_screens_of_those_who_sit_there(
    inside: Tunnel, tmp_path: Path, language: str, words: list[str]
) -> None:
    """[VS3] [VS14] The script as it is served, by a shell; each answer of the portal is one line
    here."""
    script = inside.anyone.get("/api/gvpn/watch.sh").get_data(as_text=True)
    portal = str(inside.world.workplace.vpn.gateways.plan.gateway)
    assert f"PORTAL='{portal}'" in script
    answers = [
        "", "left=5000 idle=1800", "left=4000 idle=175", "left=3990 idle=100",
        "left=3900 idle=1700", "left=3000 idle=180", "left=2900 idle=1600", "left=890 idle=900",
        "left=700", "left=299 idle=900", "left=20 idle=150", "left=0", "left=0",
    ]  # fmt: skip
    (tmp_path / "answers").write_text("\n".join(answers) + "\n")
    programs = {
        "wg": f"test -s {tmp_path}/answers",
        "curl": f"case $* in *posture*) cat >>{tmp_path}/posture; exit ;; esac;"
        f" head -n 1 {tmp_path}/answers | tr ' ' '\\n'; sed -i 1d {tmp_path}/answers",
        "notify-send": f'echo "$@" "$DBUS_SESSION_BUS_ADDRESS" >>{tmp_path}/said',
    }
    for name, line in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / name).chmod(0o755)
    bus = tmp_path / "0" / "bus"
    bus.parent.mkdir()
    file = tmp_path / "onmaru-watch"
    file.write_text(script.replace("@spoken@", language))
    (tmp_path / "onmaru-posture").write_text("echo how-it-is\n")
    environment = {
        "PATH": f"{tmp_path}:/usr/bin:/bin:/usr/sbin:/sbin",
        "ONMARU_SEATS": str(tmp_path), "ONMARU_POLL": "0.01",
    }  # fmt: skip
    with socket.socket(socket.AF_UNIX) as seat:
        seat.bind(os.path.relpath(bus))  # a socket's name is short
        subprocess.run(["sh", str(file), "wg0"], env=environment, check=True, timeout=60)
    said = (tmp_path / "said").read_text().splitlines()
    assert (tmp_path / "posture").read_text() == "how-it-is", "once, and not at each look"
    assert len(said) == len(words)
    for line, word in zip(said, words, strict=True):
        assert word in line
        assert "http://localhost:8080/gvpn" in line
        assert line.endswith(f"unix:path={bus}")
