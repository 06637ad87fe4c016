"""What a start leaves out, because the database says that it is done."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.settings import ROOT
from workplace.migrate import upgrade
from workplace.stack import done, postgres
from workplace.stack.postgres import PrivatePostgres


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[PrivatePostgres]:
    server = postgres.start_private(place / "server")
    yield server
    server.stop()


def test_an_empty_database_is_at_nothing_and_a_migrated_one_at_the_newest(
    server: PrivatePostgres,
) -> None:
    url = server.create(done.DATABASE)
    assert done.revision_of(server.sockets) == ""
    upgrade(url)
    assert done.revision_of(server.sockets) == done.newest_revision(ROOT / "migrations")


def test_a_note_goes_with_its_database(server: PrivatePostgres) -> None:
    server.drop(done.DATABASE)
    server.create(done.DATABASE)
    before = done.noted(server.sockets)
    done.note(server.sockets, "demo 1")
    assert (before, done.noted(server.sockets)) == ("", "demo 1")
    server.drop(done.DATABASE)
    assert done.noted(server.sockets) == ""


def test_the_key_changes_with_the_contents(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one")
    before = done.key_of(tmp_path)
    (tmp_path / "a.py").write_text("two")
    assert done.key_of(tmp_path) != before
