"""Phones of the field against a web process of its own: submissions, crowds, photos with cuts."""

import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import mkdtemp
from threading import local
from typing import Any

from bench._field_form import answers, open_form
from bench._hints import hints_on
from identity.sessions.service import csrf_token
from kernel.clock import utc_now
from kernel.http import CSRF_HEADER, cookie_name
from kernel.ids import fresh_id
from kernel.settings import ROOT, Zone
from tests.support.world import SignedInClient, World
from workplace.migrate import upgrade
from workplace.stack.postgres import start_private

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE_SECONDS = 120.0
RETURN_SECONDS = 0.3  # a phone takes a second to try again
PROOF = "a" * 64


class Unix(HTTPConnection):
    """HTTP over the socket on which the edge would ask."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=PATIENCE_SECONDS)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(PATIENCE_SECONDS)
        self.sock.connect(str(self.path))


@dataclass
class Phone:
    """One person's phone with a pocket; `bytes_sent` counts what left it as photos."""

    path: Path
    signed_in: SignedInClient
    pocket: str = field(default_factory=fresh_id)
    bytes_sent: int = 0
    line: Unix | None = None

    @property
    def headers(self) -> dict[str, str]:
        token = self.signed_in.token
        return {
            "Cookie": f"{cookie_name(Zone.WORK)}={token}", CSRF_HEADER: csrf_token(token),
            "X-Onmaru-Zone": "work", "Content-Type": "application/json",
        }  # fmt: skip

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        self.line = self.line or Unix(self.path)
        self.line.request("POST", f"/api/field/{path}", json.dumps(body), self.headers)
        answer = self.line.getresponse()
        told: dict[str, Any] = json.loads(answer.read())
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {answer.status} {told}")
        return told

    def make_pocket(self) -> None:
        body = {"id": self.pocket, "name": "bench", "way": "pin", "proof": PROOF}
        self.post("pockets", body)

    def tell(self, operations: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        body = {"pocket_id": self.pocket, "operations": list(operations)}
        found: list[dict[str, Any]] = self.post("dispatches", body)["receipts"]
        return found

    def send_cut(self, parcel: str, offset: int, data: bytes, cut: int) -> None:
        """Announces all of it, sends `cut` bytes, and is gone."""
        line = Unix(self.path)
        line.connect()
        path = f"/api/field/parcels/{parcel}/bytes?offset={offset}"
        line.putrequest("POST", path)
        for name, value in {**self.headers, "Content-Length": str(len(data))}.items():
            line.putheader(name, value)
        line.endheaders()
        line.send(data[:cut])
        self.bytes_sent += min(cut, len(data))
        if cut >= len(data):
            line.getresponse().read()
        line.close()


@dataclass
class Stage:
    world: World
    home: Path
    url: str
    web: subprocess.Popen[bytes]

    def phone(self, user: str) -> Phone:
        phone = Phone(self.world.settings.socket("web"), self.world.sign_in(user))
        phone.make_pocket()
        return phone

    def cpu_seconds(self) -> float:
        """Of the web process and of PostgreSQL, with all their children."""
        watched = [
            self.web.pid,
            int((self.home / "pg" / "data" / "postmaster.pid").read_text().split()[0]),
        ]
        return sum(_cpu_of(process) for process in _family(watched))


def _family(roots: Sequence[int]) -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if int(process.name) in roots or int(parent) in roots:
            yield process


def _cpu_of(process: Path) -> float:
    """User and system time, its own and that of children that have ended (proc(5) stat)."""
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(each) for each in fields[11:15]) / TICKS


@contextmanager
def staged() -> Iterator[Stage]:
    home = Path(mkdtemp(prefix="ob-"))
    server = start_private(home / "pg")
    try:
        url = server.create("bench")
        upgrade(url)
        world = World(url, home)
        open_form(world, world.person("head"))
        with hints_on(world.settings), _web(world, url) as web:
            yield Stage(world, home, url, web)
        world.close()
    finally:
        server.stop()
        rmtree(home, ignore_errors=True)


