import base64
import re
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.serving import make_server

from kernel.tokens import hash_token
from tests.vpn.conftest import Keys, Tunnel
from vpn.enrolment import rules, store
from vpn.gateways import store as gateways


def test_a_device_is_added_by_its_code_and_waits_for_an_administrator(tunnel: Tunnel) -> None:
    """[VP2] [VP5]"""
    reply = tunnel.enrol(tunnel.code())
    assert (reply.status_code, reply.get_json()["state"]) == (201, "waiting")
    [shown] = tunnel.devices()
    assert (shown["state"], shown["trust"]) == ("waiting", "claimed")
    pickup = reply.get_json()["pickup"]
    waiting = tunnel.anyone.post("/api/gvpn/enrol/profile.conf", json={"pickup": pickup})
    assert (waiting.status_code, waiting.get_json()["why"]) == (409, "approval")


def test_a_code_adds_one_device_and_only_its_hash_is_kept(tunnel: Tunnel) -> None:
    """[VP2] [VP10]"""
    code = tunnel.code()
    with tunnel.world.begin() as tx:
        assert tx.db.scalars(select(store.enrolments.c.hash)).all() == [hash_token(code)]
    assert tunnel.enrol(code).status_code == 201
    again = tunnel.enrol(code)
    assert (again.status_code, again.get_json()["code"]) == (403, "enrolment_code_refused")
    assert ("-", "vpn.enrol", "refused") in tunnel.world.audited()


def test_a_code_is_over_after_ten_minutes_and_says_the_same_as_a_wrong_one(tunnel: Tunnel) -> None:
    """[VP2] [VP10]"""
    code = tunnel.code()
    tunnel.world.pass_time(timedelta(minutes=10))
    late, wrong = tunnel.enrol(code), tunnel.enrol("aaaa-bbbb-cccc")
    late_says, wrong_says = ({**r.get_json(), "request_id": ""} for r in (late, wrong))
    assert late_says == wrong_says


