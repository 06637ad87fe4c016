"""Instances of one machine, and the images that they have together."""

from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import pytest

from daas_broker.desktops.model import ImageKey
from kernel.clock import utc_now
from workplace.hostd import definition
from workplace.hostd.shelf import Shelf, label, write_label
from workplace.hostd.users import Users
from workplace.hostd.workshop import Workshop

KEY = ImageKey("internet-0123456789ab")


@dataclass
class Machine:
    folder: Path

    def instance(self, name: str) -> Workshop:
        home = self.folder / name
        home.mkdir(exist_ok=True)
        shelf = Shelf(self.folder / "images")
        return Workshop(shelf, Users(shelf, name, home), home / "build")

    def image_is_there(self) -> bool:
        return (self.folder / "images" / KEY / "rootfs").is_dir()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    image = tmp_path / "images" / KEY
    (image / "rootfs").mkdir(parents=True)
    write_label(image, label(definition.read("internet"), KEY, 0, utc_now()))
    return Machine(tmp_path)


def shown(workshop: Workshop) -> list[str]:
    return [image.key for image in workshop.images()]


def test_what_a_stopped_instance_uses_stays_and_goes_out_of_sight_only(machine: Machine) -> None:
    """[DPR3]"""
    ours, theirs = machine.instance("ours"), machine.instance("theirs")
    assert ours.users.take(KEY)
    assert theirs.users.take(KEY)
    ours.remove(KEY)
    assert machine.image_is_there()
    assert (shown(ours), shown(theirs)) == ([], [KEY])
    theirs.remove(KEY)
    assert not machine.image_is_there()
    assert not theirs.users.take(KEY)


def test_an_instance_that_is_gone_uses_nothing(machine: Machine) -> None:
    """[DPR3]"""
    ours, theirs = machine.instance("ours"), machine.instance("theirs")
    theirs.users.take(KEY)
    rmtree(theirs.users.home)
    ours.remove(KEY)
    assert not machine.image_is_there()


def test_what_no_desktop_was_started_of_is_removed_by_anybody(machine: Machine) -> None:
    """[DPR3]"""
    ours, theirs = machine.instance("ours"), machine.instance("theirs")
    assert shown(theirs) == [KEY]
    ours.remove(KEY)
    assert shown(theirs) == []


def test_who_comes_back_to_a_name_sees_it_again(machine: Machine) -> None:
    """[DPR3]"""
    ours, theirs = machine.instance("ours"), machine.instance("theirs")
    theirs.users.take(KEY)
    ours.remove(KEY)
    ours.users.return_to("work")
    assert shown(ours) == []
    ours.users.return_to("internet")
    assert shown(ours) == [KEY]


def test_who_left_what_a_release_needs_again_sees_it_again(machine: Machine) -> None:
    """[DPR3] [HD30]"""
    ours, theirs = machine.instance("ours"), machine.instance("theirs")
    theirs.users.take(KEY)
    ours.remove(KEY)
    assert shown(ours) == []
    ours.users.see_again(KEY)
    ours.users.see_again("internet-ffffffffffff")
    assert shown(ours) == [KEY]
