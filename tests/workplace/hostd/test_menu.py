"""What an administrator added to an image is found in its desktop's menu."""

import re
from pathlib import Path

import pytest

from daas_broker.desktops.recipes import Change, FileChange
from workplace.hostd import definition
from workplace.hostd.menu import MENU, with_added
from workplace.hostd.rootfs import furnish

ADDED = Change(added=("galculator", "hello"))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """An image into which dpkg has put two packages, one of them without a window."""
    shown = "[Desktop Entry]\nName=Galculator\nExec=galculator\n"
    hidden = "[Desktop Entry]\nName=Helper\nNoDisplay=true\n"
    info, entries = tmp_path / "var/lib/dpkg/info", tmp_path / "usr/share/applications"
    info.mkdir(parents=True)
    entries.mkdir(parents=True)
    (entries / "galculator.desktop").write_text(shown)
    (entries / "helper.desktop").write_text(hidden)
    listed = ("/usr", "/usr/bin/galculator", *(f"/usr/share/applications/{one.name}" for one in
              sorted(entries.iterdir())))  # fmt: skip
    (info / "galculator.list").write_text("\n".join(listed) + "\n")
    (info / "hello:amd64.list").write_text("/usr/bin/hello\n")
    return tmp_path


def names(tree: Path, part: str) -> list[str]:
    _, _, rest = (tree / MENU).read_text().partition(f"<{part}>")
    return re.findall("<Filename>(.*)</Filename>", rest.partition(f"</{part}>")[0])


def test_an_added_program_stands_at_the_end_of_the_menu(tree: Path) -> None:
    """[HD31]"""
    furnish(definition.read("internet", change=ADDED), tree)
    for part in ("Include", "Layout"):
        assert names(tree, part)[-2:] == ["onmaru-terminal.desktop", "galculator.desktop"]
    assert "helper.desktop" not in names(tree, "Include")
    assert with_added(ADDED.added, tree) is None  # it is there by now


def test_without_additions_the_menu_is_the_release_s(tree: Path) -> None:
    """[HD31]"""
    shipped = definition.read("internet")
    furnish(shipped, tree)
    assert (tree / MENU).read_text() == shipped.shipped[f"/{MENU}"].read_text()


def test_an_administrator_s_own_menu_names_it_once(tree: Path) -> None:
    """[HD31]"""
    own = FileChange(
        f"/{MENU}", "<Menu><Include><Filename>galculator.desktop</Filename></Include></Menu>"
    )
    furnish(definition.read("internet", change=Change(ADDED.added, files=(own,))), tree)
    assert (tree / MENU).read_text() == own.text
