"""A throw-away OpenLDAP with the demonstration agency in it."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from identity.directory.adapters.ldap import LdapDirectory
from workplace.demo.agency import agency
from workplace.demo.ldif import ldif
from workplace.stack import account, slapd

BASE = "dc=hanbit,dc=example"


@dataclass
class PrivateSlapd:
    home: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.home / "socket" / "slapd.sock"

    @property
    def url(self) -> str:
        return f"ldapi://{str(self.socket).replace('/', '%2F')}"

    def start(self) -> None:
        user = account.service_user()
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *slapd.command(self.home, self.socket)],
            cwd="/", user=user, group=user, extra_groups=[] if user else None,
        )  # fmt: skip
        _until(self._answers)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=10)
            self.process = None

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as asked:
                asked.connect(str(self.socket))
        except OSError:
            return False
        return True


@contextmanager
def private_slapd(password: str) -> Iterator[PrivateSlapd]:
    with TemporaryDirectory(prefix="onmaru-ldap-") as directory:
        home = account.own(Path(directory), 0o755)
        account.own(home / "socket", 0o755)
        slapd.lay_out(home, BASE, "not used")
        slapd.load(home, ldif(agency(), BASE, password))
        server = PrivateSlapd(home)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def directory_of(server: PrivateSlapd) -> LdapDirectory:
    return LdapDirectory(server.url, BASE)


def _until(holds: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
