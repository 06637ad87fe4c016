"""A `DesktopHost` on this machine: one container, one namespace and one door for each desktop.

podman's record is the only one [HD5]. A desktop exists if and only if its container does; a
namespace or a door without a container is left over from a crash and is removed.
"""

import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from daas_broker.desktops.model import (
    TRIAL,
    DesktopId,
    DesktopSpec,
    HostHealth,
    ImageKey,
    Lack,
    PoolId,
    SeenDesktop,
)
from daas_broker.desktops.ports import Capacity, Permanent
from daas_broker.desktops.zones import RefusedName, SeenZone, ZonePolicy
from workplace.hostd import limits, podman
from workplace.hostd.container import TMP_MIB, Labels, arguments, generation
from workplace.hostd.egress import Egress
from workplace.hostd.homes.verbs import HomeVerbs
from workplace.hostd.host_network import resolvers
from workplace.hostd.image_verbs import ImageVerbs
from workplace.hostd.keeper import Keeper, slot, translated
from workplace.hostd.limits import Limits
from workplace.hostd.network import Networks
from workplace.hostd.podman import Container, PodmanFailed

AT_ONCE = 4  # starts at a time; more only wait for each other inside podman
HEADROOM_BYTES = 1 << 30  # memory that is the host's own
FIRST_NEED_BYTES = 400 << 20  # what a desktop takes until a browser is opened in it


