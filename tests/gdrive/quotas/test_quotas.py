import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from gdrive.files.model import StageId
from gdrive.files.store import versions
from gdrive.quotas.rules import QuotaReached, check_room
from gdrive.quotas.store import promises
from gdrive.tree.model import Drive, DriveId, DriveKind
from gdrive.tree.store import drives, nodes
from gdrive.uploads.model import UploadId
from gdrive.uploads.service import Uploads
from tests.gdrive.drive import API, TUS, Person, at, refusal
from tests.support.fakes.blob_store import MemoryBlobs, MemoryStaging
from tests.support.world import World

sizes = st.integers(0, 10**6)


@given(sizes, sizes, sizes, sizes)
def test_nothing_is_taken_beyond_the_limit(limit: int, used: int, held: int, wanted: int) -> None:
    """[QU2]"""
    drive = Drive(DriveId("d"), DriveKind.PERSONAL, "ann", limit, used)
    if used + held + wanted <= limit:
        check_room(drive, held, wanted)
    else:
        with pytest.raises(QuotaReached) as refused:
            check_room(drive, held, wanted)
        assert refused.value.facts["free_bytes"] == max(0, limit - used - held)


def used_and_counted(world: World) -> list[tuple[int, int]]:
    """Per drive: what its row says, and the sum of its versions."""
    counted = (
        select(func.coalesce(func.sum(versions.c.size_bytes), 0))
        .join(nodes, nodes.c.id == versions.c.node_id)
        .where(nodes.c.drive_id == drives.c.id)
        .scalar_subquery()
    )
    with world.begin() as tx:
        rows = tx.db.execute(select(drives.c.used_bytes, counted))
        return [(row[0], int(row[1])) for row in rows]


def one_thing(ann: Person, chance: random.Random, known: list[str]) -> None:
    """Something that a person does to a drive; a refusal is fine."""
    node = chance.choice(known) if known else ""
    deed = chance.choice(["new", "version", "move", "trash", "back", "purge", "folder"])
    data = bytes(chance.randrange(1, 400))
    if deed == "new" or not known:
        place = chance.choice([ann.home, ann.division])
        known.append(ann.upload(f"{len(known)}.txt", data, place))
    elif deed == "folder":
        known.append(ann.folder(f"{len(known)}", ann.home))
    elif ann.status(node) == 404:
        way = "POST" if deed == "back" else "DELETE"
        path = f"nodes/{node}/restore" if deed == "back" else f"trash/{node}"
        ann.browser.call(way, f"{API}/{path}")
    elif deed == "version":
        begun = ann.begin("any", len(data), node, on_conflict="version")
        if begun.status_code == 201:
            ann.send(begun.headers["Location"], 0, data)
    elif deed == "move":
        ann.change(node, parent_id=chance.choice([ann.home, ann.division, *known]))
    else:
        ann.trash(node)


@pytest.mark.parametrize("seed", [1, 2])
def test_quotas_add_up_whatever_is_done(world: World, seed: int) -> None:
    """[QU1] [QU2]"""
    ann, chance, known = at(world, "ann"), random.Random(seed), list[str]()  # noqa: S311
    for _ in range(40):
        one_thing(ann, chance, known)
        assert all(used == counted for used, counted in used_and_counted(world))
    with world.begin() as tx:
        assert tx.db.execute(select(func.count()).select_from(promises)).scalar_one() == 0


def limit_ann(world: World, size_bytes: int) -> Person:
    ann = at(world, "ann")
    with world.begin() as tx:
        tx.db.execute(update(drives).where(drives.c.id == ann.home).values(limit_bytes=size_bytes))
    return ann


def test_room_is_promised_before_the_first_byte_and_given_back(world: World) -> None:
    """[QU2]"""
    ann = limit_ann(world, 100)
    first = ann.begin("a.bin", 60)
    refused = ann.begin("b.bin", 41)
    assert refusal(refused) == (507, "quota_reached")
    assert refused.get_json()["free_bytes"] == 40
    ann.browser.call("DELETE", first.headers["Location"], headers=TUS)
    assert ann.begin("b.bin", 100).status_code == 201


def test_old_versions_and_the_trash_count(world: World) -> None:
    """[QU1]"""
    ann = limit_ann(world, 100)
    node = ann.upload("a.bin", bytes(40))
    ann.upload("a.bin", bytes(41), on_conflict="version")
    ann.trash(node)
    assert ann.roots()["quota"]["used_bytes"] == 81
    assert refusal(ann.begin("b.bin", 20)) == (507, "quota_reached")
    ann.browser.delete(f"{API}/trash/{node}")
    assert ann.roots()["quota"]["used_bytes"] == 0


def test_a_full_disk_refuses_before_and_while_bytes_come_and_keeps_no_half(world: World) -> None:
    """[QU3]"""
    ann = at(world, "ann")
    place = ann.begin("a.bin", 50).headers["Location"]
    staging = MemoryStaging(room_bytes=30)
    full = MemoryBlobs(staging, room_bytes=30)
    files = replace(world.workplace.drive.files, staging=staging, blobs=full)
    uploads = Uploads(world.begin, world.now, files)
    upload_id = UploadId(place.rpartition("/")[2])
    with pytest.raises(Exception, match="disk_full"):
        files.check_disk(31)
    uploads.append(ann.browser.actor, upload_id, 0, [bytes(10)], None)
    with pytest.raises(Exception, match="disk_full"):
        uploads.append(ann.browser.actor, upload_id, 10, [bytes(15), bytes(15)], None)
    assert staging.size(StageId(upload_id)) == 10
    assert ann.names() == []
    staging.room_bytes = 2**20
    assert uploads.append(ann.browser.actor, upload_id, 10, [bytes(40)], None).upload.node_id
