"""PostgreSQL: the private cluster of an instance, and throw-away ones for tests.

No TCP: the socket's directory belongs to the service user, and the peer's identity is the sign-in.
The service's own role is not a superuser, neither here nor in tests, so that what passes there
runs in an agency's database as well.
"""

import getpass
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir

import psycopg
from psycopg import sql

from workplace.stack import account
from workplace.stack.commands import CommandFailed, run

ROLE = "onmaru"
TEMPLATE = "onmaru_template"
OLDEST = 15  # the release of Debian 12
START_SECONDS = 30

DURABLE = """\
fsync = on
synchronous_commit = on
full_page_writes = on
max_wal_size = 1GB
max_connections = 200
log_min_duration_statement = 500ms
"""
THROW_AWAY = """\
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
shared_buffers = 64MB
max_connections = 100
"""
# Writing each page of a template into the log costs three times what copying its files does, and
# a log is nothing to a server that is thrown away.
LOGGED, COPIED = sql.SQL("WAL_LOG"), sql.SQL("FILE_COPY")


def binary(name: str) -> Path:
    """A program of the newest installed server, at least 15; the error names the package."""
    found = [
        home / "bin" / name
        for home in Path("/usr/lib/postgresql").glob("[0-9]*")
        if int(home.name) >= OLDEST and (home / "bin" / name).exists()
    ]
    if not found:
        raise FileNotFoundError("PostgreSQL 15 or newer is missing: apt-get install postgresql-15")
    return max(found, key=lambda path: int(path.parts[4]))


def memory() -> str:
    """A quarter of the machine for its buffers, and never more than a gibibyte."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return f"shared_buffers = {min(total // 4, 1024)}MB\neffective_cache_size = {total // 2}MB\n"


def lay_out(data: Path, sockets: Path, tuning: str) -> None:
    """Make the cluster once; its configuration is written anew each time."""
    account.own(data, 0o700)
    if not (data / "PG_VERSION").exists():
        run(
            [str(binary("initdb")), "--pgdata", str(data), "--username", "postgres",
             "--encoding", "UTF8", "--locale", "C.UTF-8", "--auth", "peer", "--no-instructions",
             *(["--no-sync"] if tuning == THROW_AWAY else [])],
            as_service=True,
        )  # fmt: skip
    for name, text in (
        ("postgresql.conf", _configuration(sockets, tuning)),
        ("pg_hba.conf", "local all all peer map=onmaru\n"),
        ("pg_ident.conf", _identities()),
    ):
        account.write(data / name, text, 0o644, owner="root")
    forget_lost_lock(data)


def forget_lost_lock(data: Path) -> None:
    """Remove a lock from before this machine, or this container, started.

    After a power cut the same programs get nearly the same process numbers; where that of the dead
    server goes to one of the same user, PostgreSQL takes it for itself and never starts. A younger
    lock is left alone: a killed server's own workers may still be writing.
    """
    lock = data / "postmaster.pid"
    try:
        pid, _, began, *_ = lock.read_text().splitlines()
        is_lost = int(began) < machine_began() and not lives_in(int(pid), data)
    except (FileNotFoundError, ValueError):
        return
    if is_lost:
        lock.unlink()


def lives_in(pid: int, data: Path) -> bool:
    """A server's working directory is its data's. Whose cannot be seen may be one."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(data)
    except PermissionError:
        return True
    except (FileNotFoundError, ProcessLookupError):
        return False


def machine_began() -> float:
    """When the first process started, in seconds since 1970. proc(5): `btime`, and field 22."""
    lines = Path("/proc/stat").read_text().splitlines()
    booted = next(int(line.split()[1]) for line in lines if line.startswith("btime "))
    ticks = int(Path("/proc/1/stat").read_text().rpartition(") ")[2].split()[19])
    return booted + ticks / os.sysconf("SC_CLK_TCK")


def _configuration(sockets: Path, tuning: str) -> str:
    return (
        f"listen_addresses = ''\nunix_socket_directories = '{sockets}'\n"
        "unix_socket_permissions = 0700\ntimezone = 'UTC'\nlog_timezone = 'UTC'\n"
        "log_destination = 'stderr'\nlog_line_prefix = '%m [%p] %q%a '\n"
        "log_parameter_max_length = 0\nlog_parameter_max_length_on_error = 0\njit = off\n" + tuning
    )


