"""Images: named after what they are made of, and there whole or not at all."""

import shutil
from pathlib import Path

import pytest

from kernel.clock import utc_now
from workplace.hostd import definition
from workplace.hostd.build import UNFINISHED, BuildFailed, build, debian_sources
from workplace.hostd.definition import FOLDER, Definition
from workplace.hostd.shelf import Shelf, label, write_label


@pytest.fixture
def wished(tmp_path: Path) -> Definition:
    shutil.copytree(FOLDER, tmp_path / "desktops")
    return definition.read("internet", tmp_path / "desktops")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "images")


def quietly(_text: str) -> None:
    """Nobody watches."""


def make_small(wished: Definition, folder: Path, say: object) -> None:
    del say
    (folder / "rootfs").mkdir(parents=True)
    write_label(folder, label(wished.key, wished.title, 1, utc_now()))


def fail_half_way(_wished: Definition, folder: Path, _say: object) -> None:
    (folder / "rootfs").mkdir(parents=True)
    raise BuildFailed("the network is gone")


def test_the_name_is_the_hash_of_all_that_goes_in(wished: Definition) -> None:
    """[HD8]"""
    before = wished.key
    assert before == definition.read("internet", wished.folder).key
    (wished.files / "usr/share/onmaru/start.html").write_text("another page")
    after_a_file = wished.key
    (wished.files / "etc/new").write_text("")
    after_a_new_file = wished.key
    wished.requirements.write_text("")
    assert len({before, after_a_file, after_a_new_file, wished.key}) == 4


def test_a_second_build_makes_nothing(wished: Definition, shelf: Shelf) -> None:
    """[HD8]"""
    key = build(wished, shelf, quietly, make_small)
    assert [image.key for image in shelf.images()] == [key]
    assert build(wished, shelf, quietly, fail_half_way) == key


def test_a_build_that_ends_half_way_leaves_no_image_and_the_next_one_succeeds(
    wished: Definition, shelf: Shelf
) -> None:
    """[HD8]"""
    with pytest.raises(BuildFailed):
        build(wished, shelf, quietly, fail_half_way)
    assert shelf.images() == []
    assert (shelf.folder / f"{UNFINISHED}{wished.key}").exists()
    key = build(wished, shelf, quietly, make_small)
    assert {path.name for path in shelf.folder.iterdir()} == {key, ".lock"}


def test_a_definition_that_changes_meanwhile_makes_no_image(
    wished: Definition, shelf: Shelf
) -> None:
    """[HD8]"""

    def edit_meanwhile(wished: Definition, folder: Path, say: object) -> None:
        make_small(wished, folder, say)
        wished.requirements.write_text("")

    with pytest.raises(BuildFailed):
        build(wished, shelf, quietly, edit_meanwhile)
    assert shelf.images() == []


def test_packages_come_from_where_this_machine_takes_its_own() -> None:
    archive = "http://mirror.example.kr/debian/"
    targets = [
        f"Debian|{archive}|bookworm|main",
        f"Debian|{archive}|bookworm|contrib",
        f"Debian|{archive}|bookworm-updates|main",
        f"Debian|{archive}|trixie|main",
        "Node Source|https://deb.example/node/|nodistro|main",
    ]
    assert debian_sources("bookworm", targets) == [
        f"deb {archive} bookworm main",
        f"deb {archive} bookworm-updates main",
    ]
    with pytest.raises(BuildFailed):
        debian_sources("forky", targets)
