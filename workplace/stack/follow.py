"""`./onmaru logs`: the end of one process's log, and what follows."""

import argparse
import os

from kernel.settings import Settings
from workplace.stack.progress import StepFailed


def command(settings: Settings, chosen: argparse.Namespace) -> int:
    log = settings.logs / f"{chosen.process}.log"
    if not log.exists():
        known = ", ".join(sorted(file.stem for file in settings.logs.glob("*.log")))
        raise StepFailed(
            "Logs",
            f"there is no log of {chosen.process} in {settings.logs}",
            f"choose one of: {known}" if known else "start the workplace first: ./onmaru up",
        )
    follow = [] if chosen.no_follow else ["--follow=name", "--retry"]
    os.execvp("tail", ["tail", f"--lines={chosen.lines}", *follow, str(log)])  # noqa: S606
