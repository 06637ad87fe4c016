"""`./onmaru test`: the fast tests, then the journey in real browsers.

The journey has an instance of its own in var/test, made anew each time, on ports that are free.
"""

import argparse
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from shutil import rmtree

from kernel.settings import Settings, settings_from
from workplace.stack import occupied, start, stop
from workplace.stack.progress import StepFailed, say

FIRST_PORT = 18900


def command(settings: Settings, chosen: argparse.Namespace) -> int:
    """pytest's exit code; its own summary line is the last that is printed."""
    if chosen.pytest:
        return _pytest(settings, chosen.pytest)
    which = "not e2e" if chosen.all else "not e2e and not slow"
    workers = str(os.cpu_count() or 1)
    code = _pytest(settings, ["-q", "-n", workers, "-m", which])
    if code or chosen.fast:
        return code
    return _journey(own_instance(settings))


def own_instance(settings: Settings) -> Settings:
    return settings_from(
        {
            "ONMARU_VAR": str(settings.root / "var" / "test"),
            "ONMARU_PORT": str(_free_ports()),
            "ONMARU_DEMO": "1",
        }
    )


def _free_ports() -> int:
    """The first of three in a row."""
    for base in range(FIRST_PORT, FIRST_PORT + 1000, 10):
        if not occupied.taken(range(base, base + 3)):
            return base
    raise StepFailed("Ports", f"all from {FIRST_PORT} are taken", "stop what listens there")


def _journey(settings: Settings) -> int:
    _end(settings)
    rmtree(settings.var, ignore_errors=True)
    say(f"\nThe journey's instance: {settings.var}, port {settings.port}")
    try:
        start.up(settings)
        return _pytest(settings, ["-q", "-m", "e2e"])
    finally:
        _end(settings)


def _end(settings: Settings) -> None:
    """Without a word, because pytest has the last one."""
    with redirect_stdout(io.StringIO()):
        stop.down(settings, keep_desktops=False)


def _pytest(settings: Settings, arguments: Sequence[str]) -> int:
    variables = [f"{name}={value}" for name, value in settings.environment().items()]
    return subprocess.run(
        ["env", *variables, sys.executable, "-m", "pytest", *arguments],
        cwd=settings.root, check=False,
    ).returncode  # fmt: skip
