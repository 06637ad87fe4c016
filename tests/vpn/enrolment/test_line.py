"""The branches of the line that a computer runs, with a timer's program that only notes it was
called."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.vpn.conftest import Tunnel
from tests.vpn.enrolment.test_enrolling import origin
from vpn.gateways import store as gateways

__all__ = ["origin"]  # a fixture
TOOLS = (
    "sh",
    "openssl",
    "curl",
    "uname",
    "mkdir",
    "mktemp",
    "rm",
    "mv",
    "tr",
    "sed",
    "cat",
    "chmod",
)


def tools(folder: Path, *names: str) -> Path:
    """A PATH with these programs of this machine and no others."""
    folder.mkdir()
    for name in names:
        found = next(Path(d) / name for d in ("/usr/bin", "/bin") if (Path(d) / name).exists())
        (folder / name).symlink_to(found)
    return folder


def run(tunnel: Tunnel, where: Path, path: Path, code: str, **more: str) -> tuple[int, str]:
    script = tunnel.anyone.get("/api/gvpn/enrol.sh").get_data(as_text=True)
    at = more.pop("origin", "http://127.0.0.1:9")
    (where / "enrol.sh").write_text(script.replace("http://localhost:8080", at))
    done = subprocess.run(
        ["/usr/bin/setsid", "/bin/sh", where / "enrol.sh"], input=f"{code}\n", text=True,
        capture_output=True, timeout=60, check=False,
        env={"PATH": str(path), "ONMARU_WIREGUARD": str(where), "ONMARU_POLL": "0.1", **more},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("lang", "told"), [("ko_KR.UTF-8", "먼저 설치하세요"), ("C", "Install it")]
)
def test_a_program_that_is_missing_is_named_before_anything_is_asked(
    tunnel: Tunnel, tmp_path: Path, lang: str, told: str
) -> None:
    path = tools(tmp_path / "bin", *TOOLS)
    status, said = run(tunnel, tmp_path, path, "x", LANG=lang)
    assert status == 1
    assert said.startswith("wg ")
    assert told in said


def test_a_wrong_code_leaves_no_key_behind(tunnel: Tunnel, origin: str, tmp_path: Path) -> None:
    """[VP2]"""
    path = tools(tmp_path / "bin", *TOOLS, "wg", "sleep")
    status, said = run(tunnel, tmp_path, path, "aaaa-bbbb-cccc", origin=origin)
    assert (status, "older than ten minutes" in said) == (1, True)
    assert list(tmp_path.glob("onmaru*")) == []


def test_where_there_is_a_timer_it_is_told_to_renew_each_day(
    tunnel: Tunnel, origin: str, tmp_path: Path
) -> None:
    """[VP11]"""
    tunnel.has_gateway(approval="never")
    with tunnel.world.begin() as tx:
        gateways.note_key(tx.db, bytes(range(32)))
    path, units = tools(tmp_path / "bin", *TOOLS, "wg", "sleep"), tmp_path / "units"
    units.mkdir()
    (path / "systemctl").write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/told\n')
    (path / "systemctl").chmod(0o755)
    more = {"origin": origin, "ONMARU_UNITS": str(units)}
    status, said = run(tunnel, tmp_path, path, tunnel.code(), **more)
    assert (status, "crontab" in said) == (0, False), said
    assert (tmp_path / "told").read_text().splitlines() == [
        "daemon-reload", "enable --now onmaru-renew.timer",
    ]  # fmt: skip
    renew = tmp_path / "onmaru-renew"
    assert os.access(renew, os.X_OK)
    assert f"ExecStart=/bin/sh {renew}\n" in (units / "onmaru-renew.service").read_text()
    assert "OnCalendar=daily" in (units / "onmaru-renew.timer").read_text()
