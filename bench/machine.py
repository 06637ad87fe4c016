"""A desktop in a virtual machine from nothing to its picture, beside the same in a container."""

import os
import sys
from time import monotonic, sleep

from bench import Figure
from daas_broker.desktops.adapters.hostd_desktops import HostdDesktops
from daas_broker.desktops.model import DesktopId, DesktopSpec, Image, PoolId, SeenDesktop
from kernel.ids import fresh_id
from kernel.settings import Zone, read_settings
from tests.support.machines import BOOT, running_machines
from workplace.hostd import definition
from workplace.hostd.machines import accelerator
from workplace.hostd.shelf import Shelf

EPOCH = 7
LIMITS = {accelerator.Kind.KVM: 30, accelerator.Kind.TCG: 240}  # seconds to the picture
REST_SECONDS = 20


def main() -> None:
    shelf = Shelf(read_settings().cache / "images")
    light = shelf.made_from(definition.read("light"))
    if light is None:
        sys.exit("the light image is not built: .venv/bin/python -m workplace.hostd.build light")
    kind = accelerator.choose(read_settings().cache).kind
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    with running_machines() as hostd:
        container, small = measured(hostd.host, light)
        guest, large = measured(hostd.machines, hostd.image)
    peer = f"podman, the same image; {kind}, {load}"
    limit = LIMITS[kind]
    Figure("virtual machine: wish to picture", "s", round(guest, 1), round(container, 1), peer,
           f"<= {limit}", guest <= limit).report()  # fmt: skip
    Figure(
        "virtual machine: memory at rest", "MiB", large, small, peer, "reported", holds=True
    ).report()


def measured(host: HostdDesktops, image: Image) -> tuple[float, int]:
    """Seconds to the picture, and mebibytes some seconds later."""
    spec = DesktopSpec(DesktopId(fresh_id()), 1, PoolId("bench"), image.key, Zone.INTERNET)
    began = monotonic()
    host.ensure(spec, EPOCH)
    try:
        while not seen(host, spec.id).ready:
            if monotonic() - began > BOOT:
                sys.exit(f"{image.key} had no picture after {BOOT:.0f} s")
            sleep(0.1)
        seconds = monotonic() - began
        sleep(REST_SECONDS)
        return seconds, (seen(host, spec.id).memory_bytes or 0) >> 20
    finally:
        host.destroy(spec.id, 1, EPOCH)


def seen(host: HostdDesktops, desktop: DesktopId) -> SeenDesktop:
    return next(one for one in host.desktops() if one.id == desktop)


if __name__ == "__main__":
    main()
