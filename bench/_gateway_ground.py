"""What a measured gateway stands on: a folder, a database of its own, and settings for both."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from daas_broker.desktops.model import Protocol
from kernel.settings import Settings, read_settings
from workplace.migrate import upgrade
from workplace.stack import keys
from workplace.stack.postgres import PrivatePostgres, start_private


@dataclass(frozen=True)
class Ground:
    home: Path
    server: PrivatePostgres
    settings: Settings

    def fresh(self, name: str) -> Settings:
        """With an empty database of that name."""
        on = replace(self.settings, database_url=self.server.create(name))
        upgrade(on.database_url)
        return on


@contextmanager
def ground() -> Iterator[Ground]:
    """With a folder for the desktops of each protocol; nothing of it is left."""
    home = Path(mkdtemp(prefix="onmaru-bench-"))
    server = start_private(home / "pg")
    settings = replace(read_settings(), var=home)
    settings = replace(settings, redis_url=f"unix://{settings.socket('redis')}")
    settings.run.mkdir(parents=True, exist_ok=True)
    keys.ensure(settings.secrets)
    for protocol in Protocol:
        (home / protocol).mkdir()
    try:
        yield Ground(home, server, settings)
    finally:
        server.stop()
        rmtree(home, ignore_errors=True)
        rmtree(settings.run, ignore_errors=True)
