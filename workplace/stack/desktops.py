"""The desktops that an instance left running, when nobody is there to ask hostd about them."""

import shutil

from kernel.settings import Settings
from workplace.hostd.container import Labels
from workplace.hostd.egress import Egress
from workplace.hostd.network import Networks
from workplace.stack.commands import run


def running(settings: Settings) -> list[str]:
    """Container ids; none where podman is missing."""
    if not shutil.which("podman"):
        return []
    listed = run(
        [
            "podman",
            "ps",
            "--all",
            "--quiet",
            "--filter",
            f"label={Labels.INSTANCE}={settings.instance}",
        ]
    )
    return listed.split()


def remove_all(settings: Settings) -> None:
    """Their containers, and the bridge and rules that kept them in their zone."""
    found = running(settings)
    if found:
        run(["podman", "rm", "--force", "--time", "0", "--volumes", *found])
    networks = Networks(settings.instance)
    for desktop in networks.attached():
        networks.detach(desktop)
    Egress(networks, settings.var / "hostd" / "egress.json", {}).dismantle()
