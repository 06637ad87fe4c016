"""One throw-away PostgreSQL a test process; one fresh database, copied from a template, a test."""

import gc
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path
from shutil import disk_usage
from tempfile import mkdtemp

import pytest
from flask_openapi3 import utils as openapi
from flask_openapi3.blueprint import APIBlueprint
from hypothesis import settings
from playwright.sync_api import Browser
from werkzeug.routing import Rule

from kernel.ids import fresh_id
from tests.support.browser import chromium
from tests.support.hand import by_hand
from tests.support.line import on_a_changing_network
from tests.support.world import World
from workplace.migrate import upgrade
from workplace.stack.postgres import TEMPLATE, PrivatePostgres, start_private

# A busy machine makes an example slow, which says nothing about the property. Each run tries the
# same examples, so that a red run is red again; `./onmaru test --all` looks for more and new ones.
settings.register_profile("suite", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("search", deadline=None)
settings.load_profile("suite")

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a private directory is made in it
ENOUGH = 4 << 30

describe = APIBlueprint._collect_openapi_info  # noqa: SLF001 - most of making an app is this
compile_builder = Rule._compile_builder  # noqa: SLF001 - and most of the rest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on", metavar="VAR:PORT", help="journeys use this running workplace, not one of their own"
    )
    parser.addoption(
        "--storm", type=int, default=200, help="sign-ins of the morning storm, 200 a minute"
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What it makes is half a million objects which stay to the end: nobody looks through them
    for what may go, neither meanwhile nor in each test."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def describes_nothing() -> Iterator[None]:
    """Most of making an app is its contract, which hardly a test reads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(openapi, "get_model_schema", cache(openapi.get_model_schema))
        patch.setattr(APIBlueprint, "_collect_openapi_info", take_types_alone)
        patch.setattr(Rule, "_compile_builder", compile_when_asked)
        yield


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app of this test knows its contract."""
    monkeypatch.setattr(APIBlueprint, "_collect_openapi_info", describe)


def take_types_alone(
    _blueprint: APIBlueprint, _rule: str, func: Callable[..., object], **_told: object
) -> object:
    return openapi.parse_parameters(func, doc_ui=False)


def compile_when_asked(rule: Rule, *extras: bool) -> Callable[..., tuple[str, str]]:
    """What makes an address of a route's name; hardly a test needs one of the hundreds."""

    def build(self: Rule, **values: object) -> tuple[str, str]:
        return compile_builder(rule, *extras)(self, **values)

    return build


def in_memory() -> str | None:
    """Where files cost no disk; None, the usual place, where there is little room for them."""
    if not SHARED_MEMORY.is_dir():
        return None
    return str(SHARED_MEMORY) if disk_usage(SHARED_MEMORY).free > ENOUGH else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[PrivatePostgres]:
    server = start_private(Path(mkdtemp(prefix="onmaru-test-", dir=in_memory())))
    upgrade(server.create(TEMPLATE))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all: Playwright runs once in a process."""
    with chromium() as browser, by_hand(), on_a_changing_network():
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
