"""A real nginx with our configuration, before a process that tells what reached it."""

import http.client
import json
import re
import socketserver
import subprocess
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from shutil import rmtree

import pytest

from kernel.settings import ROOT, Settings, Zone, settings_from
from workplace.stack import account, edge, occupied
from workplace.stack.progress import until

PAGE = ROOT / "web" / "index.html"
PAGE_BUILT = ROOT / "web" / "dist" / "index.html"


class Echo(BaseHTTPRequestHandler):
    """Answers with the request's headers; a path under `send/` asks the edge to send a file."""

    def do_GET(self) -> None:
        seen = {name.lower(): value for name, value in self.headers.items()}
        # The edge hangs up on what it was told to send itself.
        is_told = self.path.startswith(("/api/drive/send/", "/office/wopi/"))
        body = b"" if is_told else json.dumps(seen).encode()
        self.send_response(200)
        if self.path.startswith("/office/wopi/"):
            self.send_header("X-Accel-Redirect", "/office-page/index.html")
            self.send_header("X-Onmaru-Frame", "https://office.example")
        if "/send/" in self.path:
            self.send_header("X-Accel-Redirect", "/blobs/" + self.path.partition("/send/")[2])
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass

    def address_string(self) -> str:
        return "-"


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """The edge may hang up; a test that waits for the answer fails by itself."""


@pytest.fixture(scope="module")
def settings(place: Path, free_ports: Callable[[], int]) -> Iterator[Settings]:
    """An instance of which only the edge runs, and something in the place of the web process."""
    found = settings_from({"ONMARU_VAR": str(place), "ONMARU_PORT": str(free_ports())})
    if account.is_root():
        account.let_through(place)
    for directory in (found.run, found.blobs):
        account.own(directory, 0o750)
    (found.blobs / "ab").write_text("<script>alert(1)</script>")
    server = UnixServer(str(found.socket("web")), Echo)
    found.socket("web").chmod(0o666)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    edge.lay_out(found)
    user = account.service_user()
    log = (place / "log").open("wb")
    nginx = subprocess.Popen(
        edge.command(found), cwd=ROOT, user=user, group=user, extra_groups=[], stderr=log
    )
    assert until(lambda: None if not occupied.taken([found.port]) else True, 10)
    yield found
    nginx.terminate()
    nginx.wait(timeout=10)
    log.close()
    server.shutdown()
    server.server_close()
    rmtree(found.run, ignore_errors=True)


