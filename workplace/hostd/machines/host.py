"""A `DesktopHost` of virtual machines: a guest, a port in its zone, a disk and a door for each.

libvirt's record is the only one [HD5]. What belongs to no guest is left over from a crash and is
removed.
"""

import subprocess
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path
from time import monotonic

from daas_broker.desktops.model import (
    Acceleration,
    DesktopId,
    DesktopSpec,
    Hindrance,
    HostHealth,
    ImageKey,
    PoolId,
    SeenDesktop,
)
from daas_broker.desktops.ports import Capacity, Permanent
from kernel.clock import utc_now
from kernel.settings import Zone
from workplace.hostd import limits
from workplace.hostd.container import Labels, generation
from workplace.hostd.door import NAMES, Door
from workplace.hostd.egress import Egress
from workplace.hostd.homes.house import HomeFailed
from workplace.hostd.homes.verbs import HomeVerbs
from workplace.hostd.image_verbs import ImageVerbs
from workplace.hostd.keeper import Keeper, slot, translated
from workplace.hostd.machines import disk, domain, line, share
from workplace.hostd.machines.accelerator import Accelerator, Kind
from workplace.hostd.machines.agent import Agents
from workplace.hostd.machines.domain import Places, Wire
from workplace.hostd.machines.pace import pace_of
from workplace.hostd.machines.place import USER, Place, give, remove
from workplace.hostd.machines.virsh import Use, Virsh, VirshFailed
from workplace.hostd.podman import Container

AT_ONCE = 2  # starts at a time
HEADROOM_BYTES = 1 << 30  # memory that is the host's own
GLANCE = 3.0  # seconds; a guest whose every instruction is translated thinks longer
UNKNOWN = Use(None, None)


