"""One throw-away PostgreSQL a test process; one fresh database, copied from a template, a test."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from kernel.ids import fresh_id
from tests.support.browser import chromium
from tests.support.world import World
from workplace.migrate import upgrade
from workplace.stack.postgres import TEMPLATE, PrivatePostgres, start_private

# A busy machine makes an example slow, which says nothing about the property.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on", metavar="VAR:PORT", help="journeys use this running workplace, not one of their own"
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[PrivatePostgres]:
    server = start_private(Path(mkdtemp(prefix="onmaru-test-")))
    upgrade(server.create(TEMPLATE))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all: Playwright runs once in a process."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def database_url(postgres: PrivatePostgres) -> Iterator[str]:
    name = f"t{fresh_id()}"
    yield postgres.create_from_template(name)
    postgres.drop(name)


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    world = World(database_url, tmp_path)
    yield world
    world.close()