def _identities() -> str:
    """The service signs in as itself; root, which could anyway, also as the superuser."""
    me = getpass.getuser()
    services = {"root", account.NAME, me}
    return "".join(f"onmaru {user} {ROLE}\n" for user in sorted(services)) + "".join(
        f"onmaru {user} postgres\n" for user in sorted({"root", me})
    )


def command(data: Path) -> list[str]:
    return [str(binary("postgres")), "-D", str(data)]


class PostgresDown(OSError):
    """It takes no connection; the text is what it said."""


def connect(sockets: Path, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    """As the superuser, for what only it may do."""
    try:
        return psycopg.connect(
            host=str(sockets), user="postgres", dbname=database, autocommit=True, connect_timeout=5
        )
    except psycopg.OperationalError as error:
        raise PostgresDown(str(error)) from error


def wait_until_ready(sockets: Path, seconds: float = START_SECONDS) -> None:
    """Return when it answers; after `seconds` raise what it said last."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            connect(sockets).close()
        except PostgresDown:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def ensure_role(sockets: Path, *, may_create: bool = False) -> None:
    with connect(sockets) as admin:
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (ROLE,)).fetchone():
            admin.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(ROLE)))
        if may_create:
            admin.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(ROLE)))


def ensure_database(sockets: Path, name: str) -> None:
    """A database that belongs to the service; nothing happens when it is there."""
    with connect(sockets) as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            _create(admin, name, "template1")


def _create(
    admin: psycopg.Connection[tuple[object, ...]], name: str, template: str, how: sql.SQL = LOGGED
) -> None:
    admin.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY {}").format(
            sql.Identifier(name), sql.Identifier(template), sql.Identifier(ROLE), how
        )
    )


@dataclass(frozen=True)
class PrivatePostgres:
    """A server of our own that is gone with us. Databases made from a template take some 30 ms."""

    directory: Path
    sockets: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        """For SQLAlchemy; without its `+psycopg` it is one for libpq."""
        return f"postgresql+psycopg://{ROLE}@/{database}?host={self.sockets}"

    def create(self, name: str) -> str:
        """An empty database; returns its URL."""
        with connect(self.sockets) as admin:
            _create(admin, name, "template1")
        return self.url(name)

    def create_from_template(self, name: str, template: str = TEMPLATE) -> str:
        """A copy of `template`, to which nobody may be connected; returns its URL."""
        with connect(self.sockets) as admin:
            _create(admin, name, template, COPIED)
        return self.url(name)

    def drop(self, name: str) -> None:
        """Also when somebody is still connected."""
        with connect(self.sockets) as admin:
            admin.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def stop(self) -> None:
        """Stop it and remove all that it wrote."""
        self.process.send_signal(signal.SIGQUIT)  # nothing here is worth a checkpoint
        self.process.wait(timeout=20)
        rmtree(self.directory, ignore_errors=True)
        rmtree(self.sockets, ignore_errors=True)


def start_private(directory: Path) -> PrivatePostgres:
    """A throw-away server under `directory`; it also ends when this process does."""
    if account.is_root():
        account.ensure()
    directory = directory.resolve()
    account.own(directory, 0o700)
    if account.is_root():
        account.let_through(directory)
    sockets = _short_directory(directory)
    data = directory / "data"
    lay_out(data, sockets, THROW_AWAY)
    with (directory / "log").open("wb") as log:
        user = account.service_user()
        process = subprocess.Popen(
            # The kernel stops it when the test run is killed.
            ["setpriv", "--pdeathsig", "QUIT", *command(data)],
            cwd="/", stdout=log, stderr=log, user=user, group=user,
            extra_groups=[] if user else None,
        )  # fmt: skip
    server = PrivatePostgres(directory, sockets, process)
    try:
        wait_until_ready(sockets)
        ensure_role(sockets, may_create=True)
    except PostgresDown as error:
        process.kill()
        said = (directory / "log").read_text()
        raise CommandFailed(command(data), process.wait(), said) from error
    return server


def _short_directory(directory: Path) -> Path:
    """For the socket, whose path holds at most 107 bytes."""
    base = (
        Path("/run/onmaru") if account.is_root() else Path(gettempdir()) / f"onmaru-{os.getuid()}"
    )
    base.mkdir(mode=0o755, parents=True, exist_ok=True)
    return account.own(base / f"pg-{sha256(str(directory).encode()).hexdigest()[:8]}", 0o700)