@dataclass(kw_only=True)
class Machines(Keeper, HomeVerbs, ImageVerbs):
    place: Place
    virsh: Virsh
    egress: Egress
    accelerator: Callable[[], Accelerator]
    neighbours: list[HomeVerbs] = field(default_factory=list)
    starting: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE))
    uses: dict[str, Use] = field(default_factory=dict)
    agents: Agents = field(default_factory=Agents)

    def desktops(self) -> Sequence[SeenDesktop]:
        with translated():
            self.uses = self.virsh.use()
        return super().desktops()

    def holder(self, one: Container) -> int:
        return share.pid(self.place.shares / slot(one))

    def holders(self) -> list[int]:
        """Without libvirt, which may be away: containers' homes do not wait for it."""
        found = [share.pid(folder) for folder in self.place.shares.iterdir()]
        return [pid for pid in found if pid]

    def attached(self, one: Container) -> None:
        """Where programs look for it is a guest's own affair, so it is asked to tell."""
        if not share.wait_until_bound(self.place.shares / slot(one)):
            raise HomeFailed(f"the guest {one.name} does not take the home")

    def remove_image(self, image: ImageKey, epoch: int) -> None:
        self.command.obey(epoch)
        with self.building, translated():
            if any(one.labels[Labels.IMAGE] == image for one in self.containers()):
                raise Permanent(f"a virtual machine runs from {image}")
            self.workshop.remove(image)

    def health(self) -> HostHealth:
        found = self.accelerator()
        notes = [f"guests run without KVM, which is slow: {found.why}"] if found.why else []
        if not self.workshop.images():
            notes.append("no image for virtual machines is built: run ./onmaru up --with vm")
        with translated():
            running = sum(one.running for one in self.containers())
        free = limits.free_memory_bytes()
        hindrance = Hindrance(found.hindrance) if found.hindrance else None
        by = Acceleration(found.kind, hindrance, found.why)
        return HostHealth(running, free, self.command.epoch(), tuple(notes), pace_of(found), by)

    def tidy(self) -> list[str]:
        """After a crash: what belongs to no guest goes. The names of what went.

        Others start guests meanwhile. So first what there is, then what is being started, then the
        guests: who has left the second by then stands in the third.
        """
        folders = (self.doors, self.place.guests, self.place.shares, self.place.disks)
        found = {path.name for folder in folders if folder.exists() for path in folder.iterdir()}
        found |= self.scratches.names()
        plugged = set(self.addresses.network.plugged())
        starting = dict(self.addresses.starting)
        guests = self.containers()
        lost = found - starting.keys() - {slot(one) for one in guests}
        for name in lost:
            self._clear(name)
        self.scratches.forget_old_receipts()
        used = {*map(self._port, guests), *self._ports(starting.values())}
        for port in plugged - used:
            self.addresses.network.unplug(port)
        return sorted(lost)

    # What a keeper of desktops asks

    def containers(self) -> list[Container]:
        return [one for one in self.virsh.guests() if one.labels[Labels.INSTANCE] == self.instance]

    def start(self, spec: DesktopSpec) -> None:
        is_machine = self.shelf.is_machine(spec.image)
        if not is_machine or not self.workshop.users.take(spec.image):
            raise Permanent(f"no image {spec.image} here; images() lists those that are")
        if limits.free_memory_bytes() < HEADROOM_BYTES + (spec.size.memory_mib << 20):
            raise Capacity("this host has no memory left for another virtual machine")
        if not self.scratches.has_room():
            raise Capacity("this host has no room on its disk for another virtual machine")
        name = f"{spec.id}-{spec.generation}"
        address_for = self.addresses.one_for(name, spec, self.containers)
        with self.starting, ExitStack() as undo, address_for as address:
            undo.callback(self._clear, name)
            self._lay_out(name, spec.image)
            if address is not None:
                self._plug(spec.zone, address, undo)
            labels = domain.labels_of(self.instance, spec, address, utc_now())
            networks = self.addresses.network
            wire = Wire(networks.of(spec.zone), networks.pages.get(spec.zone))
            kind = self.accelerator().kind
            places = self._places(name, spec.image)
            share.start(self.place.shares / name)
            self.virsh.start(domain.name(labels), domain.xml(labels, spec, kind, places, wire))
            undo.callback(self.virsh.remove, domain.name(labels))
            self._tie(name, places)
            undo.pop_all()

    def remove(self, one: Container) -> tuple[list[Path], int]:
        name = slot(one)
        places = [path for path in self._paths(name) if path.exists()]
        own_disk = self._disk(name)
        written = own_disk.stat().st_blocks * 512 if own_disk.exists() else 0
        memory = self.virsh.use().get(one.name, UNKNOWN).memory_bytes or 0
        self.virsh.remove(one.name)
        self.addresses.network.unplug(self._port(one))
        self._clear(name)
        self.ready.discard(one.name)
        self.agents.forget(one.name)
        left = [str(path) for path in places if path.exists()]  # [HD7]
        if left:
            raise VirshFailed(f"{one.name} is gone and left {', '.join(left)} behind")
        return places, memory + written

    def see(self, one: Container) -> SeenDesktop:
        use = self.uses.get(one.name, UNKNOWN) if one.running else UNKNOWN
        if one.running and not line.is_alive(self.door(slot(one)).folder):
            self._tie(slot(one), self._places(slot(one), one.labels[Labels.IMAGE]))
        return SeenDesktop(
            id=DesktopId(one.labels[Labels.DESKTOP]),
            generation=generation(one),
            pool=PoolId(one.labels[Labels.POOL]),
            image=ImageKey(one.labels[Labels.IMAGE]),
            phase=self.phase(one),
            started_at=one.started_at,
            endpoint=self.door(slot(one)).endpoint(self.protocol(one)),
            memory_bytes=use.memory_bytes,
            cpu_seconds=use.cpu_seconds,
        )

    def is_ready(self, one: Container) -> bool:
        """Its screen first: until that is drawn the guest is spared the question [DVM7]."""
        if not super().is_ready(one):
            return False
        has_agent = self.shelf.has_agent(one.labels[Labels.IMAGE])
        return not has_agent or self.agents.may_pass(
            one.name, monotonic(), answers=self.virsh.answers(one.name)
        )

    def door(self, name: str) -> Door:
        """One socket more than a container's: the screen of the machine itself."""
        return Door(self.doors / name, self.group, (*NAMES, "console"), GLANCE)

    def _lay_out(self, name: str, image: str) -> None:
        """The folder of its sockets, and a disk that holds what differs from the image [DC1]."""
        folder = self.place.guests / name
        folder.mkdir()
        give(folder, 0o700)
        base = self.shelf.folder / image / disk.DISK
        self.scratches.make(name, (base.stat().st_size >> 20) + disk.BESIDE_MIB)
        own = self._disk(name)
        command = ["qemu-img", "create", "-q", "-f", "qcow2", "-b", str(base), "-F", "raw"]
        subprocess.run([*command, str(own)], check=True, capture_output=True, timeout=20)
        give(own, 0o600)

    def _plug(self, zone: Zone, address: IPv4Address, undo: ExitStack) -> None:
        network = self.addresses.network
        undo.callback(network.unplug, network.of(zone).port(address))
        network.plug(zone, address, USER)
        self.egress.ports_changed()

    def _tie(self, name: str, places: Places) -> None:
        """A door, and the process that carries it into the guest."""
        door = self.door(name)
        line.stop(door.folder)
        with door.opened() as given:
            line.start(door.folder, places, given)

    def _places(self, name: str, image: str) -> Places:
        folder, own = self.place.guests / name, self.shelf.folder / image
        return Places(
            disk=self._disk(name),
            kernel=own / disk.KERNEL,
            initial=own / disk.INITIAL,
            line=folder / "line.sock",
            console=folder / "console.sock",
            agent=folder / "agent.sock",
            home=self.place.shares / name / share.SOCKET,
        )

    def _disk(self, name: str) -> Path:
        """In its sealed layer, or in the layer's place where the kernel seals nothing."""
        layer = self.scratches.data(name)
        return layer / "disk" if layer.exists() else self.place.disks / name

    def _paths(self, name: str) -> list[Path]:
        own = (self.place.disks, self.place.guests, self.place.shares, self.doors)
        return [folder / name for folder in own]

    def _clear(self, name: str) -> None:
        line.stop(self.door(name).folder)
        share.stop(self.place.shares / name)
        self.scratches.wipe(name)
        for path in self._paths(name):
            remove(path)

    def _ports(self, addresses: Iterable[str]) -> set[str]:
        zones = self.addresses.network.zones
        each = [(IPv4Address(text), zone) for text in addresses for zone in zones]
        return {zone.port(address) for address, zone in each if address in zone.addresses}

    def _port(self, one: Container) -> str:
        worn = one.labels[Labels.ADDRESS]
        network = self.addresses.network.of(Zone(one.labels[Labels.ZONE]))
        return network.port(IPv4Address(worn)) if worn else ""


def may_use(kind: Kind) -> None:
    """Guests are nobody's but their own user's, who may not open the device of himself."""
    if kind is Kind.KVM:
        subprocess.run(["setfacl", "--modify", f"u:{USER}:rw", "/dev/kvm"], check=True)
