"""Saving while the machine kills: how many documents 1,000 kills -9 lose or harm.

A child saves documents through the drive's own `commit_version` on a real disk and a real
PostgreSQL, and says each that it was told is saved; we kill it in the middle, again and again, and
then read everything back. The peer is the same loop with the row written before the bytes, as
stores do whose database and objects drift apart.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from sqlalchemy import insert, select

from bench import Figure
from gdrive import wiring as gdrive
from gdrive.access.model import Level
from gdrive.access.service import open_node
from gdrive.files.model import Change, Digest, Via
from gdrive.files.rules import blob_path
from gdrive.files.store import blobs, versions
from gdrive.tree.model import Kind, NodeId
from identity.people.store import divisions, people
from kernel.actor import Actor, SessionId, UserId
from kernel.clock import utc_now
from kernel.db import begin_on, connect
from kernel.hints import silent
from kernel.limits import Limit
from kernel.parts import Foundation
from kernel.settings import Settings
from workplace.migrate import upgrade
from workplace.stack.postgres import start_private

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
PEER_KILLS = 100
LONGEST_LIFE_SECONDS = 0.2
LINE_BYTES = 65
ANN = Actor(UserId("ann"), SessionId("bench"))
Save = Callable[[gdrive.Drive, NodeId, bytes], None]


@dataclass
class Toll:
    """What was found after all kills; `lost` and `harmed` must be 0."""

    kills: int = 0
    told_saved: int = 0
    lost: int = 0  # told saved, or named by a row, and not there
    harmed: int = 0  # there, and not what was saved
    orphans: int = 0  # bytes without a row: a sweep's work, nobody's loss
    stages: int = 0
    digests: set[str] = field(default_factory=set)


def unlimited(limit: Limit, key: str) -> None:
    """Nobody asks too often here."""


def foundation(database_url: str, var: Path) -> Foundation:
    settings = Settings(
        var=var, host="localhost", port=0, scheme="http", database_url=database_url,
        redis_url="", ldap_url="", ldap_base="", demo=False,
    )  # fmt: skip
    engine = connect(database_url, pool_size=2)
    return Foundation(settings, engine, begin_on(engine, silent), utc_now, silent, unlimited)


def bytes_first(drive: gdrive.Drive, folder: NodeId, data: bytes) -> None:
    """Our order."""
    files = drive.files
    staged = files.stage([data])
    durable = files.make_durable(staged)
    with files.begin() as tx:
        parent = open_node(tx.db, ANN, folder, need=Level.WRITE)
        node = drive.folders.add_child(tx, parent, Kind.FILE, f"{staged.stage}.bin")
        files.commit_version(tx, node, durable, Change(ANN.user_id, Via.OFFICE, ""))
    files.staging.remove(staged.stage)


def row_first(drive: gdrive.Drive, folder: NodeId, data: bytes) -> None:
    """The other order, everything else the same."""
    digest = Digest(sha256(data).hexdigest())
    with drive.files.begin() as tx:
        parent = open_node(tx.db, ANN, folder, need=Level.WRITE)
        node = drive.folders.add_child(tx, parent, Kind.FILE, f"{digest}.bin")
        at = utc_now()
        tx.db.execute(insert(blobs).values(digest=digest, size_bytes=len(data), stored_at=at))
        tx.db.execute(
            insert(versions).values(
                node_id=node.id, seq=1, digest=digest, size_bytes=len(data), media_type="",
                author=ANN.user_id, via="office", created_at=at,
            )
        )  # fmt: skip
    path = root_of(drive) / blob_path(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def root_of(drive: gdrive.Drive) -> Path:
    return Path(vars(drive.files.blobs)["root"])


def save_for_ever(base: Foundation, folder: NodeId, save: Save, out: int) -> None:
    drive, chance = gdrive.build(base), random.Random()  # noqa: S311 - bytes, not secrets
    while True:
        data = chance.randbytes(chance.randrange(4_000, 64_000))
        save(drive, folder, data)
        os.write(out, sha256(data).hexdigest().encode() + b"\n")


def kill_one(database_url: str, var: Path, folder: NodeId, save: Save) -> list[str]:
    """One child, from its first breath to its last; what it said is saved."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        save_for_ever(foundation(database_url, var), folder, save, writing)
    os.close(writing)
    first = os.read(reading, LINE_BYTES)  # from here on it is always in the middle of a save
    time.sleep(random.random() * LONGEST_LIFE_SECONDS)  # noqa: S311
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as said:
        lines = (first + said.read()).splitlines(keepends=True)
    return [line.decode().strip() for line in lines if line.endswith(b"\n")]


def run(database_url: str, var: Path, save: Save, kills: int) -> Toll:
    upgrade(database_url)
    base = foundation(database_url, var)
    with base.begin() as tx:
        tx.db.execute(insert(divisions).values(id="d", name="d"))
        tx.db.execute(
            insert(people).values(
                id="ann", user_name="ann", name="ann", division_id="d", roles=["member"]
            )
        )
    folder = gdrive.build(base).folders.list_roots(ANN).mine.access.node.id
    base.engine.dispose()  # a child must not share our connections
    toll = Toll(kills)
    for done in range(1, kills + 1):
        toll.digests.update(kill_one(database_url, var, folder, save))
        if done % 100 == 0:
            sys.stderr.write(f"{save.__name__}: {done} kills, {len(toll.digests)} saved\n")
    count(base, toll)
    return toll


def count(base: Foundation, toll: Toll) -> None:
    root = base.settings.blobs
    with base.begin() as tx:
        named = set(tx.db.scalars(select(versions.c.digest)))
    toll.told_saved = len(toll.digests)
    for digest in named | toll.digests:
        path = root / blob_path(Digest(digest))
        if digest not in named or not path.exists():
            toll.lost += 1
        elif sha256(path.read_bytes()).hexdigest() != digest:
            toll.harmed += 1
    stored = {path.name for path in (root / "sha256").rglob("*") if path.is_file()}
    toll.orphans = len(stored - named)
    toll.stages = len(list((root / "stage").iterdir())) if (root / "stage").exists() else 0


def main() -> None:
    here = Path(mkdtemp(prefix="onmaru-crash-"))
    server = start_private(here / "server")
    try:
        ours = run(server.create("ours"), here / "ours", bytes_first, KILLS)
        peer = run(server.create("peer"), here / "peer", row_first, PEER_KILLS)
    finally:
        server.stop()
        rmtree(here, ignore_errors=True)
    for toll in (ours, peer):
        toll.digests.clear()
        sys.stderr.write(f"{toll}\n")
    per_thousand = (peer.lost + peer.harmed) * 1000 / peer.kills
    Figure(
        figure="documents lost or harmed by 1,000 kills -9 while saving",
        unit="documents",
        ours=(ours.lost + ours.harmed) * 1000 / ours.kills,
        peer=per_thousand,
        peer_name=f"row before bytes, {peer.kills} kills",
        target="0",
        holds=ours.lost + ours.harmed == 0 and ours.told_saved > 0,
    ).report()


if __name__ == "__main__":
    main()
