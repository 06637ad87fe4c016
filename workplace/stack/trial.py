"""`./onmaru test`: the fast tests, then the journeys in real browsers.

Journeys start workplaces of their own in var/e2e-0 and so on, as a new user would
(tests/e2e/conftest.py). What is marked slow is told with `--all`: what needs minutes, and stories
whose rules the fast tests and those of the browser side hold as well.
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
from workplace.stack import stop
from workplace.stack.progress import say

JOURNEYS = "2"  # workplaces that are told stories at the same time
STORIES = ("tests/e2e", "tests/weboffice/e2e")  # nothing else is read to find them


def command(settings: Settings, chosen: argparse.Namespace) -> int:
    """pytest's exit code; its own summary line is the last that is printed."""
    if chosen.pytest:
        return _pytest(settings, chosen.pytest)
    which = "not e2e" if chosen.all else "not e2e and not slow"
    workers = str((os.cpu_count() or 1) + 1)  # one of them is always waiting for something
    look = ["--hypothesis-profile", "search"] if chosen.all else []
    code = _pytest(settings, ["-q", "-n", workers, "-m", which, *look])
    if code or chosen.fast:
        return code
    clear_away(settings)
    say("\nThe journeys: a workplace of their own starts first.")
    # Each waits for a page most of the time; a file is one story.
    together = ["-n", JOURNEYS, "--dist", "loadfile"]
    which = "e2e" if chosen.all else "e2e and not slow"
    return _pytest(settings, ["-q", *together, "-m", which, *STORIES])


def clear_away(settings: Settings) -> None:
    """What an earlier journey left, which may still be running."""
    for var in sorted((settings.root / "var").glob("e2e*")):
        with redirect_stdout(io.StringIO()):
            stop.down(settings_from({"ONMARU_VAR": str(var)}), keep_desktops=False)
        rmtree(var)


def _pytest(settings: Settings, arguments: Sequence[str]) -> int:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=settings.root, check=False
    ).returncode
