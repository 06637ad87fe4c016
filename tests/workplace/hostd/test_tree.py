"""Trees that share what stays the same, and never write into each other [HD12]."""

import os
from pathlib import Path

import pytest

from workplace.hostd.tree import grown

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="mounts an overlay")


@pytest.fixture
def below(tmp_path: Path) -> Path:
    tree = tmp_path / "below"
    (tree / "etc/old").mkdir(parents=True)
    (tree / "usr/share").mkdir(parents=True)
    (tree / "etc/passwd").write_text("root")
    (tree / "etc/old/file").write_text("goes")
    (tree / "usr/share/font").write_text("stays")
    (tree / "link").symlink_to("usr")
    return tree


def files(tree: Path) -> dict[str, str]:
    return {str(p.relative_to(tree)): p.read_text() for p in tree.rglob("*") if p.is_file()}


def test_what_is_changed_above_stays_below_and_what_is_not_is_one_file_on_disk(
    below: Path, tmp_path: Path
) -> None:
    before = files(below)
    with grown(below, tmp_path / "above") as tree:
        with (tree / "etc/passwd").open("a") as passwd:
            passwd.write(" desktop")  # in place, as maintainer scripts do
        (tree / "etc/old/file").unlink()
        (tree / "etc/old").rmdir()
        (tree / "etc/old").mkdir()
        (tree / "etc/old/other").write_text("new")
        (tree / "usr/new").mkdir()
        (tree / "usr/new/file").write_text("new")
        (tree / "link").unlink()
        (tree / "link").mkdir()
        (tree / "usr/share").chmod(0o700)
    above = tmp_path / "above"
    assert files(below) == before
    assert files(above) == {
        "etc/passwd": "root desktop",
        "etc/old/other": "new",
        "usr/share/font": "stays",
        "usr/new/file": "new",
    }
    assert (above / "usr/share/font").samefile(below / "usr/share/font")
    assert (above / "usr/share").stat().st_mode & 0o777 == 0o700
    assert (above / "link").is_dir()
    assert not (above / "link").is_symlink()
    assert {path.name for path in tmp_path.iterdir()} == {"below", "above"}


def test_a_failure_leaves_nothing_mounted_and_nothing_made(below: Path, tmp_path: Path) -> None:
    def fail() -> None:
        with grown(below, tmp_path / "above") as tree:
            (tree / "etc/passwd").unlink()
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fail()
    assert not (tmp_path / "above").exists()
    assert str(tmp_path) not in Path("/proc/mounts").read_text()
    assert files(below)["etc/passwd"] == "root"
