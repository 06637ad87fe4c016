"""Who runs what, on a machine where the tests are root."""

import pwd
import subprocess
from pathlib import Path

import pytest

from kernel.settings import Settings, settings_from
from workplace.stack import account, keys, processes, slapd, supervisor

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
