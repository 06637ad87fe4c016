"""A whole workplace of its own, started as a new user starts it: `./onmaru up`."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kernel.settings import ROOT
from tests.support.browser import WIDE, Desk

SHOTS = ROOT / "var" / "artefacts" / "journey"
USUAL_MS = 60_000  # how long a page may take to show something: a busy machine is slow


@dataclass(frozen=True)
class Running:
    """A started workplace: where it is and how one signs in."""

    var: Path
    port: int
    password: str

    @property
    def work(self) -> str:
        return f"http://localhost:{self.port}"

    def onmaru(self, *arguments: str, seconds: float = 900) -> str:
        """Run the one command on this instance; fails with what it printed."""
        done = subprocess.run(
            ["env", f"ONMARU_VAR={self.var}", f"ONMARU_PORT={self.port}", "./onmaru", *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def kill(self, process: str) -> None:
        """`kill -9`, as an accident would."""
        self.signal("KILL", process)

    def signal(self, name: str, process: str) -> None:
        self._control("signal", name, process)

    @contextmanager
    def without(self, process: str) -> Iterator[None]:
        """It is stopped, and nobody starts it again before the end."""
        self._control("stop", process)
        try:
            yield
        finally:
            self._control("start", process)

    def restart(self, process: str) -> None:
        self._control("restart", process)

    def _control(self, *words: str) -> None:
        control = [sys.executable, "-m", "supervisor.supervisorctl", "-c"]
        subprocess.run([*control, self.var / "supervisord.conf", *words], check=True)

    @property
    def editors(self) -> list[str]:
        """The processes that share the documents."""
        settings = (self.var / "supervisord.conf").read_text()
        return re.findall(r"^\[program:(crdtd-\d+)\]", settings, re.MULTILINE)

    def containers(self) -> str:
        """Names of the desktops that exist, running or not."""
        done = subprocess.run(
            ["podman", "ps", "--all", "--format", "{{.Names}}"],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


@pytest.fixture(scope="session", autouse=True)
def usual_patience() -> None:
    """What waits longer says so, and leaves this behind."""
    expect.set_options(timeout=USUAL_MS)


@pytest.fixture(scope="session")
def running(request: pytest.FixtureRequest, worker_id: str) -> Iterator[Running]:
    """Of its own, or with `--on` the one that runs already, which is left running."""
    on: str | None = request.config.getoption("--on")
    var, port = _named(on) if on else _own(worker_id)
    if on is None:
        Running(var, port, "").onmaru("up")
    running = Running(var, port, (var / "secrets" / "demo-password").read_text().strip())
    yield running
    if on is None:
        running.onmaru("down")


def _named(on: str) -> tuple[Path, int]:
    var, _, port = on.partition(":")
    return Path(var).resolve(), int(port)


def _own(worker_id: str) -> tuple[Path, int]:
    """One for each worker of pytest's, which are told stories at the same time."""
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    return ROOT / "var" / f"e2e-{number}", 28080 + 10 * number


@pytest.fixture
def desk(browser: Browser) -> Iterator[Callable[[], Desk]]:
    """Makes browsers with nothing shared between them; a script error fails the test."""
    desks: list[Desk] = []

    def sit_down() -> Desk:
        context = browser.new_context(viewport=WIDE, locale="ko-KR", timezone_id="Asia/Seoul")
        desks.append(Desk(context.new_page(), SHOTS))
        return desks[-1]

    yield sit_down
    for each in desks:
        each.page.context.close()
    assert [problem for each in desks for problem in each.problems] == []


@pytest.fixture(autouse=True)
def show_failures(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the people of a story saw when a step failed."""
    failed = request.session.testsfailed
    yield
    if request.session.testsfailed > failed and "people" in request.fixturenames:
        for name, desk in request.getfixturevalue("people").items():
            desk.shot(f"failed-{request.node.name}-{name}")
