"""Who runs what, on a machine where the tests are root."""

import pwd
import subprocess
from pathlib import Path

import pytest

from kernel.settings import Settings, settings_from
from workplace.stack import account, edge, keys, postgres, processes, redis, slapd, supervisor

root_only = pytest.mark.skipif(not account.is_root(), reason="only root can become another user")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_from({"ONMARU_VAR": str(tmp_path), "ONMARU_PORT": "19990"})


def test_only_hostd_keeps_root(settings: Settings) -> None:
    """[ST1]"""
    everything = [*processes.own(settings), processes.edge_process(settings)]
    assert [process.name for process in everything if process.root] == ["hostd"]


@root_only
def test_every_other_process_is_told_to_drop_root(settings: Settings) -> None:
    """[ST1]"""
    found = processes.own(settings)
    text = supervisor.configuration(settings, found)
    programs = text.split("[program:")[1:]
    kept = [program.partition("]")[0] for program in programs if "user = onmaru" not in program]
    assert kept == ["hostd"]


@root_only
def test_a_secret_is_the_services_alone_and_lasts(settings: Settings) -> None:
    """[ST2]"""
    account.ensure()
    keys.ensure(settings.secrets)
    before = keys.read(settings.secrets, keys.DEMO_PASSWORD)
    keys.ensure(settings.secrets)
    file = settings.secrets / keys.DEMO_PASSWORD
    assert keys.read(settings.secrets, keys.DEMO_PASSWORD) == before
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.stat().st_uid == pwd.getpwnam(account.NAME).pw_uid


@root_only
def test_a_link_in_the_place_of_a_configuration_leads_root_nowhere(
    settings: Settings, tmp_path: Path
) -> None:
    """[ST4]"""
    account.ensure()
    roots = tmp_path / "shadow"
    roots.write_text("root's own")
    links = [
        account.own(settings.var / folder, 0o700) / file
        for folder, file in (
            ("edge", "headers.conf"),
            ("redis", "redis.conf"),
            ("pg", "pg_hba.conf"),
            ("ldap", "slapd.conf"),
        )
    ]
    for link in links:
        link.symlink_to(roots)
    edge.lay_out(settings)
    redis.lay_out(settings.var / "redis", settings.socket("redis"))
    (settings.var / "pg" / "PG_VERSION").touch()  # a cluster that is there already
    postgres.lay_out(settings.var / "pg", settings.run, postgres.DURABLE)
    slapd.lay_out(settings.var / "ldap", "dc=x,dc=example", "a password")
    assert (roots.read_text(), roots.stat().st_uid) == ("root's own", 0)
    assert not [link for link in links if link.is_symlink()]


@root_only
def test_a_link_in_the_place_of_a_secret_is_given_to_nobody(
    settings: Settings, tmp_path: Path
) -> None:
    """[ST4]"""
    account.ensure()
    roots = tmp_path / "shadow"
    roots.write_text("root's own")
    account.own(settings.secrets, 0o700)
    (settings.secrets / keys.DEMO_PASSWORD).symlink_to(roots)
    keys.ensure(settings.secrets)
    assert roots.stat().st_uid == 0


@root_only
def test_a_folder_is_given_away_through_no_link_of_the_services(tmp_path: Path) -> None:
    """[ST4] A link of root's own, to a larger disk, is one that it may follow."""
    account.ensure()
    roots, theirs = tmp_path / "etc", account.own(tmp_path / "edge")
    roots.mkdir()
    (theirs / "body").symlink_to(roots)
    with pytest.raises(OSError, match="body"):
        account.own(theirs / "body")
    assert roots.stat().st_uid == 0
    (tmp_path / "blobs").symlink_to(roots)
    account.own(tmp_path / "blobs")
    assert roots.stat().st_uid == pwd.getpwnam(account.NAME).pw_uid


def test_no_command_line_holds_a_secret(settings: Settings) -> None:
    """[ST2]"""
    keys.ensure(settings.secrets)
    slapd.lay_out(settings.var / "ldap", "dc=x,dc=example", "a password")
    words = [word for process in processes.every(settings) for word in process.command]
    values = [file.read_text() for file in settings.secrets.iterdir()]
    assert not [word for word in words for value in values if value in word]
    assert "a password" not in (settings.var / "ldap" / "slapd.conf").read_text()


@root_only
def test_a_closed_checkout_is_opened_to_the_service_and_to_nobody_else(place: Path) -> None:
    account.let_through(place)
    closed = place / "closed"
    inner = closed / "inner"
    inner.mkdir(parents=True)
    closed.chmod(0o700)
    assert account.let_through(inner) == [closed]
    assert account.can_reach(inner)
    assert account.let_through(inner) == []
    stranger = subprocess.run(
        ["test", "-x", str(inner)], user="nobody", group="nogroup", extra_groups=[], check=False
    )
    assert stranger.returncode == 1


@root_only
def test_a_file_hidden_by_a_closed_umask_is_found_and_shown(place: Path) -> None:
    account.let_through(place)
    tree = place / "tree"
    (tree / "web").mkdir(parents=True)
    hidden = tree / "web" / "index.html"
    hidden.write_text("온마루")
    hidden.chmod(0o600)
    assert account.cannot_read(tree) == [hidden]
    account.let_read(tree)
    assert account.cannot_read(tree) == []