def ask(
    settings: Settings, path: str, *, zone: Zone = Zone.WORK, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", edge.ports(settings)[zone], timeout=5)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers={"Host": f"localhost:{settings.port}"} | given)
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply, body


@pytest.mark.parametrize("zone", list(Zone))
def test_the_port_says_the_zone_and_the_client_does_not(settings: Settings, zone: Zone) -> None:
    """[EG1]"""
    _, body = ask(
        settings,
        "/api/me",
        zone=zone,
        X_Onmaru_Zone="guest",
        X_Onmaru_Client="10.0.0.1",
        X_Onmaru_User="admin",
        X_Forwarded_For="10.0.0.1",
        X_Forwarded_Host="evil.example",
        X_Accel_Redirect="/blobs/ab",
        X_Onmaru_CSRF="token",
    )
    seen = json.loads(body)
    assert (seen["x-onmaru-zone"], seen["x-onmaru-client"]) == (zone.value, "127.0.0.1")
    assert seen["x-onmaru-csrf"] == "token"
    assert {"x-onmaru-user", "x-forwarded-for", "x-forwarded-host", "x-accel-redirect"}.isdisjoint(
        seen
    )


@pytest.mark.parametrize("path", ["/y/room", "/socket.io/", "/display/1"])
def test_an_absent_process_is_told_as_unavailable(settings: Settings, path: str) -> None:
    """[EG2]"""
    reply, body = ask(settings, path, Connection="Upgrade", Upgrade="websocket")
    assert (reply.status, json.loads(body)["code"]) == (503, "unavailable")
    assert reply.headers["Retry-After"] == "2"


def test_a_query_is_not_written_down(settings: Settings) -> None:
    """[EG3]"""
    ask(settings, "/api/search?q=secret-word")
    log = settings.var / "edge" / "access.log"
    assert until(lambda: True if '"path":"/api/search"' in log.read_text() else None, 5)
    assert "secret-word" not in log.read_text()


def test_contents_come_only_by_way_of_the_drive_and_run_nowhere(settings: Settings) -> None:
    """[EG4]"""
    assert ask(settings, "/blobs/ab")[0].status == 404
    reply, body = ask(settings, "/api/drive/send/ab")
    assert b"<script>" in body
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_reaches_only_its_own_origin(settings: Settings) -> None:
    """[EG5]"""
    reply, _ = ask(settings, "/api/me", zone=Zone.INTERNET)
    policy = reply.headers["Content-Security-Policy"]
    port = edge.ports(settings)[Zone.INTERNET]
    assert "default-src 'self'" in policy
    assert f"connect-src 'self' ws://localhost:{port};" in policy
    assert "unsafe" not in policy


def test_the_one_script_inside_our_page_is_known_to_the_policy(settings: Settings) -> None:
    """[EG5] All others come from files."""
    scripts = re.findall(r"<script>(.*?)</script>", PAGE.read_text(), re.DOTALL)
    hashes = [b64encode(sha256(script.encode()).digest()).decode() for script in scripts]
    policy = ask(settings, "/office")[0].headers["Content-Security-Policy"]
    assert f"script-src 'self' 'sha256-{hashes[0]}';" in policy
    assert len(hashes) == 1


def test_a_printed_document_is_framed_by_our_own_pages_only(settings: Settings) -> None:
    """[EG5] [DIN3]"""
    reply, _ = ask(settings, "/api/desktops/0a1b/prints/document?name=x")
    policy = reply.headers["Content-Security-Policy"]
    assert policy == "script-src 'none'; frame-ancestors 'self'"
    assert reply.headers["X-Frame-Options"] == "SAMEORIGIN"
    for path in ("/api/desktops/0a1b/prints", "/api/desktops/0a1b/../prints/document"):
        assert "frame-ancestors 'none'" in ask(settings, path)[0].headers["Content-Security-Policy"]


def test_one_page_may_frame_the_external_office(settings: Settings) -> None:
    """[WO1] The page is ours, its policy names the office, and no other page's does."""
    reply, _ = ask(settings, "/office/wopi/0a1b")
    policy = reply.headers["Content-Security-Policy"]
    assert "frame-src 'self' https://office.example;" in policy
    assert "form-action 'self' https://office.example;" in policy
    assert len(reply.headers.get_all("Content-Security-Policy") or []) == 1
    plain = ask(settings, "/office")[0].headers["Content-Security-Policy"]
    assert plain == policy.replace(" https://office.example", "")
    assert ask(settings, "/office-page/index.html")[0].status == 404


@pytest.mark.skipif(not PAGE_BUILT.exists(), reason="the browser side is not built here")
def test_assets_are_sent_as_they_were_packed(settings: Settings) -> None:
    """[EG5] A browser that unpacks gets the file beside, with the policy of the house."""
    packed = next((PAGE_BUILT.parent / "assets").glob("*.js.gz"))
    reply, body = ask(settings, f"/assets/{packed.stem}", Accept_Encoding="gzip")
    assert (reply.headers["Content-Encoding"], body) == ("gzip", packed.read_bytes())
    assert "default-src 'self'" in reply.headers["Content-Security-Policy"]
    plain = ask(settings, f"/assets/{packed.stem}")[1]
    assert plain == packed.with_suffix("").read_bytes()


@pytest.mark.parametrize("path", ["/field", "/field/", "/field/forms/0a1b/2026"])
def test_pages_of_the_field_alone_compile_expressions(settings: Settings, path: str) -> None:
    """[FC1] [EG5]"""
    reply, body = ask(settings, path)
    policy = reply.headers["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'; style-src" in policy
    assert "require-trusted-types-for 'script'" in policy
    if PAGE_BUILT.exists():
        assert (reply.status, body) == (200, PAGE_BUILT.read_bytes())
    for other in ("/", "/fields", "/drive/field", "/api/field/forms", "/openrosa/formList"):
        plain = ask(settings, other)[0].headers["Content-Security-Policy"]
        assert plain == policy.replace(" 'wasm-unsafe-eval'", "")


def test_a_token_of_an_external_office_is_written_nowhere(settings: Settings) -> None:
    """[WO2] [EG3] Not even when the process behind is away and nginx complains."""
    socket = settings.socket("web")
    address = "/wopi/files/0a1b/contents?access_token=secret-token"
    assert ask(settings, address)[0].status == 200
    aside = socket.rename(socket.with_suffix(".aside"))
    try:
        assert ask(settings, address)[0].status == 503
        assert ask(settings, "/api/me?q=plain-word")[0].status == 503
    finally:
        aside.rename(socket)
    messages = settings.var / "log"
    assert until(lambda: True if "plain-word" in messages.read_text() else None, 5)
    assert "secret-token" not in messages.read_text()
    assert "secret-token" not in (settings.var / "edge" / "access.log").read_text()


def test_what_is_laid_out_anew_can_be_told_from_what_lay_there(settings: Settings) -> None:
    before = edge.written(settings)
    edge.lay_out(settings)
    assert edge.written(settings) == before
    (settings.var / "edge" / "zone.conf").write_text("# of an older release")
    assert edge.written(settings) != before


def test_a_strange_name_is_sent_to_ours(settings: Settings) -> None:
    reply, _ = ask(settings, "/api/me", Host="evil.example")
    assert reply.headers["Location"] == f"http://localhost:{settings.port}/api/me"


def test_doors_for_websockets_take_nothing_else(settings: Settings) -> None:
    assert ask(settings, "/y/room")[0].status == 426
