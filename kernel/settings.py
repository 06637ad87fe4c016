"""What an installation may differ in, read once from the environment.

An *instance* is one running workplace: its state directory, its ports, its containers. Tests and
a demonstration run beside each other because nothing below is shared between two instances.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Zone(StrEnum):
    """Where a request enters: each zone has its own origin (docs/architecture.md, zones)."""

    WORK = "work"
    INTERNET = "internet"
    GUEST = "guest"


ZONE_PORT_OFFSET = {Zone.WORK: 0, Zone.INTERNET: 1, Zone.GUEST: 2}


@dataclass(frozen=True)
class Settings:
    """Paths are absolute; ports are on loopback unless `host` says otherwise."""

    var: Path  # everything this instance writes: databases, blobs, logs, secrets
    host: str  # the name browsers use, in links and Origin checks
    port: int  # the work zone; the Internet zone is port + 1, guests port + 2
    scheme: str
    database_url: str
    redis_url: str
    ldap_url: str
    ldap_base: str
    demo: bool  # the demonstration agency is loaded and its accounts are shown
    vm: bool = False  # this machine also runs desktops as virtual machines (up --with vm)
    editing_processes: int = 1  # that share the documents' rooms
    timestamp_url: str = ""  # RFC 3161, for the seal of notices; empty: none is asked
    clamd: Path = Path("/run/clamav/clamd.ctl")  # where Debian's clamav-daemon listens

    @property
    def root(self) -> Path:
        return ROOT

    @property
    def instance(self) -> str:
        """Eight characters that keep this instance's containers, networks and sockets apart."""
        return sha256(str(self.var).encode()).hexdigest()[:8]

    @property
    def run(self) -> Path:
        """Sockets and pid files; short, because a socket's path holds at most 107 bytes."""
        return Path("/run/onmaru") / self.instance

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def blobs(self) -> Path:
        return self.var / "blobs"

    @property
    def secrets(self) -> Path:
        return self.var / "secrets"

    @property
    def cache(self) -> Path:
        """Shared by all instances of the machine, keyed by content."""
        return Path(os.environ.get("ONMARU_CACHE", "/var/cache/onmaru"))

    def origin(self, zone: Zone) -> str:
        return f"{self.scheme}://{self.host}:{self.port + ZONE_PORT_OFFSET[zone]}"

    def socket(self, process: str) -> Path:
        """Where `process` (web, live, crdtd-1, display-work, hostd …) listens."""
        return self.run / f"{process}.sock"

    def environment(self) -> dict[str, str]:
        """What a process must be given so that `read_settings` finds the same there."""
        return {
            "ONMARU_VAR": str(self.var),
            "ONMARU_CACHE": str(self.cache),
            "ONMARU_HOST": self.host,
            "ONMARU_PORT": str(self.port),
            "ONMARU_SCHEME": self.scheme,
            "ONMARU_DATABASE_URL": self.database_url,
            "ONMARU_REDIS_URL": self.redis_url,
            "ONMARU_LDAP_URL": self.ldap_url,
            "ONMARU_LDAP_BASE": self.ldap_base,
            "ONMARU_DEMO": "1" if self.demo else "0",
            "ONMARU_VM": "1" if self.vm else "0",
            "ONMARU_EDITING_PROCESSES": str(self.editing_processes),
            "ONMARU_TIMESTAMP_URL": self.timestamp_url,
            "ONMARU_CLAMD": str(self.clamd),
        }

    @property
    def editors(self) -> list[str]:
        """The processes that share the documents' rooms, by name."""
        return [editing_process(number + 1) for number in range(self.editing_processes)]

    @property
    def remembered(self) -> Path:
        """What the instance was last started with; the environment goes before it."""
        return self.var / "settings.env"


def _remembered(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = file.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line.startswith("ONMARU_"))


def read_settings() -> Settings:
    return settings_from(os.environ)


def settings_from(given: Mapping[str, str]) -> Settings:
    """The settings of the instance that `given` names; tests name one of their own."""
    var = Path(given.get("ONMARU_VAR", str(ROOT / "var"))).resolve()
    env = {**_remembered(var / "settings.env"), **given}.get
    run = Path("/run/onmaru") / sha256(str(var).encode()).hexdigest()[:8]
    return Settings(
        var=var,
        host=env("ONMARU_HOST", "localhost"),
        port=int(env("ONMARU_PORT", "8080")),
        scheme=env("ONMARU_SCHEME", "http"),
        database_url=env("ONMARU_DATABASE_URL", f"postgresql+psycopg://onmaru@/onmaru?host={run}"),
        redis_url=env("ONMARU_REDIS_URL", f"unix://{run}/redis.sock"),
        ldap_url=env("ONMARU_LDAP_URL", f"ldapi://{str(run).replace('/', '%2F')}%2Fslapd.sock"),
        ldap_base=env("ONMARU_LDAP_BASE", "dc=hanbit,dc=example"),
        demo=env("ONMARU_DEMO", "1") == "1",
        vm=env("ONMARU_VM", "0") == "1",
        editing_processes=max(1, int(env("ONMARU_EDITING_PROCESSES", str(os.cpu_count() or 1)))),
        timestamp_url=env("ONMARU_TIMESTAMP_URL", ""),
        clamd=Path(env("ONMARU_CLAMD", "/run/clamav/clamd.ctl")),
    )


def editing_process(number: int) -> str:
    """The name of one of those that share the documents' rooms; the first is 1."""
    return f"crdtd-{number}"


def read_zone() -> Zone:
    """The zone that this process alone serves; KeyError where it was not told."""
    return Zone(os.environ["ONMARU_ZONE"])


def shared_metrics() -> Path | None:
    """Where the workers of one process count together; the name is prometheus_client's."""
    directory = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return Path(directory) if directory else None
