"""A whole visit of an office over real HTTP, at the real web process: what Flask's own client does
not show, as raw addresses that are signed, headers as they travel, and bodies in pieces."""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from werkzeug.datastructures import Headers

from kernel.clock import utc_now
from kernel.ids import fresh_id
from kernel.settings import ROOT
from tests.support.world import World
from tests.weboffice.wopi.office import (
    ORIGIN,
    Answers,
    WopiOffice,
    attach,
    discovery,
    keep,
    new_key,
    opened,
    share,
)
from weboffice.wopi import rules
from workplace.stack.postgres import PrivatePostgres

LOCK = "X-WOPI-Lock"
PRESENT, BEFORE = new_key(), new_key()


def said(reply: Any) -> dict[str, Any]:
    """The JSON of an answer."""
    found: dict[str, Any] = reply.json
    return found


@dataclass(frozen=True)
class Answer:
    status_code: int
    headers: Headers
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data) if self.data.startswith(b"{") else None


def call(path: Path, method: str, url: str, headers: dict[str, str], body: Any) -> Answer:
    line = http.client.HTTPConnection("localhost", timeout=60)
    line.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.sock.connect(str(path))
        line.request(method, url, body, headers, encode_chunked=not isinstance(body, bytes | None))
        got = line.getresponse()
        return Answer(got.status, Headers(got.getheaders()), got.read())
    finally:
        line.close()


class Distant(WopiOffice):
    """The same office on the other side of a socket."""

    def ask(self, method: str, path: str = "", override: str = "", **options: Any) -> Any:
        url = f"/wopi/files/{self.file_id}{path}?access_token={self.token}{options.pop('more', '')}"
        headers = {"X-WOPI-Override": override} if override else {}
        headers |= self._proof(url) | options.pop("headers", {})
        socket_ = self.world.settings.socket("web")
        return call(socket_, method, url, headers, options.pop("data", None))


@pytest.fixture(scope="module")
def place(postgres: PrivatePostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    name = f"t{fresh_id()}"
    world = World(postgres.create_from_template(name), tmp_path_factory.mktemp("wopi"))
    world.time = utc_now()  # the process has the machine's clock
    attach(world, Answers({ORIGIN: discovery(present=PRESENT, before=BEFORE)}))
    path = world.settings.socket("web")
    path.parent.mkdir(parents=True, exist_ok=True)
    log = world.settings.var / "web.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "--workers", "1",
             "workplace.web:app"],
            env={"PATH": "/usr/bin:/bin", **world.settings.environment()},
            cwd=ROOT, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + 180
        while not _answers(path):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield world
    finally:
        process.terminate()
        process.wait(30)
        rmtree(world.settings.run, ignore_errors=True)
        world.close()
        postgres.drop(name)


def _answers(path: Path) -> bool:
    try:
        return call(path, "GET", "/wopi/files/none", {}, None).status_code == 401
    except OSError:
        return False


def distant(world: World, file_id: str, user: str = "kim") -> Distant:
    token = opened(world, file_id, user)["access_token"]
    return Distant(world, file_id, token, (PRESENT, BEFORE))


@pytest.fixture
def office(place: World) -> Distant:
    place.time = utc_now()
    file_id = keep(place, "kim", "계획 & 예산.docx")
    return distant(place, file_id)


def another(office: Distant, file_id: str = "") -> Distant:
    return distant(office.world, file_id or office.file_id)


def test_an_office_looks_reads_locks_and_locks_anew(office: Distant) -> None:
    """[WO3] [WO4] CheckFileInfo, GetFile, Lock, GetLock, UnlockAndRelock, RefreshLock, Unlock."""
    info = office.info()
    assert (info["BaseFileName"], info["Size"], info["Version"]) == ("계획 & 예산.docx", 5, "1")
    assert (info["UserCanWrite"], info["SupportsLocks"], info["SupportsUpdate"]) == (True,) * 3
    assert office.get() == b"words"
    assert office.act("GET_LOCK").headers[LOCK] == ""
    assert office.take_lock('{"S":"a","F":4}').status_code == 200
    assert office.act("GET_LOCK").headers[LOCK] == office.lock
    assert office.act("LOCK", "second", **{"X-WOPI-OldLock": office.lock}).status_code == 200
    stale = office.act("UNLOCK")
    assert (stale.status_code, stale.headers[LOCK]) == (409, "second")
    office.lock = "second"
    assert office.act("REFRESH_LOCK").status_code == 200
    assert office.act("UNLOCK").status_code == 200
    assert office.act("GET_LOCK").headers[LOCK] == ""


