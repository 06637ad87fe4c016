"""`./onmaru check`: all that is judged without running the workplace."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from time import monotonic

from kernel.settings import Settings
from workplace.stack import setup
from workplace.stack.progress import StepFailed, say
from workplace.stack.supervisor import SYSTEM_PATH


@dataclass(frozen=True)
class Check:
    name: str
    what: str
    argv: Sequence[str]
    directory: str = "."


@dataclass(frozen=True)
class Verdict:
    check: Check
    passed: bool
    said: str
    seconds: float


def checks(settings: Settings) -> list[Check]:
    tools = settings.root / ".venv" / "bin"
    ruff, python = str(tools / "ruff"), [sys.executable, "-m"]
    return [  # the slow ones first, so that both cores end together
        Check("types", "Python types, strictly", [str(tools / "mypy"), "."]),
        _web(settings, "web-tests", "unit tests of the browser side", "vitest", "run"),
        _web(settings, "web-types", "TypeScript types and layers", "tsc", "-b"),
        Check("web-build", "it builds, within its budgets", [*python, "workplace.stack.weigh"]),
        Check("migrations", "tables and migrations agree", [*python, "workplace.stack.drift"]),
        Check("layers", "who may import whom", [str(tools / "lint-imports")]),
        Check("contract", "the API as checked in", [*python, "workplace.openapi", "--check"]),
        Check("style", "Python style", [ruff, "check", "."]),
        Check("format", "Python layout", [ruff, "format", "--check", "."]),
        _web(settings, "web-style", "TypeScript style and layout", "biome", "check", "."),
        Check("bootstrap", "the shell script parses", ["bash", "-n", "onmaru"]),
    ]


def _web(settings: Settings, name: str, what: str, *tool: str) -> Check:
    path = f"PATH={setup.node(settings)}:{SYSTEM_PATH}"
    return Check(name, what, ["env", path, "npx", "--no-install", *tool], "web")


def command(settings: Settings, chosen: argparse.Namespace) -> int:
    known = checks(settings)
    if chosen.list:
        say("\n".join(f"  {check.name:<12} {check.what}" for check in known))
        return 0
    names = {check.name for check in known}
    if not names.issuperset(chosen.names):
        raise StepFailed("Check", "there is no such check", f"choose of: {', '.join(names)}")
    wanted = [check for check in known if not chosen.names or check.name in chosen.names]
    return _run_all(settings, wanted)


def _run_all(settings: Settings, wanted: Sequence[Check]) -> int:
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(_run, settings, check) for check in wanted]
        verdicts = []
        for future in as_completed(running):
            verdict = future.result()
            verdicts.append(verdict)
            mark = "✓" if verdict.passed else "✗"
            say(f"  {mark} {verdict.check.name:<12} {verdict.seconds:5.1f} s  {verdict.check.what}")
    failed = [verdict for verdict in verdicts if not verdict.passed]
    for verdict in failed:
        say(f"\n--- {verdict.check.name} ---\n{verdict.said.strip()}")
    say(f"\n{len(verdicts) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def _run(settings: Settings, check: Check) -> Verdict:
    began = monotonic()
    done = subprocess.run(
        check.argv,
        cwd=settings.root / check.directory,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Verdict(check, done.returncode == 0, done.stdout, monotonic() - began)
