"""What an instance changes of a recipe, and what of it a build and a release make."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from daas_broker.desktops.ports import Permanent, RecipeMoved, ReleaseArriving
from daas_broker.desktops.recipes import Change, Described, FileChange
from kernel.clock import utc_now
from workplace.hostd import archive, definition, recipes
from workplace.hostd.definition import NOTHING
from workplace.hostd.image_verbs import ImageVerbs
from workplace.hostd.rootfs import furnish
from workplace.hostd.shelf import Shelf, label, write_label
from workplace.hostd.users import Users
from workplace.hostd.workshop import Workshop

ONE_MORE = Change(("vlc",), ("firefox-esr",))


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    shelf = Shelf(tmp_path / "images")
    users = Users(shelf, "one", tmp_path)
    return Workshop(shelf, users, tmp_path / "build")


def change(workshop: Workshop, name: str, wished: Change) -> Described:
    return workshop.change(name, wished, workshop.describe(name).digest)


def test_a_change_makes_another_image_and_taking_it_back_the_same_again(
    workshop: Workshop,
) -> None:
    """[HD24]"""
    before = workshop.describe("internet")
    after = change(workshop, "internet", ONE_MORE)
    assert after.digest != before.digest
    assert after.parts == before.parts
    assert "vlc" in after.packages
    assert "firefox-esr" not in after.packages
    assert workshop.changes.read("internet").packages[-1] == "vlc"
    assert workshop.describe("work") == workshop.describe("work")
    again = Workshop(workshop.shelf, workshop.users, workshop.folder)
    assert again.describe("internet") == after
    assert change(workshop, "internet", Change()) == before


def test_of_two_who_change_it_at_once_one_is_told(workshop: Workshop) -> None:
    """[HD27]"""
    verbs, seen = ImageVerbs(workshop=workshop), workshop.describe("internet").digest
    wishes = [Change(added=(f"own-{n}",)) for n in range(8)]
    together = threading.Barrier(len(wishes))

    def save(wished: Change) -> Change | None:
        together.wait(timeout=10)
        try:
            return verbs.change_recipe("internet", wished, seen).change
        except RecipeMoved:
            return None

    with ThreadPoolExecutor(len(wishes)) as many:
        saved = [made for made in many.map(save, wishes) if made]
    assert saved == [workshop.changes.of("internet")]


def test_a_file_that_was_changed_lies_over_the_releases(workshop: Workshop, tmp_path: Path) -> None:
    """[HD26]"""
    rules = "/usr/lib/firefox-esr/distribution/policies.json"
    left, more = "/etc/fonts/local.conf", "/etc/chromium/policies/managed/agency.json"
    before = workshop.describe("internet")
    files = (FileChange(rules, "{}\n"), FileChange(left, None), FileChange(more, "{}"))
    after = change(workshop, "internet", Change(files=files))
    assert after.digest != before.digest
    assert {each.path for each in after.shipped} == {rules, left}
    assert after.released == before.released
    wished, tree = workshop.changes.read("internet"), tmp_path / "tree"
    furnish(wished, tree)
    assert (tree / rules[1:]).read_text() == "{}\n"
    assert (tree / more[1:]).stat().st_mode & 0o777 == 0o644
    assert not (tree / left[1:]).exists()
    assert wished.layer == definition.read("internet").layer  # made in seconds
    same = FileChange(rules, before.released[rules].text)
    assert change(workshop, "internet", Change(files=(same,))).digest == before.digest


def test_no_file_leads_out_of_the_image(workshop: Workshop, tmp_path: Path) -> None:
    """[HD26]"""
    tree, outside = tmp_path / "tree", tmp_path / "outside"
    (tree / "etc").mkdir(parents=True)
    outside.mkdir()
    (tree / "etc/firefox-esr").symlink_to(outside)
    wished = definition.read(
        "internet", change=Change(files=(FileChange("/etc/firefox-esr/a", ""),))
    )
    with pytest.raises(archive.BuildFailed):
        furnish(wished, tree)
    assert list(outside.iterdir()) == []


def test_a_file_goes_where_its_program_s_own_link_leads_in_the_image(
    workshop: Workshop, tmp_path: Path
) -> None:
    """[HD26] Debian's Firefox has its rules behind one."""
    tree, shared = tmp_path / "tree", tmp_path / "tree/usr/share/firefox-esr/distribution"
    (tree / "usr/lib/firefox-esr").mkdir(parents=True)
    shared.mkdir(parents=True)
    link = tree / "usr/lib/firefox-esr/distribution"
    link.symlink_to("../../share/firefox-esr/distribution")
    rules = FileChange("/usr/lib/firefox-esr/distribution/policies.json", "{}")
    furnish(definition.read("internet", change=Change(files=(rules,))), tree)
    assert (shared / "policies.json").read_text() == "{}"
    folder = definition.read("internet", change=Change(files=(FileChange("/etc/xdg/a", "{}"),)))
    (tree / "etc/xdg/a").mkdir(parents=True)
    with pytest.raises(archive.BuildFailed):
        furnish(folder, tree)


