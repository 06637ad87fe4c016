"""The throw-away server that the other tests stand on."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from workplace.stack import postgres
from workplace.stack.postgres import PrivatePostgres

NOBODY = 2**22 + 1  # above the largest process number


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[PrivatePostgres]:
    server = postgres.start_private(place / "shared")
    yield server
    server.stop()


def ask(url: str, question: str) -> object:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute(question).fetchone()
        assert row is not None
        return row[0]


def test_a_copy_holds_what_the_template_held(server: PrivatePostgres) -> None:
    with psycopg.connect(server.create("mould").replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE note (said text)")
        connection.execute("INSERT INTO note VALUES ('온마루')")
    copy = server.create_from_template("copy", "mould")
    assert ask(copy, "SELECT said FROM note") == "온마루"


def test_the_service_is_no_superuser(server: PrivatePostgres) -> None:
    url = server.create("plain")
    assert ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_it_listens_on_no_port(server: PrivatePostgres) -> None:
    assert ask(server.create("quiet"), "SHOW listen_addresses") == ""


def test_stopping_removes_everything(place: Path) -> None:
    server = postgres.start_private(place / "server")
    server.stop()
    assert server.process.returncode is not None
    assert not server.directory.exists()
    assert not server.sockets.exists()


def test_a_lock_from_before_a_power_cut_is_forgotten(tmp_path: Path) -> None:
    """Whoever has its number now."""
    lock = tmp_path / "postmaster.pid"
    for number in (os.getpid(), NOBODY):
        lock.write_text(f"{number}\n{tmp_path}\n{int(postgres.machine_began()) - 60}\n5432\n")
        postgres.forget_lost_lock(tmp_path)
        assert not lock.exists()


def test_the_lock_of_a_server_that_runs_or_that_was_killed_just_now_stays(tmp_path: Path) -> None:
    lock = tmp_path / "postmaster.pid"
    with subprocess.Popen(["sleep", "60"], cwd=tmp_path) as server:
        lock.write_text(f"{server.pid}\n{tmp_path}\n1\n5432\n")
        postgres.forget_lost_lock(tmp_path)
        assert lock.exists()
        server.kill()
    lock.write_text(f"{server.pid}\n{tmp_path}\n{int(time.time())}\n5432\n")
    postgres.forget_lost_lock(tmp_path)
    assert lock.exists()


def test_a_lock_that_is_just_being_written_stays(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").touch()
    postgres.forget_lost_lock(tmp_path)
    assert (tmp_path / "postmaster.pid").exists()
