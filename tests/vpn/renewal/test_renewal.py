"""A device's next certificate and key."""

import base64
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from sqlalchemy import update
from werkzeug.test import TestResponse

from tests.vpn.conftest import Keys, Tunnel
from tests.vpn.enrolment.test_enrolling import origin, run_script
from vpn.devices.store import keys
from vpn.gateways import store as gateways

__all__ = ["origin"]  # a fixture


def serial(tunnel: Tunnel) -> str:
    return str(tunnel.devices()[0]["certificate_serial"])


def renew(tunnel: Tunnel, body: dict[str, Any]) -> TestResponse:
    return tunnel.anyone.post("/api/gvpn/renew", json=body)


def test_a_device_renews_its_certificate_and_brings_its_next_key(tunnel: Tunnel) -> None:
    """[VP11] [VP12]"""
    first, following = Keys(), Keys()
    tunnel.has_gateway()
    tunnel.device(keys=first)
    before = tunnel.devices()[0]
    tunnel.world.pass_time(timedelta(days=60))
    tunnel.keep()
    reply = renew(tunnel, first.renewal(before["certificate_serial"], following))
    assert reply.status_code == 200, reply.json
    made, _ = x509.load_pem_x509_certificates(reply.data)
    assert made.not_valid_after_utc == tunnel.world.now() + timedelta(days=90)
    assert made.public_key() == first.device.public_key()
    tunnel.host.silent.add(following.public_key)
    tunnel.keep()
    held = tunnel.host.peers[first.public_key]
    assert tunnel.host.peers == {first.public_key: held, following.public_key: None}
    assert tunnel.devices()[0]["public_key"] == first.public_key
    tunnel.host.silent.clear()
    tunnel.keep()
    tunnel.keep()
    assert tunnel.host.peers == {following.public_key: held}
    after = tunnel.devices()[0]
    assert (after["public_key"], after["address"]) == (following.public_key, before["address"])
    assert after["valid_until"] > before["valid_until"]
    assert tunnel.world.audited().count(("-", "vpn.rotate_key", "done")) == 1


def test_the_same_question_has_the_same_answer_and_no_other_one_is_taken(tunnel: Tunnel) -> None:
    """[VP11]"""
    first, following = Keys(), Keys()
    tunnel.device(keys=first)
    number = serial(tunnel)
    asked = first.renewal(number, following)
    answers = [renew(tunnel, asked) for _ in range(2)]
    assert answers[0].data == answers[1].data
    assert renew(tunnel, first.renewal(number, Keys())).status_code == 403, "it was replaced"
    assert renew(tunnel, first.renewal(serial(tunnel), first)).data == answers[0].data
    assert renew(tunnel, first.renewal(serial(tunnel), Keys())).status_code == 200


def test_what_the_certificates_key_did_not_sign_or_was_known_before_renews_nothing(
    tunnel: Tunnel,
) -> None:
    """[VP11] [VP3]"""
    first, other, stranger = Keys(), Keys(), Keys()
    tunnel.device(keys=first)
    tunnel.device("lee", keys=other)
    number = serial(tunnel)
    forged = stranger.renewal(number, Keys())
    enrolment = first.body("x")
    signed_otherwise = {"serial": number, "public_key": first.public_key} | {
        "signature": enrolment["signature"]
    }
    for wrong in (
        forged,
        signed_otherwise,
        first.renewal("00", Keys()),
        first.renewal(number, other),
    ):
        assert renew(tunnel, wrong).status_code == 403
    assert serial(tunnel) == number
    assert ("-", "vpn.renew", "refused") in tunnel.world.audited()


def test_who_is_lost_or_past_its_time_is_added_anew(tunnel: Tunnel) -> None:
    """[VP11] [VP7]"""
    lost, late = Keys(), Keys()
    device = tunnel.device(keys=lost)
    asked = lost.renewal(serial(tunnel), Keys())
    tunnel.world.as_user("kim").delete(f"/api/gvpn/devices/{device}")
    assert renew(tunnel, asked).get_json()["code"] == "renewal_refused"
    tunnel.device(keys=late)
    asked = late.renewal(serial(tunnel), Keys())
    tunnel.world.pass_time(timedelta(days=90))
    assert renew(tunnel, asked).status_code == 403


def test_a_lost_device_takes_its_next_key_along(tunnel: Tunnel) -> None:
    """[VP7] [VP12]"""
    first, following = Keys(), Keys()
    tunnel.has_gateway()
    device = tunnel.device(keys=first)
    assert renew(tunnel, first.renewal(serial(tunnel), following)).status_code == 200
    tunnel.host.silent.add(following.public_key)
    tunnel.keep()
    tunnel.admin.post(f"/api/admin/gvpn/devices/{device}/cut")
    tunnel.keep()
    assert tunnel.host.peers == {}


