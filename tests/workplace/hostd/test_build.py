"""Images: named after what they are made of, and there whole or not at all."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from daas_broker.desktops.model import Package
from workplace.hostd import definition
from workplace.hostd.archive import BuildFailed, debian_sources, planned
from workplace.hostd.build import build
from workplace.hostd.definition import FOLDER, Definition
from workplace.hostd.layers import UNFINISHED, outdated
from workplace.hostd.shelf import Shelf

TZDATA = Package("tzdata", "2026b-0+deb12u1", "tzdata", "2026b-0+deb12u1", ("public-domain",))


@pytest.fixture
def wished(tmp_path: Path) -> Definition:
    shutil.copytree(FOLDER, tmp_path / "desktops")
    return definition.read("internet", tmp_path / "desktops")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "images")


def quietly(_text: str) -> None:
    """Nobody watches."""


def make_small(_wished: Definition, folder: Path, offer: object, _say: object) -> Sequence[Package]:
    (folder / "rootfs").mkdir(parents=True)
    version = offer["tzdata"] if isinstance(offer, dict) else TZDATA.version
    return [Package("tzdata", version, "tzdata", version)]


def fail_half_way(
    _wished: Definition, folder: Path, _offer: object, _say: object
) -> Sequence[Package]:
    (folder / "rootfs").mkdir(parents=True)
    raise BuildFailed("the network is gone")


def test_the_name_is_the_hash_of_all_that_goes_in(wished: Definition) -> None:
    """[HD8]"""
    before = wished.digest
    assert before == definition.read("internet", wished.folder).digest
    (wished.files.with_name("files") / "usr/share/onmaru/start.html").write_text("another page")
    after_a_file = wished.digest
    (wished.files.with_name("files") / "etc/new").write_text("")
    after_a_new_file = wished.digest
    wished.requirements.write_text("")
    assert len({before, after_a_file, after_a_new_file, wished.digest}) == 4
    versions = {"tzdata": "1", "xvfb": "2"}
    keys = {wished.key(versions), wished.key(dict(reversed(versions.items())))}
    assert keys != {wished.key(versions | {"xvfb": "3"})}
    assert len(keys) == 1


def test_a_file_changes_no_layer_and_a_package_below_changes_all_above(wished: Definition) -> None:
    """[HD8]"""
    before = wished.layer
    (wished.files.with_name("files") / "etc/new").write_text("")
    assert wished.layer == before
    base = wished.folder / "base.toml"
    base.write_text(base.read_text().replace('"xclip", ', ""))
    changed = definition.read("internet", wished.folder)
    assert all(a.layer != b.layer for a, b in zip(wished.chain, changed.chain, strict=True))


def test_parts_are_no_images_and_the_one_people_wait_for_is_the_first() -> None:
    assert definition.names() == ["internet", "browser", "light", "work"]
    for name in definition.names():
        assert definition.read(name).chain[0].name == "base"


def test_a_second_build_makes_nothing(wished: Definition, shelf: Shelf) -> None:
    """[HD8]"""
    key = build(wished, shelf, quietly, make=make_small)
    assert [image.key for image in shelf.images()] == [key]
    assert build(wished, shelf, quietly, make=fail_half_way) == key
    assert shelf.made_from(wished) == shelf.find(key)


def test_newer_packages_make_another_image_beside_the_old_one(
    wished: Definition, shelf: Shelf
) -> None:
    """[HD8]"""
    first = build(wished, shelf, quietly, make=make_small)
    offer = {"tzdata": TZDATA.version}
    assert build(wished, shelf, quietly, offer, fail_half_way) == first
    second = build(wished, shelf, quietly, {"tzdata": "2026c-0+deb12u1"}, make_small)
    assert [image.key for image in shelf.images()] == [first, second]
    assert shelf.packages(second)[0].version == "2026c-0+deb12u1"


def test_what_the_archive_offers_is_read_from_its_simulation() -> None:
    said = (
        "Inst tzdata (2026c-0+deb12u1 Debian:12.15/oldstable [all])\n"
        "Inst libc6 [2.36-9] (2.36-9+deb12u14 Debian:12.15/oldstable [amd64]) []\n"
        "Conf tzdata (2026c-0+deb12u1 Debian:12.15/oldstable [all])\n"
    )
    offer = planned(said)
    assert offer == {"tzdata": "2026c-0+deb12u1", "libc6": "2.36-9+deb12u14"}
    assert outdated({"tzdata": "2026b-0+deb12u1", "gone": "1"}, offer)
    assert not outdated({"tzdata": "2026c-0+deb12u1", "gone": "1"}, offer)
    assert not outdated({"tzdata": "2026b-0+deb12u1"}, None)


def test_a_build_that_ends_half_way_leaves_no_image_and_the_next_one_succeeds(
    wished: Definition, shelf: Shelf
) -> None:
    """[HD8]"""
    with pytest.raises(BuildFailed):
        build(wished, shelf, quietly, make=fail_half_way)
    assert shelf.images() == []
    assert (shelf.folder / f"{UNFINISHED}internet-{wished.digest}").exists()
    key = build(wished, shelf, quietly, make=make_small)
    assert {path.name for path in shelf.folder.iterdir()} == {key, ".lock"}


def test_a_definition_that_changes_meanwhile_makes_no_image(
    wished: Definition, shelf: Shelf
) -> None:
    """[HD8]"""

    def edit_meanwhile(
        wished: Definition, folder: Path, offer: object, say: object
    ) -> Sequence[Package]:
        wished.requirements.write_text("")
        return make_small(wished, folder, offer, say)

    with pytest.raises(BuildFailed):
        build(wished, shelf, quietly, make=edit_meanwhile)
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
