"""What every directory does: OpenLDAP through python-ldap, and the one in memory."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from identity.directory.adapters.ldap import LdapDirectory, Reader
from identity.directory.ports import Directory, DirectoryAway
from tests.support.directories import BASE, PrivateSlapd, directory_of, private_slapd
from tests.support.fakes.directory import FakeDirectory
from workplace.demo.agency import agency

PASSWORD = "열려라 참깨"


@pytest.fixture(scope="module")
def server() -> Iterator[PrivateSlapd]:
    with private_slapd(PASSWORD) as server:
        yield server


@pytest.fixture(params=["memory", "openldap"])
def directory(request: pytest.FixtureRequest) -> Directory:
    if request.param == "memory":
        return FakeDirectory(agency(), PASSWORD)
    return directory_of(request.getfixturevalue("server"))


def test_it_says_who_works_where_and_in_which_role(directory: Directory) -> None:
    """[DI1]"""
    found, wanted = directory.entries(), agency()
    assert {p.id: p for p in found.people} == {p.id: p for p in wanted.people}
    assert {d.id: d for d in found.divisions} == {d.id: d for d in wanted.divisions}


def test_every_division_stands_after_its_parent(directory: Directory) -> None:
    """[DI1]"""
    seen: set[str | None] = {None}
    for division in directory.entries().divisions:
        assert division.parent_id in seen
        seen.add(division.id)


@pytest.mark.parametrize("user_name", ["haneul.kim", "Haneul.Kim"])
def test_a_password_proves_its_owner(directory: Directory, user_name: str) -> None:
    [haneul] = [p for p in agency().people if p.user_name == "haneul.kim"]
    assert directory.bind(user_name, PASSWORD) == haneul.id


@pytest.mark.parametrize(
    ("user_name", "password"),
    [
        ("haneul.kim", "wrong"),
        ("haneul.kim", ""),
        ("nobody", PASSWORD),
        ("", PASSWORD),
        ("*", PASSWORD),
        ("haneul*", PASSWORD),
        ("x)(uid=haneul.kim", PASSWORD),
        ("haneul.kim)(|(uid=*", PASSWORD),
        ("haneul.kim,ou=people", PASSWORD),
    ],
)
def test_nothing_else_proves_anybody(directory: Directory, user_name: str, password: str) -> None:
    """[SI1] An empty password would bind as nobody, and an asterisk would match everybody."""
    assert directory.bind(user_name, password) is None


def test_a_refusal_takes_as_long_for_a_name_that_nobody_has(server: PrivateSlapd) -> None:
    """[SI4]"""
    directory = directory_of(server)

    def seconds(user_name: str) -> float:
        started = time.monotonic()
        assert directory.bind(user_name, "wrong") is None
        return time.monotonic() - started

    assert abs(seconds("haneul.kim") - seconds("nobody")) < 0.05


def test_a_directory_that_is_gone_is_away_and_one_that_came_back_is_there() -> None:
    """[DI3]"""
    with private_slapd(PASSWORD) as server:
        directory = directory_of(server)
        server.stop()
        with pytest.raises(DirectoryAway):
            directory.bind("haneul.kim", PASSWORD)
        with pytest.raises(DirectoryAway):
            directory.entries()
        server.start()
        assert directory.bind("haneul.kim", PASSWORD) is not None


def test_a_directory_that_listens_and_never_answers_is_away_after_our_patience(
    tmp_path: Path,
) -> None:
    """[DI3]"""
    path = tmp_path / "mute.sock"
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(path))
        mute.listen()
        url = f"ldapi://{str(path).replace('/', '%2F')}"
        directory = LdapDirectory(url, BASE, patience=timedelta(seconds=0.3))
        started = time.monotonic()
        with pytest.raises(DirectoryAway):
            directory.bind("haneul.kim", PASSWORD)
        assert time.monotonic() - started < 3


def test_a_reader_whose_password_is_wrong_is_not_taken_for_a_wrong_password(
    server: PrivateSlapd,
) -> None:
    """[SI6]"""
    reader = Reader(f"cn=admin,{BASE}", "outdated")
    with pytest.raises(DirectoryAway):
        LdapDirectory(server.url, BASE, reader).bind("haneul.kim", PASSWORD)


def test_a_reader_with_a_password_reads_where_the_socket_says_nothing(server: PrivateSlapd) -> None:
    """[DI1]"""
    reader = Reader(f"cn=admin,{BASE}", "not used")
    assert len(LdapDirectory(server.url, BASE, reader).entries().people) == 300
