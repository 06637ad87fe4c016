"""The throw-away server that the other tests stand on."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from workplace.stack import postgres
from workplace.stack.postgres import PrivatePostgres


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


def test_a_lock_that_names_another_process_after_a_power_cut_is_forgotten(tmp_path: Path) -> None:
    lock = tmp_path / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{tmp_path}\n")
    postgres.forget_lost_lock(tmp_path)
    assert not lock.exists()


def test_the_lock_of_a_server_that_runs_or_that_nobody_has_stays(tmp_path: Path) -> None:
    lock = tmp_path / "postmaster.pid"
    with subprocess.Popen(["sleep", "60"], cwd=tmp_path) as server:
        lock.write_text(f"{server.pid}\n{tmp_path}\n")
        postgres.forget_lost_lock(tmp_path)
        assert lock.exists()
        server.kill()
    postgres.forget_lost_lock(tmp_path)
    assert lock.exists()
