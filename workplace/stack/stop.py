"""`./onmaru down`: everything of this instance ends, in the order that loses nothing."""

import argparse

from kernel.settings import Settings
from workplace.stack import desktops
from workplace.stack.progress import say, step
from workplace.stack.supervisor import Supervisor


def command(settings: Settings, chosen: argparse.Namespace) -> int:
    down(settings, keep_desktops=chosen.keep_desktops)
    say("Onmaru is stopped.")
    return 0


def down(settings: Settings, *, keep_desktops: bool) -> None:
    """supervisord stops in reverse order: the edge first, PostgreSQL last."""
    supervisor = Supervisor(settings)
    if supervisor.is_running():
        with step("Stopping the processes"):
            supervisor.shut_down()
    else:
        say("  · no process of this instance was running")
    if not keep_desktops:
        with step("Removing the desktops"):
            desktops.remove_all(settings)