@contextmanager
def _web(world: World, url: str) -> Iterator[subprocess.Popen[bytes]]:
    settings = world.settings
    variables = {
        "ONMARU_VAR": str(settings.var), "ONMARU_DATABASE_URL": url, "ONMARU_PORT": "8080",
        "ONMARU_REDIS_URL": f"unix://{settings.socket('redis')}",
    }  # fmt: skip
    said = [f"{name}={value}" for name, value in variables.items()]
    command = ["env", *said, sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py"]
    command.append("workplace.web:app")
    with subprocess.Popen(command, cwd=ROOT) as web:
        try:
            _wait_for(settings.socket("web"))
            yield web
        finally:
            web.terminate()
            web.wait()
            rmtree(settings.run, ignore_errors=True)


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            line = Unix(path)
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.2)
    raise TimeoutError(f"nobody listens on {path}")


def operation(kind: str = "answers", **more: Any) -> dict[str, Any]:
    return {
        "id": fresh_id(), "kind": kind, "visit_id": fresh_id(),
        "did_at": utc_now().isoformat(), "offset_ms": 0, "uncertainty_ms": 40,
        **({"xml": answers()} if kind == "answers" else {}), **more,
    }  # fmt: skip


@dataclass(frozen=True)
class Ingest:
    count: int
    seconds: float
    cpu_ms: float
    outcomes: Counter[str]
    slowest_seconds: float


def ingest(stage: Stage, phones: Sequence[Phone], dispatches: int, size: int) -> Ingest:
    """Each phone sends `dispatches`, of `size` filled forms each, at most 16 at once, over as many
    lines: the edge keeps its own to the web process, whoever asks (deploy/nginx/edge.conf)."""
    work = [
        (phone, [operation() for _ in range(size)]) for phone in phones for _ in range(dispatches)
    ]
    outcomes: Counter[str] = Counter()
    took: list[float] = []
    kept = local()

    def send(item: tuple[Phone, list[dict[str, Any]]]) -> None:
        phone, operations = item
        began = time.monotonic()
        line = kept.line = getattr(kept, "line", None) or Unix(phone.path)
        sender = Phone(phone.path, phone.signed_in, phone.pocket, line=line)
        outcomes.update(each["outcome"] for each in sender.tell(operations))
        took.append(time.monotonic() - began)

    cpu, began = stage.cpu_seconds(), time.monotonic()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(send, work))
    seconds, cpu = time.monotonic() - began, stage.cpu_seconds() - cpu
    count = len(work) * size
    if outcomes != {"applied": count}:
        raise RuntimeError(f"not all were taken: {outcomes}")
    took.sort()
    return Ingest(count, seconds, cpu * 1000 / count, outcomes, took[int(len(took) * 0.99) - 1])


def crowd(phone: Phone, at_once: int) -> Counter[str]:
    """The same operation from everywhere at once."""
    same = operation()

    def send(_: int) -> str:
        fresh = Phone(phone.path, phone.signed_in, phone.pocket)
        return str(fresh.tell([same])[0]["outcome"])

    with ThreadPoolExecutor(at_once) as pool:
        return Counter(pool.map(send, range(at_once)))


def photos(phone: Phone, count: int, size: int, seed: int = 7) -> tuple[int, int]:
    """Bytes of `count` photos, and bytes that left the phone over a line that keeps breaking."""
    random = Random(seed)  # noqa: S311 - where a line breaks is no secret
    submission = phone.tell([operation()])[0]["submission_id"]
    for number in range(count):
        data = random.randbytes(size)
        wish = {
            "pocket_id": phone.pocket, "submission_id": submission, "name": f"{number}.jpg",
            "sha256": sha256(data).hexdigest(), "size_bytes": size,
        }  # fmt: skip
        while not (told := phone.post("parcels", wish))["is_done"]:
            at = told["offset_bytes"]
            piece = data[at : at + 256 * 1024]
            is_cut = random.random() < 0.5
            cut = random.randrange(len(piece)) if is_cut else len(piece)
            phone.send_cut(told["id"], at, piece, cut)
            time.sleep(RETURN_SECONDS * is_cut)
    return count * size, phone.bytes_sent