@pytest.mark.parametrize(
    "file",
    [
        {"path": "/etc/ld.so.preload", "text": ""},
        {"path": "/etc/xdg/../ld.so.preload", "text": ""},
        {"path": "/usr/lib/onmaru/ground.py", "text": ""},
        {"path": "/etc/xdg/a", "text": "\0"},
        {"path": "/etc/xdg/a", "text": "가" * 6000},
        {"path": "/etc/xdg/a", "text": "", "over": "../x"},
    ],
)
def test_what_is_no_setting_never_reaches_a_recipe(file: dict[str, str]) -> None:
    """[HD24] [HD26]"""
    with pytest.raises(ValidationError):
        recipes.CHANGE.validate_python({"files": [file]})


def test_nothing_makes_another_kind_of_desktop_of_it(workshop: Workshop) -> None:
    """[HD24]"""
    for name, wished in (
        ("internet", Change(added=("tigervnc-standalone-server",))),
        ("light", Change(dropped=("tigervnc-standalone-server",))),
        ("internet", Change(dropped=("ibus",))),
        ("desk", Change(added=("vlc",))),
    ):
        with pytest.raises(Permanent):
            change(workshop, name, wished)


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
    for afterwards in (Change(("vlc", "gimp")), ONE_MORE, Change()):
        changes.write("internet", afterwards)
        assert changes.read("internet").change == afterwards
        assert changes.released("internet").change == ONE_MORE  # nobody loses a program by it


def test_a_release_is_what_makes_images_and_what_they_are_made_of(tmp_path: Path) -> None:
    """[HD29]"""
    code = shutil.copytree(definition.CODE, tmp_path / "hostd")
    assert definition.release(code=code) == definition.release()
    disk = code / "machines" / "disk.py"
    disk.write_text(disk.read_text() + "\n")
    assert definition.release(code=code) != definition.release()


def test_while_another_release_lies_there_than_runs_nothing_is_changed_or_begun(
    workshop: Workshop, tmp_path: Path
) -> None:
    """[HD29]"""
    theirs = shutil.copytree(definition.FOLDER, tmp_path / "desktops")
    assert definition.release(theirs) == workshop.release
    (theirs / "files/etc/motd").write_text("another\n")
    older = replace(workshop, release=definition.release(theirs))
    assert older.release != workshop.release
    with pytest.raises(ReleaseArriving):
        change(older, "internet", ONE_MORE)
    with pytest.raises(ReleaseArriving):
        older.start("internet")
    assert older.describe("internet").arriving
    assert not workshop.describe("internet").arriving
    assert older.changes.of("internet") == Change()
    assert older.build() is None


def test_an_image_is_of_the_release_whose_files_would_make_it(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[HD30]"""
    shelf = workshop.shelf
    for name, change in (("internet", NOTHING), ("work", ONE_MORE)):
        wished, key = definition.read(name, change=change), f"{name}-0123456789ab"
        (shelf.folder / key).mkdir(parents=True)
        recipes.keep(shelf.folder / key, wished)
        write_label(shelf.folder / key, label(wished, key, 1, utc_now()))
    told = {i.name: (i.released, i.of_release, i.is_changed) for i in workshop.images()}
    assert told == {"internet": (True, True, False), "work": (False, True, True)}
    monkeypatch.setattr(definition, "BUILDER", definition.BUILDER + 1)
    later = Workshop(shelf, workshop.users, workshop.folder)
    assert {(i.released, i.of_release) for i in later.images()} == {(False, False)}


def test_what_an_image_was_made_from_lies_beside_it(tmp_path: Path) -> None:
    assert recipes.kept(tmp_path) is None
    recipes.keep(tmp_path, definition.read("internet", change=ONE_MORE))
    kept = recipes.kept(tmp_path)
    assert kept is not None
    assert (kept.name, kept.change) == ("internet", ONE_MORE)
    policies = [f for f in kept.files if f.path == "/etc/chromium/policies/managed/onmaru.json"]
    assert len(policies) == 1
    assert "{" in (policies[0].text or "")


def test_before_an_image_was_built_here_this_machine_knows_the_names(tmp_path: Path) -> None:
    """Images may have come ready: then nothing of ours has asked the archive."""
    assert archive.unknown(["no-such-thing", "bash"], tmp_path) == ["no-such-thing"]


def test_where_nobody_asked_the_archive_no_package_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "run", lambda *_: "")
    assert archive.unknown(["no-such-thing"], tmp_path) == []
