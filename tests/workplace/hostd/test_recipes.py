"""What an instance changes of a recipe, and what of it a build and a release make."""

from pathlib import Path

import pytest

from daas_broker.desktops.ports import Permanent
from daas_broker.desktops.recipes import Change
from workplace.hostd import archive, definition, recipes
from workplace.hostd.shelf import Shelf
from workplace.hostd.users import Users
from workplace.hostd.workshop import Workshop

ONE_MORE = Change(("vlc",), ("firefox-esr",))


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    shelf = Shelf(tmp_path / "images")
    users = Users(shelf, "one", tmp_path)
    return Workshop(shelf, users, tmp_path / "build")


def test_a_change_makes_another_image_and_taking_it_back_the_same_again(
    workshop: Workshop,
) -> None:
    """[HD24]"""
    before = workshop.describe("internet")
    after = workshop.change("internet", ONE_MORE)
    assert after.digest != before.digest
    assert after.parts == before.parts
    assert "vlc" in after.packages
    assert "firefox-esr" not in after.packages
    assert workshop.changes.read("internet").packages[-1] == "vlc"
    assert workshop.describe("work") == workshop.describe("work")
    again = Workshop(workshop.shelf, workshop.users, workshop.folder)
    assert again.describe("internet") == after
    assert workshop.change("internet", Change()) == before


def test_nothing_makes_another_kind_of_desktop_of_it(workshop: Workshop) -> None:
    """[HD24]"""
    for name, change in (
        ("internet", Change(added=("tigervnc-standalone-server",))),
        ("light", Change(dropped=("tigervnc-standalone-server",))),
        ("internet", Change(dropped=("ibus",))),
        ("desk", Change(added=("vlc",))),
    ):
        with pytest.raises(Permanent):
            workshop.change(name, change)


def test_a_change_is_no_release_until_a_later_one_takes_it_in(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[HD25]"""
    changes, shipped = workshop.changes, definition.read("internet").digest
    assert changes.released("internet").digest == shipped
    changes.write("internet", ONE_MORE)
    assert changes.released("internet").digest == shipped
    monkeypatch.setattr(definition, "BUILDER", definition.BUILDER + 1)
    later = changes.released("internet")
    assert later.change == ONE_MORE
    assert later.digest == changes.read("internet").digest


def test_what_an_image_was_made_from_lies_beside_it(tmp_path: Path) -> None:
    assert recipes.kept(tmp_path) is None
    recipes.keep(tmp_path, definition.read("internet", change=ONE_MORE))
    kept = recipes.kept(tmp_path)
    assert kept is not None
    assert (kept.name, kept.change) == ("internet", ONE_MORE)
    policies = [f for f in kept.files if f.path == "/etc/chromium/policies/managed/onmaru.json"]
    assert len(policies) == 1
    assert "{" in (policies[0].text or "")


def test_before_the_archive_was_asked_no_package_is_unknown(tmp_path: Path) -> None:
    assert archive.unknown(["no-such-thing"], tmp_path) == []