def test_of_many_that_use_one_code_at_once_one_gets_in(tunnel: Tunnel) -> None:
    """[VP2]"""
    code = tunnel.code()
    found: list[int] = []
    clients = [tunnel.anyone for _ in range(4)]

    def attempt(client: FlaskClient) -> None:
        found.append(client.post("/api/gvpn/enrol", json=Keys().body(code)).status_code)

    threads = [threading.Thread(target=attempt, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [201, 403, 403, 403]


def test_a_refused_key_leaves_the_code_as_it_was(tunnel: Tunnel) -> None:
    """[VP2] [VP6]"""
    code, keys = tunnel.code(), Keys()
    foreign = Keys().body(code)["signature"]
    refused = tunnel.enrol(code, keys, signature=foreign)
    assert (refused.status_code, refused.get_json()["why"]) == (400, "signature")
    zero = tunnel.enrol(code, keys, public_key=base64.b64encode(bytes(32)).decode())
    assert zero.get_json()["code"] == "tunnel_key_malformed"
    assert tunnel.enrol(code, keys).status_code == 201


def test_only_p256_is_certified(tunnel: Tunnel) -> None:
    """[VP6]"""
    keys = Keys(device=ec.generate_private_key(ec.SECP384R1()))
    refused = tunnel.enrol(tunnel.code(), keys)
    assert refused.get_json()["why"] == "curve"


def test_a_key_that_was_ever_known_is_not_taken_again(tunnel: Tunnel) -> None:
    """[VP3]"""
    keys = Keys()
    device = tunnel.device(keys=keys)
    assert tunnel.world.as_user("kim").delete(f"/api/gvpn/devices/{device}").status_code == 204
    assert tunnel.enrol(tunnel.code("lee"), keys).get_json()["code"] == "tunnel_key_malformed"


def test_the_profile_has_all_but_the_private_key(tunnel: Tunnel) -> None:
    """[VP1]"""
    tunnel.has_gateway(approval="never")
    with tunnel.world.begin() as tx:
        gateways.note_key(tx.db, bytes(range(32)))
    welcome = tunnel.enrol(tunnel.code()).get_json()
    reply = tunnel.anyone.post("/api/gvpn/enrol/profile.conf", json={"pickup": welcome["pickup"]})
    text = reply.get_data(as_text=True)
    assert reply.status_code == 200
    assert "Endpoint = gw.hanbit.example:51820" in text
    assert re.search(r"^Address = 10\.\d+\.\d+\.\d+/32$", text, re.MULTILINE)
    assert "PrivateKey" not in text


def test_the_certificate_is_the_devices_own_and_of_90_days(tunnel: Tunnel) -> None:
    """[VP6]"""
    keys = Keys()
    welcome = tunnel.enrol(tunnel.code(), keys).get_json()
    pem = tunnel.anyone.post("/api/gvpn/enrol/certificate.pem", json={"pickup": welcome["pickup"]})
    own, root = x509.load_pem_x509_certificates(pem.data)
    own.verify_directly_issued_by(root)
    assert own.public_key() == keys.device.public_key()
    assert own.not_valid_after_utc == tunnel.world.now() + timedelta(days=90)


def test_a_pickup_of_nobody_opens_nothing(tunnel: Tunnel) -> None:
    """[VP8]"""
    for path in ("profile.conf", "certificate.pem"):
        reply = tunnel.anyone.post(f"/api/gvpn/enrol/{path}", json={"pickup": "x" * 43})
        assert reply.status_code == 404


def test_a_profile_leads_the_agencys_traffic_or_all_of_it_into_the_tunnel(tunnel: Tunnel) -> None:
    """[VB5]"""
    tunnel.has_gateway(approval="never")
    with tunnel.world.begin() as tx:
        gateways.note_key(tx.db, bytes(range(32)))
    body = {"pickup": tunnel.enrol(tunnel.code()).get_json()["pickup"]}
    path = "/api/gvpn/enrol/profile.conf"
    split = tunnel.anyone.post(path, json=body).get_data(as_text=True)
    whole = tunnel.anyone.post(path, json=body | {"everything": True}).get_data(as_text=True)
    assert "AllowedIPs = 10." in split
    assert "AllowedIPs = 0.0.0.0/0, ::/0" in whole
    assert split.splitlines()[:4] == whole.splitlines()[:4]


def test_a_phone_needs_no_certificate(tunnel: Tunnel) -> None:
    """[VP1]"""
    body = {"code": tunnel.code(platform="android"), "public_key": Keys().public_key}
    assert tunnel.anyone.post("/api/gvpn/enrol", json=body).status_code == 201
    assert tunnel.devices()[0]["certificate_serial"] is None


def test_the_qr_code_leads_to_the_page_and_hides_the_code_from_servers(tunnel: Tunnel) -> None:
    """[VP2]"""
    reply = tunnel.world.as_user("kim").post(
        "/api/gvpn/enrolments", name="전화기", platform="ios", owner="personal"
    )
    shown = reply.get_json()
    assert shown["link"] == f"http://localhost:8080/gvpn/enrol#{shown['code']}"
    assert {len(row) for row in shown["qr"]} == {len(shown["qr"])}
    assert shown["code"] not in shown["command"]


@given(st.integers(0, 3), st.booleans())
def test_a_code_is_read_however_it_was_typed(spaces: int, is_shouted: bool) -> None:  # noqa: FBT001
    """[VP2]"""
    code = rules.new_code()
    text = code.replace("-", " " * spaces)
    assert rules.typed(text.upper() if is_shouted else text) == code


@pytest.fixture
def origin(tunnel: Tunnel) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, tunnel.world.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def run_script(tunnel: Tunnel, origin: str, folder: Path) -> subprocess.Popen[str]:
    """As it is served, with the code on its standard input: there is no terminal."""
    script = tunnel.anyone.get("/api/gvpn/enrol.sh").get_data(as_text=True)
    file = folder / "enrol.sh"
    file.write_text(script.replace("http://localhost:8080", origin))
    running = subprocess.Popen(
        ["setsid", "sh", str(file)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={"PATH": "/usr/bin:/bin", "ONMARU_WIREGUARD": str(folder), "ONMARU_POLL": "0.1"},
    )  # fmt: skip
    assert running.stdin is not None
    running.stdin.write(tunnel.code() + "\n")
    running.stdin.flush()
    return running


@pytest.mark.parametrize("approval", ["never", "always"])
def test_one_line_on_a_linux_computer_leaves_it_ready(
    tunnel: Tunnel, origin: str, tmp_path: Path, approval: str
) -> None:
    """[VP1] The script as it is served, run by a shell, against the real workplace."""
    tunnel.has_gateway(approval=approval)
    with tunnel.world.begin() as tx:
        gateways.note_key(tx.db, bytes(range(32)))
    running = run_script(tunnel, origin, tmp_path)
    if approval == "always":
        approve_first(tunnel)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 0, said
    key, private = tmp_path / "onmaru.key", (tmp_path / "onmaru.key").read_text()
    assert f"PostUp = wg set %i private-key {key}" in (tmp_path / "onmaru.conf").read_text()
    public = subprocess.check_output(["wg", "pubkey"], input=private, text=True)
    assert tunnel.devices()[0]["public_key"] == public.strip()
    assert oct(key.stat().st_mode & 0o777) == "0o600"
    assert len(x509.load_pem_x509_certificates((tmp_path / "onmaru-device.pem").read_bytes())) == 2


def approve_first(tunnel: Tunnel) -> None:
    """As soon as there is one that waits."""
    path = "/api/admin/gvpn/devices"
    for _ in range(600):
        waiting = tunnel.admin.get(path).get_json()["devices"]
        if waiting:
            device = waiting[0]["id"]
            assert tunnel.admin.post(f"{path}/{device}/approve", trust="managed").status_code == 204
            return
        threading.Event().wait(0.1)
    raise AssertionError("no device came")
