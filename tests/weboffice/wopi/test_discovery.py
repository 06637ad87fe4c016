"""What an office says of itself: read by a job, from one origin, under bounds."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256

from kernel.actor import Role
from kernel.clock import utc_now
from tests.support.world import World
from tests.weboffice.wopi.office import (
    ORIGIN,
    Answers,
    WopiOffice,
    attach,
    discovery,
    keep,
    new_key,
)
from weboffice.wopi import store
from weboffice.wopi.adapters import fetch
from weboffice.wopi.adapters.fetch import HttpsFetch
from weboffice.wopi.discovery import Unusable, read
from weboffice.wopi.model import Mode, Problem
from weboffice.wopi.ports import FetchFailed

ADMIN = "/api/admin/external-office"


def test_types_and_keys_are_read() -> None:
    """[WO1] [WO7]"""
    found = read(discovery(present=new_key(), before=new_key()), ORIGIN)
    assert set(found.actions["docx"]) == {Mode.EDIT, Mode.VIEW}
    assert found.actions["hwp"][Mode.VIEW].startswith(f"{ORIGIN}/view/editor.html?")
    assert len(set(found.keys)) == 2
    assert read(discovery(), ORIGIN).keys == ()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", Problem.NOT_DISCOVERY),
        (b"<html/>", Problem.NOT_DISCOVERY),
        (
            b'<!DOCTYPE x [<!ENTITY e "v">]><wopi-discovery>&e;</wopi-discovery>',
            Problem.NOT_DISCOVERY,
        ),
        (b"<wopi-discovery/>", Problem.NO_TYPES),
        (discovery("https://other.example"), Problem.OTHER_ORIGIN),
        (discovery(f"{ORIGIN}.evil.example"), Problem.OTHER_ORIGIN),
        (discovery(ORIGIN.replace("https", "http")), Problem.OTHER_ORIGIN),
        (discovery(f"{ORIGIN}:8443"), Problem.OTHER_ORIGIN),
        (
            discovery().replace(b"</wopi", b'<proof-key modulus="AQAB" exponent="AQAB"/></wopi'),
            Problem.WEAK_KEY,
        ),
    ],
)
def test_what_does_not_help_is_named(data: bytes, problem: Problem) -> None:
    """[WO1] [WO7]"""
    with pytest.raises(Unusable) as refused:
        read(data, ORIGIN)
    assert refused.value.problem is problem


def test_an_administrator_names_it_and_a_job_looks(world: World) -> None:
    """[WO1]"""
    answers = Answers()
    admin, person = world.as_user("it", Role.IT_ADMIN), world.as_user("kim")
    assert person.get("/api/office/external/types").json == {"types": []}
    job = attach(world, answers)
    state = admin.get(ADMIN).json or {}
    assert (state["problem"], state["origin"], answers.asked) == (None, ORIGIN, [ORIGIN])
    assert {"ending": "hwp", "mode": "view"} in state["types"]
    assert person.get("/api/office/external/types").json == {"types": state["types"]}
    assert ("it", "weboffice.name_office", "done") in world.audited()
    job()
    assert len(answers.asked) == 1, "what is fresh is not asked again"
    world.pass_time(timedelta(seconds=1))
    assert admin.post(f"{ADMIN}/check").status_code == 200
    job()
    world.pass_time(timedelta(hours=12))
    job()
    assert len(answers.asked) == 3


def test_only_administrators_name_it(world: World) -> None:
    """[WO1]"""
    person = world.as_user("kim")
    for reply in (
        person.get(ADMIN),
        person.put(ADMIN, origin=ORIGIN),
        person.post(f"{ADMIN}/check"),
    ):
        assert reply.status_code == 403
    admin = world.as_user("it", Role.IT_ADMIN)
    for bad in ("http://office.example", world.settings.origin(admin.actor.zone), "https://a/b"):
        assert (admin.put(ADMIN, origin=bad).json or {})["code"] == "external_office_origin"
    assert admin.post(f"{ADMIN}/check").status_code == 404


def test_a_failure_is_shown_and_keeps_what_was_found(world: World) -> None:
    """[WO1]"""
    answers = Answers()
    job = attach(world, answers)
    answers.by_origin.clear()
    world.pass_time(timedelta(hours=13))
    job()
    admin = world.sign_in("it", Role.IT_ADMIN)
    state = admin.get(ADMIN).json or {}
    assert (state["problem"], len(state["types"])) == ("unreachable", 4)
    assert state["tried_at"] > state["found_at"]
    job()
    assert len(answers.asked) == 2
    answers.by_origin[ORIGIN] = discovery()
    world.pass_time(timedelta(minutes=5))
    job()
    assert (admin.get(ADMIN).json or {})["problem"] is None


def test_another_office_voids_what_the_one_before_was_given(world: World) -> None:
    """[WO1] [WO2]"""
    attach(world)
    office = WopiOffice.of(world, keep(world, "kim", "계획.docx"))
    office.take_lock("one")
    admin = world.as_user("it")
    assert admin.put(ADMIN, origin=ORIGIN).status_code == 200
    assert office.ask("GET").status_code == 200, "the same address again changes nothing"
    assert admin.put(ADMIN, origin="").status_code == 200
    assert office.ask("GET").status_code == 401
    reply = world.as_user("kim").post(f"/api/office/external/files/{office.file_id}")
    assert (reply.status_code, (reply.json or {})["code"]) == (404, "external_office_off")
    assert world.as_user("kim").get("/api/office/external/types").json == {"types": []}
    with world.begin() as tx:
        assert store.lock_of(tx.db, office.file_id, world.now()) == ""


def test_what_ran_out_is_swept(world: World) -> None:
    """[WO2] [WO4]"""
    job = attach(world)
    WopiOffice.of(world, keep(world, "kim", "계획.docx")).take_lock("one")
    world.pass_time(timedelta(hours=11))
    job()
    with world.begin() as tx:
        assert store.forget_old(tx.db, world.now() + timedelta(days=1)) == 0


def test_the_page_names_the_office_to_the_edge_for_who_is_signed_in(world: World) -> None:
    """[WO1]"""
    attach(world)
    page = world.as_user("kim").get("/office/wopi/abc")
    assert page.headers["X-Onmaru-Frame"] == ORIGIN
    assert page.headers["X-Accel-Redirect"] == "/office-page/index.html"
    assert world.stranger().get("/office/wopi/abc").headers["X-Onmaru-Frame"] == ""


class _Office(BaseHTTPRequestHandler):
    status, body = 200, b"<wopi-discovery/>"

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Location", "https://elsewhere.example/hosting/discovery")
        self.end_headers()
        if self.path == fetch.PATH:
            self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Nothing to say."""


