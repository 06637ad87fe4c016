"""Old images and layers of a machine: what goes by itself, and what never does."""

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.desktops.model import Image, ImageKey, Protocol
from workplace.hostd import definition
from workplace.hostd.layers import Layers
from workplace.hostd.pruning import LAYER_YOUNG, Pruning, layers_of, superseded
from workplace.hostd.shelf import Shelf, label, write_label
from workplace.hostd.users import Users

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LIGHT, INTERNET = definition.read("light"), definition.read("internet")


@dataclass
class Machine:
    folder: Path

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.folder / "images")

    def image(self, number: int, hours: int, name: str = "light", made_from: str = "") -> str:
        """Its key; built so long ago, of a former release unless one says of which."""
        key = f"{name}-{number:012x}"
        image = self.shelf.folder / key
        (image / "rootfs").mkdir(parents=True)
        built = label(definition.read(name), key, 0, NOW - timedelta(hours=hours))
        write_label(image, replace(built, definition=made_from or f"{number:012x}"))
        return key

    def users(self, instance: str = "ours") -> Users:
        home = self.folder / instance
        home.mkdir(exist_ok=True)
        return Users(self.shelf, instance, home)

    def prune(self) -> list[str]:
        return Pruning(self.shelf, self.users(), [LIGHT, INTERNET])(NOW)

    def keys(self) -> set[str]:
        return {image.key for image in self.shelf.images()}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    (tmp_path / "images").mkdir()
    return Machine(tmp_path)


def test_what_nobody_uses_goes_and_the_newest_of_each_name_stays(machine: Machine) -> None:
    """[DV7]"""
    old, new = machine.image(1, 30), machine.image(2, 20)
    alone = machine.image(3, 90, "internet")
    assert machine.prune() == [old]
    assert machine.keys() == {new, alone}
    assert not list(machine.shelf.folder.glob(f".*{old}"))


def test_what_an_existing_instance_started_desktops_of_stays_also_for_going_back(
    machine: Machine,
) -> None:
    """[DV7] [DPR3]"""
    ours, theirs, newest = machine.image(1, 40), machine.image(2, 30), machine.image(3, 2)
    machine.users().take(ours)
    stopped = machine.users("stopped")
    stopped.take(theirs)
    assert machine.prune() == []
    rmtree(stopped.home)  # that instance is no more
    assert machine.prune() == [theirs]
    assert machine.keys() == {ours, newest}


def test_what_waits_for_its_trial_and_what_this_release_describes_stay(machine: Machine) -> None:
    """[DV7]"""
    ours = machine.image(1, 30, made_from=LIGHT.digest)
    young = machine.image(2, 0)
    machine.image(3, 0)
    assert machine.prune() == []
    assert {ours, young} < machine.keys()


def test_layers_go_a_day_after_the_last_build_that_grew_from_them(machine: Machine) -> None:
    """[DV7]"""
    layers = Layers(machine.shelf.folder)
    released = layers.folder(LIGHT)
    old, young, last = (released.with_name(f"light-{n:012x}") for n in range(3))
    ages = {old: 2, young: 0.5, last: 0.1, released: 9, released.with_name("gone-1"): 9}
    for folder, days in ages.items():
        folder.mkdir(parents=True)
        then = (NOW - days * LAYER_YOUNG).timestamp()
        os.utime(folder, (then, then))
    assert machine.prune() == [f"layer {old.name}"]
    assert {one.folder for one in layers_of(layers)} == ages.keys() - {old}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 50), st.booleans()), max_size=12))
def test_of_each_name_and_of_each_definition_in_use_one_always_stays(
    drawn: list[tuple[str, int, bool]],
) -> None:
    """[DV7]"""
    made = [
        Image(
            key=ImageKey(f"{name}-{n}"), name=name, title=name,
            size_bytes=0, protocol=Protocol.RICH,
            built_at=NOW - timedelta(hours=age), definition=f"released-{name}" if mine else str(n),
        )
        for n, (name, age, mine) in enumerate(drawn)
    ]  # fmt: skip
    images = sorted(made, key=lambda image: image.built_at)
    released = {f"released-{name}" for name in "abc"}
    gone = {image.key for image in superseded(images, released, NOW)}
    kept = [image for image in images if image.key not in gone]
    assert {image.name for image in kept} == {image.name for image in images}
    mine = {image.definition for image in images} & released
    assert mine <= {image.definition for image in kept}
