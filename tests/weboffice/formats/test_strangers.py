"""The test data of other projects, most of it made by Word: fetched by package and hash."""

import io
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from bench import _formats_hangul as hangul
from bench._formats_strangers import (
    LARGE,
    SMALL,
    NotFetched,
    Source,
    asked,
    fetched,
    files,
    package_of,
    rows,
    tallied,
)
from weboffice.paper import box
from weboffice.paper.docx import write as docx_write
from weboffice.paper.model import Line, Paper, Run

# Files that are broken on purpose, or are none.
REFUSED = {"damaged", "not_this_format", "protected", "unsafe_names"}


@pytest.mark.slow
@pytest.mark.parametrize("source", SMALL, ids=[one.name.partition(" ")[0] for one in SMALL])
def test_a_real_file_is_read_or_refused_with_its_reason_and_no_word_vanishes(
    source: Source,
) -> None:
    """[FM1] [FM2]"""
    try:
        found = tallied(source)
    except NotFetched as error:
        pytest.skip(f"not fetched: {error}")
    assert found.files > 0
    assert found.worst == [], "crashed, or words vanished without being counted"
    assert set(+found.refused) <= REFUSED
    assert sum(found.refused.values()) <= found.files // 10 + 1


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Source]:
    """A package as registries have them: a good file, one that is broken, and others."""
    good = docx_write.write(Paper((Line((Run("본문입니다"),)),)))
    parts = {"a/good.docx": good, "a/broken.docx": good[: len(good) // 2], "a/read.me": b"x"}
    made = tmp_path / "made.tar.gz"
    with tarfile.open(made, "w:gz") as archive:
        for name, data in parts.items():
            about = tarfile.TarInfo(name)
            about.size = len(data)
            archive.addfile(about, io.BytesIO(data))
    digest = sha256(made.read_bytes()).hexdigest()
    source = Source("own", ("/bin/cp", str(made), "own-test.tar.gz"), "own-test.tar.gz", digest)
    yield source
    fetched(source).unlink()


def test_what_is_not_the_file_that_we_know_is_not_read(own: Source) -> None:
    other = Source(own.name, own.get, "own-other.tar.gz", own.sha256)
    with pytest.raises(NotFetched):
        fetched(other)
    with pytest.raises(NotFetched):
        fetched(Source(own.name, own.get, own.file, "0" * 64))
    assert rows([Source("x", ("/bin/false",), "none.tar.gz", "")])[2:] == [
        "| x | – | – | 받지 못함 | – | – |"
    ]


def test_the_table_tells_what_became_of_each_file(own: Source) -> None:
    """[FM1] [FM2]"""
    assert rows([own])[2:] == ["| own | 2 | 1 | not_this_format 1 | 0 | 0 |"]
    assert [name for name, _ in files(own)] == ["a/good.docx", "a/broken.docx"]
    assert package_of("good.docx", own).startswith(b"PK")


def test_libreoffice_s_files_are_looked_at_by_who_asks_for_all() -> None:
    assert asked([]) == SMALL
    assert asked(["all"]) == (*SMALL, *LARGE)


@pytest.mark.slow
def test_files_of_hangul_come_in_with_all_that_they_show() -> None:
    """[FM1] [FM13] [FM14] Forms of official letters, and documents saved by Hangul 2022."""
    seen = {
        name: hangul.counted(box.read(name.rpartition(".")[2], data).paper)
        for _, name, data in hangul.found()
    }
    if len(seen) < 6:
        pytest.skip("not fetched")
    letter = seen["일반기안문_서식.hwpx"]
    assert letter["lines"] == 13, "each place says what belongs there"
    assert seen["간이기안문_서식.hwpx"]["tables"] == 4
    assert seen["picture.hwp"]["pictures"] == 1
    assert seen["table.hwp"]["tables"] == 1
    assert seen["hyperlink.hwp"]["links"] == 1