def test_what_an_office_writes_is_there_whole_and_in_order(office: Distant) -> None:
    """[WO5] [WO6] PutFile, in one piece and in chunks; not over what it has not seen."""
    office.take_lock("one")
    first = office.put(b"first")
    assert (first.status_code, first.headers["X-WOPI-ItemVersion"]) == (200, "2")
    chunked = {LOCK: "one", "Transfer-Encoding": "chunked"}
    pieces = iter([b"in ", b"pieces"])
    put = office.ask("POST", "/contents", "PUT", data=pieces, headers=chunked)
    assert put.status_code == 200, put.data
    assert office.get() == b"in pieces"
    seen = office.info()["LastModifiedTime"]
    office.world.time = utc_now()
    assert office.put(b"third", **{"X-COOL-WOPI-Timestamp": seen}).status_code == 200
    lost = office.put(b"older", **{"X-COOL-WOPI-Timestamp": seen})
    assert (lost.status_code, said(lost)["COOLStatusCode"]) == (409, 1010)
    unlocked = another(office).put(b"unlocked")
    assert (unlocked.status_code, unlocked.headers[LOCK]) == (409, "one")
    reply = office.world.as_user("kim").get(f"/api/drive/nodes/{office.file_id}/versions")
    versions = (reply.json or {})["versions"]
    assert [(one["seq"], one["author"]["id"]) for one in versions] == [
        (number, "kim") for number in (4, 3, 2, 1)
    ]


def test_an_office_saves_beside_and_renames(office: Distant) -> None:
    """[WO4] [WO5] PutRelativeFile and RenameFile, with names that HTTP has no letters for."""
    copy = office.relative(b"a copy", **{"X-WOPI-SuggestedTarget": rules.to_utf7("사본.docx")})
    assert copy.status_code == 200, copy.data
    assert said(copy)["Name"].startswith("사본")
    made = said(copy)["Url"].partition("?")[0].rpartition("/")[2]
    assert another(office, made).get() == b"a copy"
    office.take_lock("one")
    wish = rules.to_utf7(f"새 이름 {office.file_id[:6]}")
    named = office.act("RENAME_FILE", **{"X-WOPI-RequestedName": wish})
    assert (named.status_code, said(named)["Name"]) == (200, rules.from_utf7(wish))
    assert office.info()["BaseFileName"] == f"{rules.from_utf7(wish)}.docx"


def test_a_call_is_proven_by_the_address_as_it_travelled(place: World) -> None:
    """[WO7] Also one that is written otherwise than we would; not another's, nor a late one."""
    place.time = utc_now()
    office = distant(place, keep(place, "kim", "증명.docx"))
    assert office.ask("GET", more="&ui=%ed%95%9c%EA%B8%80&sc=%7B%7d").status_code == 200
    thief = Distant(place, office.file_id, office.token)
    forger = Distant(place, office.file_id, office.token, keys=(new_key(),))
    late = Distant(place, office.file_id, office.token, keys=(PRESENT,))
    late.signed_at = utc_now() - timedelta(minutes=21)
    for other in (thief, forger, late):
        assert other.ask("GET").status_code == 500
        assert other.put(b"theirs").status_code == 500
    renewed = Distant(place, office.file_id, office.token, keys=(new_key(), PRESENT))
    assert renewed.ask("GET").status_code == 200, "its key is new, and it says the one before too"


def test_a_token_that_has_expired_or_was_taken_away_opens_nothing(place: World) -> None:
    """[WO2] [WO3]"""
    place.time = utc_now()
    file_id = keep(place, "kim", "기한.docx")
    share(place, file_id, "kim", "lee", "write")
    live = distant(place, file_id)
    lee = distant(place, file_id, "lee")
    place.time = utc_now() - timedelta(hours=10, minutes=1)
    old = distant(place, file_id)
    place.time = utc_now()
    for token in ("", "made-up"):
        stranger = Distant(place, file_id, token, keys=(PRESENT, BEFORE))
        assert stranger.ask("GET").status_code == 401
    assert old.ask("GET").status_code == 401
    assert old.put(b"late").status_code == 401
    assert lee.ask("GET").status_code == 200
    who = {"subject_kind": "person", "subject_id": "lee"}
    path = f"/api/drive/nodes/{file_id}/grants"
    place.as_user("kim").call("DELETE", path, query_string=who)
    assert lee.ask("GET").status_code == 404
    assert lee.put(b"theirs").status_code == 404
    assert live.get() == b"words"
