"""Power cuts and sweeps, at every place between the bytes and the row that names them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from gdrive.files.model import Change, Digest, Via
from gdrive.files.rules import ORPHAN_GRACE
from gdrive.files.service import Files
from gdrive.files.store import blobs, versions
from gdrive.files.tasks import OrphanSweep
from gdrive.tree import store as tree
from gdrive.tree.model import NodeId
from gdrive.uploads.model import UploadId
from gdrive.uploads.service import Uploads
from tests.gdrive.drive import Person, at
from tests.support.fakes.blob_store import Interrupted, MemoryBlobs, MemoryStaging, PowerCut
from tests.support.world import World

DATA = "잃어버리면 안 되는 문서".encode() * 100
DIGEST = Digest(sha256(DATA).hexdigest())
AUTHOR_TYPE = "text/plain"


def in_memory(world: World) -> Files:
    staging = MemoryStaging()
    return replace(world.workplace.drive.files, staging=staging, blobs=MemoryBlobs(staging))


def rows(world: World) -> tuple[int, int]:
    with world.begin() as tx:
        counts = [
            tx.db.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (blobs, versions)
        ]
    return counts[0], counts[1]


def empty_file(ann: Person) -> NodeId:
    return NodeId(ann.upload("a.txt", b""))


def commit(world: World, files: Files, node_id: NodeId, author: Person) -> None:
    staged = files.stage([DATA])
    durable = files.make_durable(staged)
    with world.begin() as tx:
        node = tree.find(tx.db, node_id)
        assert node is not None
        change = Change(author.browser.actor.user_id, Via.OFFICE, AUTHOR_TYPE)
        files.commit_version(tx, node, durable, change)
    files.staging.remove(staged.stage)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_around_the_blob_an_upload_is_neither_lost_nor_doubled(
    world: World, moment: str
) -> None:
    """[FI1] [UP2]"""
    ann = at(world, "ann")
    drive = world.workplace.drive
    place = ann.begin("보고서.hwpx", len(DATA)).headers["Location"]
    upload_id = UploadId(place.rpartition("/")[2])
    store = Interrupted(drive.files.blobs, moment)
    dying = Uploads(world.begin, world.now, replace(drive.files, blobs=store))
    with pytest.raises(PowerCut):
        dying.append(ann.browser.actor, upload_id, 0, [DATA], None)
    assert rows(world) == (0, 0)
    assert ann.names() == []
    found = ann.look_up(place)  # a new process; the sender asks where to go on
    assert found.headers["Upload-Offset"] == str(len(DATA))
    assert ann.content(world, found.headers["Onmaru-Node"]) == DATA
    assert ann.look_up(place).headers["Onmaru-Node"] == found.headers["Onmaru-Node"]
    assert rows(world) == (1, 1)


def test_a_row_never_names_bytes_that_a_sweep_took_in_between(world: World) -> None:
    """[FI1] [FI4]"""
    ann, files = at(world, "ann"), in_memory(world)
    node_id = empty_file(ann)
    store = Interrupted(files.blobs, "never", then=lambda: files.blobs.delete(DIGEST))
    commit(world, replace(files, blobs=store), node_id, ann)
    assert files.blobs.size(DIGEST) == len(DATA)


def test_a_sweep_takes_what_nobody_names_and_nothing_else(world: World) -> None:
    """[FI4]"""
    ann, files = at(world, "ann"), in_memory(world)
    node_id = empty_file(ann)
    commit(world, files, node_id, ann)
    orphan = files.stage([b"orphan"])
    files.make_durable(orphan)
    sweep = OrphanSweep(world.begin, world.now, files.blobs)
    assert sweep.run().counts == {}
    world.time = datetime(2030, 1, 7, tzinfo=UTC) + ORPHAN_GRACE
    assert sweep.run().counts == {"removed": 1}
    assert files.blobs.size(orphan.digest) is None
    assert files.blobs.size(DIGEST) == len(DATA)
    assert sweep.run().counts == {}


def test_what_was_purged_leaves_no_bytes_behind(world: World) -> None:
    """[FI4]"""
    ann = at(world, "ann")
    node = ann.upload("a.txt", DATA)
    ann.trash(node)
    ann.browser.delete(f"/api/drive/trash/{node}")
    world.time = datetime.now(UTC) + timedelta(days=1)  # noqa: TID251 - the disk's own clock
    files = world.workplace.drive.files
    assert OrphanSweep(world.begin, world.now, files.blobs).run().counts == {"removed": 1}
    assert rows(world) == (0, 0)


def test_a_stage_that_was_broken_off_is_not_kept(world: World) -> None:
    """[QU3]"""
    staging = MemoryStaging(room_bytes=10)
    files = replace(world.workplace.drive.files, staging=staging, blobs=MemoryBlobs(staging))
    with pytest.raises(Exception, match="disk_full"):
        files.stage([b"12345", b"67890", b"too much"])
    assert staging.stages == {}
