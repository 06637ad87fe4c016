"""What every store of bytes does: the one on disk, and the one in memory."""

from hashlib import sha256
from pathlib import Path

import pytest

from gdrive.files.adapters.disk import DiskBlobs, DiskStaging
from gdrive.files.model import Digest, StageId
from gdrive.files.ports import BlobStore, BytesMissing, StageBusy, Staging
from tests.support.fakes.blob_store import MemoryBlobs, MemoryStaging

ONE, TWO = StageId("one"), StageId("two")
DATA = "온마루".encode() * 1000
DIGEST = Digest(sha256(DATA).hexdigest())
Stores = tuple[Staging, BlobStore]


@pytest.fixture(params=["memory", "disk"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Stores:
    if request.param == "memory":
        staging = MemoryStaging()
        return staging, MemoryBlobs(staging)
    return DiskStaging(tmp_path), DiskBlobs(tmp_path)


def stage(staging: Staging, key: StageId, data: bytes = DATA) -> None:
    with staging.open(key) as writer:
        writer.write(data)
        writer.sync()


def test_a_stage_grows_where_it_was_left(stores: Stores) -> None:
    """[UP1]"""
    staging, _ = stores
    stage(staging, ONE, b"first ")
    stage(staging, ONE, b"second")
    assert staging.size(ONE) == 12
    assert b"".join(staging.read(ONE, 3, 9)) == b"st sec"
    with staging.open(ONE) as writer:
        writer.truncate(5)
        assert writer.size_bytes == 5
    assert staging.size(ONE) == 5


def test_a_stage_has_one_writer(stores: Stores) -> None:
    """[UP1]"""
    staging, _ = stores
    with staging.open(ONE), pytest.raises(StageBusy), staging.open(ONE):
        pass
    with staging.open(ONE), staging.open(TWO):
        pass
    with staging.open(ONE):
        pass


def test_removing_twice_is_removing_once(stores: Stores) -> None:
    """[FI4]"""
    staging, blobs = stores
    stage(staging, ONE)
    blobs.keep(ONE, DIGEST)
    for _ in range(2):
        staging.remove(ONE)
        blobs.delete(DIGEST)
    assert (staging.size(ONE), blobs.size(DIGEST)) == (None, None)
    assert list(staging.each()) == list(blobs.each()) == []


def test_kept_bytes_outlive_their_stage_and_are_found_under_their_digest(stores: Stores) -> None:
    """[FI1] [FI3]"""
    staging, blobs = stores
    stage(staging, ONE)
    blobs.keep(ONE, DIGEST)
    assert staging.size(ONE) == len(DATA)
    staging.remove(ONE)
    assert b"".join(blobs.read(DIGEST)) == DATA
    assert [(s.key, s.size_bytes) for s in blobs.each()] == [(DIGEST, len(DATA))]


def test_keeping_twice_is_keeping_once_and_later_writing_changes_nothing(stores: Stores) -> None:
    """[FI3]"""
    staging, blobs = stores
    stage(staging, ONE)
    stage(staging, TWO)
    for key in (ONE, ONE, TWO):
        blobs.keep(key, DIGEST)
    staging.remove(ONE)
    stage(staging, ONE, b"something else")
    assert b"".join(blobs.read(DIGEST)) == DATA


def test_what_is_not_there_is_said_so(stores: Stores) -> None:
    """[FI3]"""
    staging, blobs = stores
    with pytest.raises(BytesMissing):
        blobs.keep(ONE, DIGEST)
    with pytest.raises(BytesMissing):
        blobs.read(DIGEST)
    assert staging.size(ONE) is None
    assert blobs.size(DIGEST) is None
    assert blobs.free_bytes() > 0


def test_the_disk_mends_a_blob_that_was_harmed_from_outside(tmp_path: Path) -> None:
    """[FI3]"""
    staging, blobs = DiskStaging(tmp_path), DiskBlobs(tmp_path)
    stage(staging, ONE)
    blobs.keep(ONE, DIGEST)
    staging.remove(ONE)
    (tmp_path / "sha256" / DIGEST[:2] / DIGEST[2:4] / DIGEST).write_bytes(b"harm")
    stage(staging, TWO)
    blobs.keep(TWO, DIGEST)
    assert b"".join(blobs.read(DIGEST)) == DATA
