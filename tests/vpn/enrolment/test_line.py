"""The branches of the line that a computer runs, with a timer's program that only notes it was
called."""

import base64
import os
import plistlib
import shutil
import subprocess
from pathlib import Path

import pytest

from kernel.settings import ROOT
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
    shell = more.pop("shell", "/bin/sh").split()
    (where / "enrol.sh").write_text(script.replace("http://localhost:8080", at))
    done = subprocess.run(
        ["/usr/bin/setsid", *shell, where / "enrol.sh"], input=f"{code}\n", text=True,
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


def mac(folder: Path) -> Path:
    """Homebrew's programs, with those of macOS that this machine lacks."""
    folder.mkdir()
    brew = tools(folder / "bin", *TOOLS, "wg", "sleep")
    (brew / "uname").unlink()
    stub(brew / "uname", "echo Darwin")
    stub(brew / "launchctl", f'echo "$@" >>{folder}/told')
    return brew


def test_on_a_mac_it_lies_where_its_wg_quick_looks_and_launchd_renews(
    tunnel: Tunnel, origin: str, tmp_path: Path
) -> None:
    """[VP11] As the documentation of Homebrew and launchd has it: wg in PREFIX/bin, its files in
    PREFIX/etc/wireguard, a property list for each daemon."""
    tunnel.has_gateway(approval="never")
    with tunnel.world.begin() as tx:
        gateways.note_key(tx.db, bytes(range(32)))
    brew, units = mac(tmp_path / "homebrew"), tmp_path / "units"
    units.mkdir()
    more = {"origin": origin, "ONMARU_UNITS": str(units), "ONMARU_WIREGUARD": ""}
    more["shell"] = "/usr/bin/bash --posix"  # what sh is there
    status, said = run(tunnel, tmp_path, brew, tunnel.code(), **more)
    folder = tmp_path / "homebrew" / "etc" / "wireguard"
    assert (status, f"sudo wg-quick up {folder}/onmaru.conf" in said) == (0, True), said
    with (units / "onmaru-renew.plist").open("rb") as file:
        assert plistlib.load(file)["ProgramArguments"] == ["/bin/sh", f"{folder}/onmaru-renew"]
    assert (tmp_path / "homebrew" / "told").read_text().splitlines() == [
        "bootout system/onmaru-renew",
        f"bootstrap system {units}/onmaru-renew.plist",
    ]
    assert {oct(file.stat().st_mode & 0o77) for file in folder.iterdir()} == {"0o0"}


def test_what_wg_quick_runs_names_files_and_no_secrets(
    tunnel: Tunnel, origin: str, tmp_path: Path
) -> None:
    """[VP1] [VP13] [VB5] With the kill switch, that too."""
    tunnel.has_gateway(approval="never")
    with tunnel.world.begin() as tx:
        gateways.note_key(tx.db, bytes(range(32)))
    path = tools(tmp_path / "bin", *TOOLS, "wg", "sleep")
    stub(path / "nft", ":")
    more = {"origin": origin, "ONMARU_ONLY": "1"}
    status, said = run(tunnel, tmp_path, path, tunnel.code(), **more)
    assert status == 0, said
    conf = (tmp_path / "onmaru.conf").read_text()
    lines = [line for line in conf.splitlines() if line.startswith(("PostUp", "PreDown"))]
    gateway = base64.b64encode(bytes(range(32))).decode()
    assert lines[2:] == [
        f"PostUp = wg set %i private-key {tmp_path}/onmaru.key"
        f" peer {gateway} preshared-key {tmp_path}/onmaru.psk",
        f"PostUp = sh {tmp_path}/onmaru-watch %i >/dev/null 2>&1 &",
    ]
    assert lines[0].startswith('PostUp = nft "table inet onmaru_only {')
    assert lines[1] == "PreDown = nft delete table inet onmaru_only"
    assert "AllowedIPs = 0.0.0.0/0, ::/0" in conf
    assert (tmp_path / "onmaru.psk").read_text().strip() not in conf


def test_a_line_that_was_cut_off_does_nothing(tunnel: Tunnel, tmp_path: Path) -> None:
    """[VP2] `curl | sh` runs what has come; whatever the place, the shell waits for the end."""
    whole = tunnel.anyone.get("/api/gvpn/enrol.sh").get_data(as_text=True)
    path = tools(tmp_path / "bin", *TOOLS)
    for at in (len(whole) // 3, len(whole) // 2, len(whole) - 4):
        done = subprocess.run(
            ["/bin/sh"], input=whole[:at], text=True, capture_output=True, check=False,
            env={"PATH": str(path), "ONMARU_WIREGUARD": str(tmp_path / "wg")},
        )  # fmt: skip
        assert done.returncode != 0
        assert not done.stdout
    assert not (tmp_path / "wg").exists()


def test_where_there_is_no_line_it_says_so(tunnel: Tunnel, tmp_path: Path) -> None:
    path = tools(tmp_path / "bin", *TOOLS, "wg", "sleep")
    status, said = run(tunnel, tmp_path, path, "aaaa-bbbb-cccc", LANG="ko_KR.UTF-8")
    assert (status, "연결하지 못했습니다" in said) == (1, True), said
    assert list(tmp_path.glob("onmaru*")) == []


@pytest.mark.parametrize(
    ("answer", "told", "kept"),
    [
        ('{"code": "device_refused", "reason": "not ours"}', "let this device in: not ours", 0),
        ("<html>403 Forbidden</html>", "could not be asked", 3),
        ('{"code": "blocked", "reason": "device_refused"}', "could not be asked", 3),
    ],
)
def test_only_an_administrator_s_no_takes_the_keys_away(
    tunnel: Tunnel, tmp_path: Path, answer: str, told: str, kept: int
) -> None:
    """[VP14] What an edge refuses on the way is decided by nobody."""
    path = tools(tmp_path / "bin", *TOOLS, "wg", "sleep")
    (path / "curl").unlink()
    (tmp_path / "no").write_text(answer)
    took = """printf '{"pickup": "p"}' >"$5"; printf 201"""
    refused = f"""cat {tmp_path}/no >"$5"; printf 403"""
    stub(path / "curl", f'case "$*" in */enrol) {took} ;; *) {refused} ;; esac')
    status, said = run(tunnel, tmp_path, path, "aaaa-bbbb-cccc")
    assert (status, told in said) == (1, True), said
    assert len(list(tmp_path.glob("onmaru*"))) == kept


def stub(file: Path, line: str) -> None:
    file.write_text(f"#!/bin/sh\n{line}\n")
    file.chmod(0o755)


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="deploy/packages-dev.txt has it")
@pytest.mark.parametrize("name", ["enrol", "renew", "watch", "posture"])
def test_nothing_is_doubtful_in_what_strangers_computers_run(name: str) -> None:
    done = subprocess.run(
        ["shellcheck", "--shell=sh", "--severity=warning", f"deploy/gvpn/{name}.sh"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == ""
