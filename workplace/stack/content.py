"""What is in the servers: a cluster, people, tables, and in a demonstration their work."""

import sys

from kernel.settings import Settings
from workplace.stack import done, edge, keys, postgres, redis, slapd
from workplace.stack.commands import CommandFailed, run
from workplace.stack.processes import is_private
from workplace.stack.progress import StepFailed, explained, step
from workplace.stack.supervisor import SYSTEM_PATH

READ_ON = "read the message above; ./onmaru up starts this step anew"


def lay_out(settings: Settings) -> None:
    """The private servers' directories and configurations."""
    with explained("Configurations", READ_ON):
        edge.lay_out(settings)
        if is_private(settings, settings.redis_url):
            redis.lay_out(settings.var / "redis", settings.socket("redis"))
    if is_private(settings, settings.database_url):
        with explained("Database cluster", READ_ON):
            postgres.lay_out(
                settings.var / "pg", settings.run, postgres.DURABLE + postgres.memory()
            )
    if is_private(settings, settings.ldap_url):
        with explained("Directory", READ_ON):
            _lay_out_directory(settings)


def _lay_out_directory(settings: Settings) -> None:
    home = settings.var / "ldap"
    password = keys.read(settings.secrets, keys.DIRECTORY_PASSWORD)
    slapd.lay_out(home, settings.ldap_base, password)
    if slapd.is_empty(home):
        slapd.load(home, _people(settings))


def _people(settings: Settings) -> str:
    if settings.demo:
        return _python(settings, "Directory", "workplace.demo.ldif")
    return slapd.bare_agency(settings.ldap_base)


def migrate(settings: Settings) -> None:
    """With the servers up: a database in this release's shape."""
    if is_private(settings, settings.database_url):
        with explained("Database", READ_ON):
            postgres.ensure_role(settings.run)
            postgres.ensure_database(settings.run, done.DATABASE)
            if done.revision_of(settings.run) == done.newest_revision(settings.root / "migrations"):
                return
    with explained("Migrations", READ_ON):
        _python(settings, "Migrations", "workplace.migrate")


def demonstrate(settings: Settings) -> StepFailed | None:
    """Load the fictional agency; its failure is told when all else runs."""
    is_ours = is_private(settings, settings.database_url)
    wanted = f"demo {done.key_of(settings.root / 'workplace' / 'demo')}"
    if is_ours and done.noted(settings.run) == wanted:
        return None
    try:
        with step("Demo agency"):
            _python(settings, "Demo agency", "workplace.demo")
        if is_ours:
            done.note(settings.run, wanted)
    except StepFailed as failed:
        return failed
    return None


def _python(settings: Settings, name: str, module: str) -> str:
    """Run one of our modules as the service user; returns what it printed."""
    environment = {"PATH": SYSTEM_PATH, "LANG": "C.UTF-8", **settings.environment()}
    command = [sys.executable, "-u", "-m", module]
    try:
        return run(command, as_service=True, cwd=settings.root, env=environment)
    except CommandFailed as failed:
        log = settings.logs / "setup" / f"{module}.log"
        log.parent.mkdir(exist_ok=True)
        log.write_text(failed.output)
        raise StepFailed(name, failed, READ_ON, log) from failed
