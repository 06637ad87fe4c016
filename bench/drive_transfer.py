"""What a gibibyte costs on its way into the drive and out of it, in seconds of processor.

Runs against the workplace that is up (`./onmaru up` first), through its edge: tus with the SHA-256
that every blob is named by, and the download by X-Accel-Redirect. Counted is the processor time of
the edge and of the web process; the client is not.
"""

import os
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from bench import Figure
from gdrive.tree.model import NodeId
from identity.sessions.model import Method, Opening
from identity.sessions.service import csrf_token
from kernel.actor import Actor
from kernel.hints import silent
from kernel.http import CSRF_HEADER, cookie_name
from kernel.settings import Settings, Zone, read_settings
from workplace.demo.__main__ import cast_of
from workplace.demo.cast import Cast
from workplace.foundation import foundation
from workplace.wiring import Workplace, build

SIZE_BYTES = 2**29
BLOCK = os.urandom(2**20)
GIB = 2**30
TICKS = os.sysconf("SC_CLK_TCK")
UPLOAD_TARGET, DOWNLOAD_TARGET = 2.2, 0.2  # docs/architecture.md, figures to beat
API = "/api/drive"
WHO = "haneul.kim"


@dataclass(frozen=True)
class Client:
    """A signed-in browser without a screen."""

    settings: Settings
    actor: Actor
    headers: Mapping[str, str]

    def ask(
        self, method: str, path: str, body: Iterator[bytes] | None = None, **headers: str
    ) -> HTTPResponse:
        connection = HTTPConnection(self.settings.host, self.settings.port, timeout=600)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {**self.headers, "Tus-Resumable": "1.0.0", **sent})
        answer = connection.getresponse()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.read()!r}")
        return answer


@contextmanager
def signed_in(workplace: Workplace, cast: Cast) -> Iterator[Client]:
    sessions = workplace.identity.sessions
    opening = Opening(cast.person(WHO).id, Zone.WORK, Method.DIRECTORY, "127.0.0.1", "bench")
    with workplace.base.begin() as tx:
        session, token = sessions.open(tx, opening)
    actor = Actor(session.person_id, session.id, roles=cast.person(WHO).roles)
    cookie = {"Cookie": f"{cookie_name(Zone.WORK)}={token}", CSRF_HEADER: csrf_token(token)}
    yield Client(workplace.base.settings, actor, cookie)
    sessions.end_session(actor, session.id, "signed_out")


def processes(settings: Settings) -> list[Path]:
    """The edge and the web process of this instance, with their children."""
    edge = (settings.var / "edge" / "edge.pid").read_text().strip()
    ours = f"ONMARU_VAR={settings.var}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            environment = (process / "environ").read_bytes().split(b"\0")
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue  # it has just ended
        if edge in {process.name, parent} or (b"workplace.web" in command and ours in environment):
            found.append(process)
    return found


def cpu_seconds(watched: list[Path]) -> float:
    """User and system time; fields 14 and 15 of proc(5) stat."""
    fields = [(process / "stat").read_text().rpartition(")")[2].split() for process in watched]
    return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS


def blocks() -> Iterator[bytes]:
    for _ in range(SIZE_BYTES // len(BLOCK)):
        yield BLOCK


def upload(client: Client, folder: NodeId) -> NodeId:
    facts = {"filename": "bench.bin", "target_id": folder, "on_conflict": "rename"}
    metadata = ",".join(f"{k} {b64encode(v.encode()).decode()}" for k, v in facts.items())
    begun = client.ask(
        "POST", f"{API}/uploads", Upload_Length=str(SIZE_BYTES), Upload_Metadata=metadata
    )
    sent = client.ask(
        "PATCH", begun.headers["Location"], blocks(),
        Upload_Offset="0", Content_Type="application/offset+octet-stream",
        Content_Length=str(SIZE_BYTES),
    )  # fmt: skip
    return NodeId(sent.headers["Onmaru-Node"])


def download(client: Client, node: NodeId) -> str:
    digest, answer = sha256(), client.ask("GET", f"{API}/nodes/{node}/content")
    while data := answer.read(2**20):
        digest.update(data)
    return digest.hexdigest()


def expected() -> str:
    digest = sha256()
    for block in blocks():
        digest.update(block)
    return digest.hexdigest()


def main() -> None:
    settings = read_settings()
    workplace = build(foundation(settings, announce=silent))
    watched = processes(settings)
    with signed_in(workplace, cast_of(workplace)) as client:
        drive = workplace.drive
        home = drive.folders.list_roots(client.actor).mine.access.node.id
        start = cpu_seconds(watched)
        node = upload(client, home)
        middle = cpu_seconds(watched)
        got = download(client, node)
        end = cpu_seconds(watched)
        drive.trash.throw_away(client.actor, node, "*")
        drive.trash.purge(client.actor, node)
    if got != expected():
        raise RuntimeError("what came back is not what was sent")
    report("upload with SHA-256", middle - start, UPLOAD_TARGET)
    report("download", end - middle, DOWNLOAD_TARGET)


def report(what: str, seconds: float, target: float) -> None:
    ours = round(seconds * GIB / SIZE_BYTES, 2)
    Figure(
        figure=f"processor time of one {what} through the edge",
        unit="CPU-s/GiB",
        ours=ours,
        peer=None,
        peer_name="",
        target=f"<= {target}",
        holds=ours <= target,
    ).report()


if __name__ == "__main__":
    main()
