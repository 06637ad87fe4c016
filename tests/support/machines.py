"""A hostd with virtual machines for a test: a libvirt of its own beside it."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from daas_broker.desktops.adapters.libvirt import LibvirtHost
from daas_broker.desktops.model import DesktopId, Image
from daas_broker.desktops.ports import Retryable
from kernel.settings import ROOT, Settings, read_settings, settings_from
from tests.support.hostd import LAST_EPOCH, PATIENCE, Hostd, eventually
from workplace.hostd import definition
from workplace.hostd.machines import place
from workplace.hostd.machines.virsh import Virsh
from workplace.hostd.shelf import Shelf
from workplace.stack import account, ground, setup

BOOT = 400.0  # seconds; where each instruction is translated, beside others who work


class MachineHostd(Hostd):
    libvirt: subprocess.Popen[bytes]

    @property
    def settings(self) -> Settings:
        cache = str(read_settings().cache)
        return settings_from({"ONMARU_VAR": str(self.var), "ONMARU_CACHE": cache, "ONMARU_VM": "1"})

    @property
    def machines(self) -> LibvirtHost:
        return LibvirtHost(self.settings.socket("hostd-vm"))

    @property
    def virsh(self) -> Virsh:
        return Virsh(place.of(self.settings).run)

    def start_libvirt(self) -> None:
        here = place.of(self.settings)
        with (self.var / "libvirt.log").open("ab") as log:
            self.libvirt = subprocess.Popen(
                ["/usr/sbin/libvirtd"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **here.environment()},
                user=place.USER, group=place.USER, extra_groups=[], start_new_session=True,
            )  # fmt: skip
        eventually(self.answers_about_machines)

    def answers_about_machines(self) -> bool:
        try:
            return self.machines.health() is not None
        except Retryable:
            return False

    def end_machine(self, desktop: DesktopId) -> None:
        """Kill what runs it, as the kernel does when it runs out of memory."""
        [guest] = [one for one in self.virsh.guests() if desktop in one.name]
        os.kill(guest.pid, signal.SIGKILL)

    def stop(self) -> None:
        for desktop in self.machines.desktops():
            self.machines.destroy(desktop.id, desktop.generation, LAST_EPOCH)
        super().stop()
        self.libvirt.terminate()
        self.libvirt.wait(PATIENCE)
        rmtree(place.of(self.settings).run)


@contextmanager
def running_machines(name: str = "vm-light") -> Iterator[MachineHostd]:
    """Skips, and says why, where there is no libvirt or no image for virtual machines.

    pytest closes its own folders again and again to all but root, and guests are not root's."""
    missing = setup.missing_packages(ROOT / "deploy" / "packages-vm.txt")
    if os.geteuid() != 0 or missing:
        pytest.skip(f"needs root and ./onmaru up --with vm: {' '.join(missing)}")
    image: Image | None = Shelf(read_settings().cache / "images").made_from(definition.read(name))
    if image is None:
        pytest.skip(f"the image of deploy/desktops/{name}.toml is not built")
    var = Path(mkdtemp(prefix="onmaru-machines-", dir="/var/tmp"))
    hostd = MachineHostd(var, environment={"ONMARU_VM": "1"})
    hostd.image = image
    account.ensure()
    ground.prepare_machines(hostd.settings)
    hostd.start()
    hostd.start_libvirt()
    try:
        yield hostd
    finally:
        hostd.stop()
        rmtree(var)