@contextmanager
def serving(tmp_path: Path, status: int, body: bytes) -> Iterator[tuple[str, ssl.SSLContext]]:
    """An HTTPS server on loopback, and what trusts it."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "office")])
    here, now = x509.IPAddress(ip_address("127.0.0.1")), utc_now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([here]), critical=False)
        .sign(key, SHA256())
    )  # fmt: skip
    file = tmp_path / "office.pem"
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(key.private_bytes(pem, *plain) + made.public_bytes(pem))
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(file)
    handler = type("Handler", (_Office,), {"status": status, "body": body})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        server.socket = ours.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        trusting = ssl.create_default_context(cadata=made.public_bytes(pem).decode())
        yield f"https://127.0.0.1:{server.server_port}", trusting
        server.shutdown()
        thread.join()


def test_discovery_is_fetched_under_bounds(tmp_path: Path) -> None:
    """[WO1] A redirect is not followed, a strange certificate not trusted, a flood not read."""
    with serving(tmp_path, 200, discovery()) as (origin, trusting):
        assert HttpsFetch(trusting)(origin) == discovery()
        assert problem_of(HttpsFetch(), origin) is Problem.CERTIFICATE
    with serving(tmp_path, 302, b"") as (origin, trusting):
        assert problem_of(HttpsFetch(trusting), origin) is Problem.STATUS
    with serving(tmp_path, 200, b"x" * (fetch.LARGEST_BYTES + 1)) as (origin, trusting):
        assert problem_of(HttpsFetch(trusting), origin) is Problem.TOO_LARGE
    assert problem_of(HttpsFetch(trusting), origin) is Problem.UNREACHABLE


def problem_of(asked: HttpsFetch, origin: str) -> Problem:
    with pytest.raises(FetchFailed) as failed:
        asked(origin)
    return failed.value.problem
