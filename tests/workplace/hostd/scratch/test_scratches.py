"""Layers as files with a real file system, written to as desktops do."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from workplace.hostd.scratch.scratches import DESKTOP_USER, IMAGE, Scratches

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="mounts: needs root")
NAME = "0123456789abcdef0123456789abcdef-1"
DESKTOP = NAME.partition("-")[0]
SECRET = b"what nobody else may read, again and again " * 200


@pytest.fixture
def scratches(tmp_path: Path) -> Iterator[Scratches]:
    made = Scratches(tmp_path / "layers", tmp_path / "shown", DESKTOP_USER, ("home", "tmp"))
    made.lay_out()
    if not made.works:
        pytest.skip("the kernel encrypts no folders")
    yield made
    for name in made.names():
        made.wipe(name)


def written(scratches: Scratches, name: str = NAME) -> Path:
    data = scratches.make(name, 32)
    assert data is not None
    (data / "home" / "보고.txt").write_bytes(SECRET)
    os.sync()
    return data


def test_on_the_disk_lies_nothing_that_can_be_read(scratches: Scratches) -> None:
    """[DC1]"""
    written(scratches)
    raw = scratches.image(NAME).read_bytes()
    assert SECRET[:43] not in raw
    assert "보고.txt".encode() not in raw


def test_a_desktops_user_owns_its_folders_and_nobody_elses_are_there(scratches: Scratches) -> None:
    data = written(scratches)
    owners = {path.name: path.stat().st_uid for path in data.iterdir() if path.is_dir()}
    assert owners == {"home": DESKTOP_USER, "tmp": DESKTOP_USER}


def test_with_the_key_all_of_it_goes_and_the_receipt_says_so(scratches: Scratches) -> None:
    """[DC1]"""
    written(scratches)
    assert scratches.wipe(NAME) > 0
    [receipt] = scratches.receipts(DESKTOP, 1)
    assert (receipt.layer, receipt.verified) == (NAME, True)
    assert len(bytes.fromhex(receipt.key_id)) == 16
    assert not scratches.image(NAME).exists()
    assert not (scratches.mounts / NAME).exists()


def test_a_copy_of_the_disk_opens_nothing_afterwards(scratches: Scratches, tmp_path: Path) -> None:
    """[DC1] Whoever took a picture of the disk while the desktop ran has taken nothing."""
    written(scratches)
    stolen = scratches.images / f"stolen-1{IMAGE}"
    shutil.copyfile(scratches.image(NAME), stolen)
    scratches.wipe(NAME)
    place = tmp_path / "thief"
    place.mkdir()
    mounts = f"mount -o loop {stolen} {place} && find {place}/data -type f | xargs -d '\\n' cat"
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", mounts], capture_output=True, check=False
    )
    assert b"Required key not available" in done.stderr
    assert SECRET[:43] not in done.stdout


def test_it_waits_until_the_last_file_is_closed(scratches: Scratches) -> None:
    """[DC1] A program that is still ending holds the key no longer than it lives."""
    held = (written(scratches) / "home" / "보고.txt").open("rb")
    wiping = threading.Thread(target=scratches.wipe, args=(NAME,))
    wiping.start()
    wiping.join(0.5)
    assert wiping.is_alive()
    held.close()
    wiping.join(20)
    assert [one.verified for one in scratches.receipts(DESKTOP, 1)] == [True]


def test_what_a_restart_of_the_machine_left_is_wiped_with_a_receipt(scratches: Scratches) -> None:
    """[DC1] The mount is gone, and the kernel's memory with the key."""
    written(scratches)
    subprocess.run(["umount", str(scratches.mounts / NAME)], check=True)
    [receipt] = scratches.receipts(DESKTOP, 1)
    assert receipt.verified
    assert scratches.names() == set()


def test_a_layer_whose_making_was_killed_is_removed(scratches: Scratches) -> None:
    scratches.image(NAME).write_bytes(bytes(1 << 20))
    (scratches.mounts / NAME).mkdir()
    scratches.wipe(NAME)
    assert scratches.names() == set()
    assert scratches.receipts(DESKTOP, 1) == ()


def test_only_this_generation_and_those_before_it_are_wiped(scratches: Scratches) -> None:
    """[HD4] [DC1]"""
    written(scratches, f"{DESKTOP}-1")
    written(scratches, f"{DESKTOP}-2")
    assert [one.layer for one in scratches.receipts(DESKTOP, 1)] == [f"{DESKTOP}-1"]
    assert scratches.names() == {f"{DESKTOP}-2"}


def test_what_is_deleted_takes_no_room_on_the_host(scratches: Scratches) -> None:
    data = scratches.make(NAME, 64)
    assert data is not None
    (data / "home" / "big").write_bytes(os.urandom(16 << 20))
    os.sync()
    full = scratches.image(NAME).stat().st_blocks
    (data / "home" / "big").unlink()
    os.sync()
    assert scratches.image(NAME).stat().st_blocks < full - (12 << 20) // 512
