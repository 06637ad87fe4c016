"""The desktops that an instance left running, when nobody is there to ask hostd about them."""

import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path

from kernel.settings import Settings
from workplace.hostd.command import Command
from workplace.hostd.container import Labels
from workplace.hostd.egress import Egress
from workplace.hostd.machines import line, place
from workplace.hostd.network import Networks
from workplace.hostd.proxies import proxies_of
from workplace.hostd.scratch.scratches import Scratches, of_containers, of_machines
from workplace.hostd.tunnel.host import Tunnel
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
    wipe_all(of_containers(settings))
    networks = Networks(settings.instance)
    remove_machines(settings, networks)
    for desktop in networks.attached():
        networks.detach(desktop)
    memory, proxies = settings.var, proxies_of(settings)
    egress = Egress(networks, memory / "hostd" / "egress.json", {}, proxies)
    command = Command(memory / "hostd" / "epoch-tunnel")
    # Left open in its memory: it opens again with the instance.
    Tunnel(settings.instance, memory / "hostd" / "tunnel", egress, command).take_down()
    egress.dismantle()


def remove_machines(settings: Settings, networks: Networks) -> None:
    """Virtual machines outlive their libvirt, which has ended by now."""
    here = place.of(settings)
    for file in here.run.glob("libvirt/qemu/run/onmaru-*.pid"):
        end_guest(int(file.read_text()), settings.instance)
    for door in (settings.run / "machines").glob("*"):
        line.stop(door)
    for port in networks.plugged():
        networks.unplug(port)
    wipe_all(of_machines(settings, here.disks))
    for left in (here.run, here.disks, settings.run / "machines"):
        place.remove(left)


def wipe_all(scratches: Scratches) -> None:
    """The layers of desktops that have ended, each with its key; their broker is not there to ask
    for a receipt, and finds it when it comes back within a day."""
    for name in scratches.names():
        scratches.wipe(name)


def end_guest(pid: int, instance: str) -> None:
    """Unless the number is somebody else's by now."""
    with suppress(OSError):
        if f"onmaru-{instance}-".encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
