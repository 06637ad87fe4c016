"""Which processes one instance consists of, in the order in which they start."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from kernel.settings import Settings
from workplace.hostd.machines import place
from workplace.stack import account, edge, postgres, redis, slapd


class Kind(StrEnum):
    SERVER = "server"  # somebody else's program, a private instance
    OWN = "own"  # our program
    EDGE = "edge"


@dataclass(frozen=True)
class Process:
    name: str
    kind: Kind
    command: Sequence[str]
    what: str  # for the operator, in `status`
    socket: Path | None = None  # where it answers; the edge answers on its port
    root: bool = False
    user: str | None = None  # instead of the service user
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: str = "TERM"
    stop_group: bool = True  # signal its children as well


def is_private(settings: Settings, url: str) -> bool:
    """Whether `url` leads to a server that we run ourselves, by the directory of its socket."""
    return str(settings.run) in url or str(settings.run).replace("/", "%2F") in url


def servers(settings: Settings) -> list[Process]:
    """The private ones; what the settings place elsewhere is not ours to run."""
    found = []
    if is_private(settings, settings.database_url):
        found.append(_postgres(settings))
    if is_private(settings, settings.redis_url):
        command, socket = redis.command(settings.var / "redis"), settings.socket("redis")
        found.append(Process("redis", Kind.SERVER, command, "rooms, limits", socket))
    if is_private(settings, settings.ldap_url):
        socket = settings.socket("slapd")
        command = slapd.command(settings.var / "ldap", socket)
        found.append(Process("slapd", Kind.SERVER, command, "directory", socket))
    if settings.vm:
        found.append(_libvirt(settings))
    return found


def _libvirt(settings: Settings) -> Process:
    """Private, and without privileges: guests are its user's, and outlive it."""
    here = place.of(settings)
    return Process(
        "libvirt",
        Kind.SERVER,
        ["/usr/sbin/libvirtd"],
        "virtual machines",
        here.run / "libvirt" / "libvirt-sock",
        user=account.GUESTS,
        environment=here.environment(),
        stop_group=False,
    )


def _postgres(settings: Settings) -> Process:
    return Process(
        "postgres",
        Kind.SERVER,
        postgres.command(settings.var / "pg"),
        "database",
        settings.run / ".s.PGSQL.5432",
        stop_signal="INT",  # close connections now, leave a clean cluster
        stop_group=False,  # it ends its children itself, in the right order
    )


def own(settings: Settings) -> list[Process]:
    return [
        _python(settings, "hostd", "desktops, as root", "-m", "workplace.hostd", root=True),
        _python(settings, "worker", "jobs, reconcilers", "-m", "workplace.worker"),
        _web(settings),
        _python(settings, "live", "messages, presence", "-m", "workplace.live"),
        *_editors(settings),
        _display(settings, "internet"),
        _display(settings, "work"),
    ]


def _web(settings: Settings) -> Process:
    configuration = str(settings.root / "deploy" / "gunicorn.py")
    found = _python(
        settings, "web", "REST", "-m", "gunicorn", "-c", configuration, "workplace.web:app"
    )
    # Its workers count together; each alone would show a part, by chance another each time.
    return replace(
        found, environment={"PROMETHEUS_MULTIPROC_DIR": str(settings.run / "web-metrics")}
    )


def _editors(settings: Settings) -> list[Process]:
    return [
        _python(settings, name, "editing rooms", "-m", "workplace.crdtd", str(number))
        for number, name in enumerate(settings.editors, 1)
    ]


def _display(settings: Settings, zone: str) -> Process:
    found = _python(settings, f"display-{zone}", f"desktops, {zone}", "-m", "workplace.display")
    return replace(found, environment={"ONMARU_ZONE": zone})


def _python(
    settings: Settings, name: str, what: str, *arguments: str, root: bool = False
) -> Process:
    command = [sys.executable, *arguments]
    return Process(name, Kind.OWN, command, what, settings.socket(name), root=root)


def edge_process(settings: Settings) -> Process:
    return Process(
        edge.NAME, Kind.EDGE, edge.command(settings), "nginx, one origin a zone", stop_signal="QUIT"
    )


def every(settings: Settings) -> list[Process]:
    return [*servers(settings), *own(settings), edge_process(settings)]


def names(processes: Sequence[Process]) -> list[str]:
    return [process.name for process in processes]


def user_of(process: Process) -> str | None:
    return None if process.root else process.user or account.service_user()