def test_the_line_of_a_computer_renews_it_and_leaves_it_ready_again(
    tunnel: Tunnel, origin: str, tmp_path: Path
) -> None:
    """[VP11] The scripts as they are served, run by a shell, against the real workplace."""
    tunnel.has_gateway(approval="never")
    with tunnel.world.begin() as tx:
        gateways.note_key(tx.db, bytes(range(32)))
    run_script(tunnel, origin, tmp_path).communicate(timeout=60)
    files = [tmp_path / name for name in ("onmaru.key", "onmaru-device.pem")]
    before, number = [file.read_text() for file in files], serial(tunnel)
    script = tunnel.anyone.get("/api/gvpn/renew.sh").get_data(as_text=True)
    line = tmp_path / "onmaru-renew"
    line.write_text(script.replace("http://localhost:8080", origin))

    def run(**more: str) -> tuple[int, str]:
        done = subprocess.run(
            ["sh", line], capture_output=True, text=True, check=False, timeout=60,
            env={"PATH": "/usr/bin:/bin", "ONMARU_INTERFACE": "none0", **more},
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    assert run() == (0, "It is not time yet.\n")
    assert run(ONMARU_NOW="1") == (0, "Renewed.\n")
    after = [file.read_text() for file in files]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert serial(tunnel) != number
    assert not (tmp_path / "onmaru.key.new").exists()
    [device] = [one["id"] for one in tunnel.devices()]
    tunnel.world.as_user("kim").delete(f"/api/gvpn/devices/{device}")
    code, told = run(ONMARU_NOW="1", LANG="ko_KR.UTF-8")
    assert (code, "새로 등록하세요" in told) == (1, True)


def renewed_by_hand(
    tunnel: Tunnel, origin: str, folder: Path
) -> "subprocess.CompletedProcess[str]":
    script = tunnel.anyone.get("/api/gvpn/renew.sh").get_data(as_text=True)
    return subprocess.run(
        ["sh", "-s", "now"], input=script.replace("http://localhost:8080", origin), text=True,
        capture_output=True, check=False, timeout=60,
        env={
            "PATH": "/usr/bin:/bin", "ONMARU_INTERFACE": "none0",
            "ONMARU_WIREGUARD": str(folder),
        },
    )  # fmt: skip


def test_a_computer_from_before_preshared_keys_gets_one_by_one_line_and_keeps_it(
    tunnel: Tunnel, origin: str, tmp_path: Path
) -> None:
    """[VP11] [VP13] It was left by the enrolment of those days: no preshared key, no watch."""
    tunnel.has_gateway(approval="never")
    with tunnel.world.begin() as tx:
        gateways.note_key(tx.db, bytes(range(32)))
    run_script(tunnel, origin, tmp_path).communicate(timeout=60)
    conf, psk = tmp_path / "onmaru.conf", tmp_path / "onmaru.psk"
    lines = [line for line in conf.read_text().splitlines() if not line.startswith("PostUp")]
    lines.insert(1, f"PostUp = wg set %i private-key {tmp_path}/onmaru.key")
    conf.write_text("\n".join(lines) + "\n")
    for name in ("onmaru.psk", "onmaru-watch", "onmaru-posture", "onmaru-renew"):
        (tmp_path / name).unlink()
    with tunnel.world.begin() as tx:
        tx.db.execute(update(keys).values(shared=None))
    assert not tunnel.devices()[0]["has_preshared_key"]
    done = renewed_by_hand(tunnel, origin, tmp_path)
    assert (done.returncode, done.stdout) == (0, "Renewed.\n"), done.stderr
    gateway = base64.b64encode(bytes(range(32))).decode()
    up = [line for line in conf.read_text().splitlines() if line.startswith("PostUp")]
    assert sorted(up) == [
        f"PostUp = sh {tmp_path}/onmaru-watch %i >/dev/null 2>&1 &",
        f"PostUp = wg set %i private-key {tmp_path}/onmaru.key"
        f" peer {gateway} preshared-key {tmp_path}/onmaru.psk",
    ]
    assert len(psk.read_text().strip()) == 44
    tunnel.keep()
    tunnel.keep()
    assert tunnel.devices()[0]["has_preshared_key"]
    assert psk.read_text().strip() in tunnel.host.preshared.values()
    assert {file.name for file in tmp_path.glob("onmaru-*")} >= {
        "onmaru-watch", "onmaru-posture", "onmaru-renew",
    }  # fmt: skip


def test_a_program_that_runs_gets_a_new_one_beside_it(
    tunnel: Tunnel, origin: str, tmp_path: Path
) -> None:
    """[VP11] A shell reads on as it goes: in a file that was written over, another's middle."""
    tunnel.has_gateway(approval="never")
    with tunnel.world.begin() as tx:
        gateways.note_key(tx.db, bytes(range(32)))
    watch = tmp_path / "onmaru-watch"
    for act in (
        lambda: run_script(tunnel, origin, tmp_path).communicate(timeout=60),
        lambda: renewed_by_hand(tunnel, origin, tmp_path),
    ):
        watch.write_text("# the one before\n")
        with watch.open() as running:
            act()
            assert running.read() == "# the one before\n"
        assert watch.read_text().startswith("#!/bin/sh\n")