@dataclass(kw_only=True)
class Host(Keeper, HomeVerbs, ImageVerbs):
    network: Networks
    egress: Egress
    limits: Limits
    neighbours: list[HomeVerbs] = field(default_factory=list)
    starting: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE))
    lacking: dict[str, Lack] = field(default_factory=dict)  # by container, as each said last

    def remove_image(self, image: ImageKey, epoch: int) -> None:
        """No desktop of it starts meanwhile: its label goes first, and starts look at that."""
        self.command.obey(epoch)
        with self.building, translated():
            everywhere = podman.containers(Labels.INSTANCE)  # images are the machine's
            if any(one.labels[Labels.IMAGE] == image for one in everywhere):
                raise Permanent(f"a desktop of this machine runs from {image}")
            self.workshop.remove(image)

    def health(self) -> HostHealth:
        notes = self.limits.notes()
        if not resolvers():
            notes.append("the host's name server is on its loopback: desktops resolve no names")
        if not self.workshop.images():
            notes.append("no desktop image is built: run ./onmaru up")
        notes += self.scratches.notes()
        with translated():
            running = sum(one.running for one in self.containers())
        free = limits.free_memory_bytes()
        return HostHealth(running, free, self.command.epoch(), tuple(notes))

    def apply_policy(self, policy: ZonePolicy, epoch: int) -> None:
        self.command.obey(epoch)  # [HD3]
        with translated():
            self.egress.apply(policy)

    def zones(self) -> Sequence[SeenZone]:
        with translated():
            found = self.egress.seen()
            if not any(zone.refused_names for zone in found):
                return found
            worn = {one.labels.get(Labels.ADDRESS, ""): one for one in self.containers()}
        return [replace(zone, refused_names=of_desktops(zone, worn)) for zone in found]

    def tidy(self) -> list[str]:
        """After a crash: what belongs to no container goes. The names of what went."""
        kept = {slot(one) for one in self.containers()}
        doors = [path.name for path in self.doors.iterdir()] if self.doors.exists() else []
        lost = {*doors, *self.network.attached()} - kept
        for name in lost:
            self.network.detach(name)
            self.door(name).remove()
        unheld = self.scratches.names() - kept
        for name in unheld:
            self.scratches.wipe(name)
        self.scratches.forget_old_receipts()
        return sorted(lost | unheld)

    def start(self, spec: DesktopSpec) -> None:
        if self.shelf.is_machine(spec.image) or not self.workshop.users.take(spec.image):
            raise Permanent(f"no image {spec.image} here; images() lists those that are")
        if limits.free_memory_bytes() < HEADROOM_BYTES + FIRST_NEED_BYTES:
            raise Capacity("this host has no memory left for another desktop")
        if not self.scratches.has_room():
            raise Capacity("this host has no room on its disk for another desktop")
        name = f"{spec.id}-{spec.generation}"
        address_for = self.addresses.one_for(name, spec, self.containers)
        with self.starting, ExitStack() as undo, address_for as address:
            undo.callback(self.door(name).remove)
            undo.callback(self.network.detach, name)
            namespace = self.network.attach(name, spec.zone, address)
            self.egress.ports_changed()
            undo.callback(self.scratches.wipe, name)
            scratch = self.scratches.make(name, spec.size.home_mib + TMP_MIB)
            with self.door(name).opened() as given:
                undo.callback(podman.remove, f"onmaru-{self.instance}-{name}")
                podman.start(
                    self.limits.runtime,
                    [
                        *arguments(self.instance, spec, address, namespace, scratch),
                        *self.limits.arguments(spec.size),
                        "--rootfs", f"{self.shelf.rootfs(spec.image)}:O",
                        "/usr/bin/python3", "-I", "/usr/lib/onmaru/session.py",
                        *(["--trial"] if spec.pool == TRIAL else []),
                    ],
                    given,
                )  # fmt: skip
            undo.pop_all()

    def remove(self, one: Container) -> tuple[list[Path], int]:
        """What there was of it, and its bytes in memory and on disk."""
        name = slot(one)
        written, namespace = podman.storage() / one.id, self.network.file(name)
        all_places = (written, self.door(name).folder, namespace, self.scratches.image(name))
        places = [place for place in all_places if place.exists()]
        freed = (limits.memory_bytes(one.pid) or 0) + size_bytes(written)
        podman.remove(one.name)
        self.network.detach(name)
        self.door(name).remove()
        freed += self.scratches.wipe(name)
        self.ready.discard(one.name)
        self.lacking.pop(one.name, None)
        left = [str(place) for place in places if place.exists()]  # [HD7]
        if left:
            raise PodmanFailed(f"{one.name} is gone and left {', '.join(left)} behind")
        return places, freed

    def see(self, one: Container) -> SeenDesktop:
        return SeenDesktop(
            id=DesktopId(one.labels[Labels.DESKTOP]),
            generation=generation(one),
            pool=PoolId(one.labels[Labels.POOL]),
            image=ImageKey(one.labels[Labels.IMAGE]),
            phase=self.phase(one),
            started_at=one.started_at,
            endpoint=self.door(slot(one)).endpoint(self.protocol(one)),
            memory_bytes=limits.memory_bytes(one.pid) if one.running else None,
            cpu_seconds=limits.cpu_seconds(one.pid) if one.running else None,
            lacks=self._lacks(one),
        )

    def _lacks(self, one: Container) -> Lack | None:
        """A busy desktop that does not answer in time lacks what it lacked."""
        if not one.running or not one.labels.get(Labels.APP):  # absent: of the release before
            return None
        with suppress(OSError):
            found = self.door(slot(one)).lacks()
            self.lacking.pop(one.name, None)
            if found is not None:
                self.lacking[one.name] = found
        return self.lacking.get(one.name)

    def holder(self, one: Container) -> int:
        return one.pid

    def containers(self) -> list[Container]:
        return podman.containers(f"{Labels.INSTANCE}={self.instance}")


def of_desktops(zone: SeenZone, worn: Mapping[str, Container]) -> tuple[RefusedName, ...]:
    """Of desktops instead of addresses; of none that wore an address before the present one."""
    named = []
    for one in zone.refused_names:
        container = worn.get(one.desktop)
        if container is not None and container.started_at <= one.at:
            named.append(replace(one, desktop=container.labels[Labels.DESKTOP]))
    return tuple(named)


def size_bytes(tree: Path) -> int:
    return sum(path.lstat().st_blocks * 512 for path in tree.rglob("*"))
