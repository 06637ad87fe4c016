"""The desktops that an instance left running, when nobody is there to ask hostd about them."""

import shutil

from kernel.settings import Settings
from workplace.stack.commands import run

LABEL = "onmaru.instance"


def running(settings: Settings) -> list[str]:
    """Container ids; none where podman is missing."""
    if not shutil.which("podman"):
        return []
    listed = run(
        ["podman", "ps", "--all", "--quiet", "--filter", f"label={LABEL}={settings.instance}"]
    )
    return listed.split()


def remove_all(settings: Settings) -> None:
    found = running(settings)
    if found:
        run(["podman", "rm", "--force", "--time", "1", *found])
