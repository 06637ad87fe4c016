"""A `DesktopHost` on this machine: one container, one namespace and one door for each desktop.

podman's record is the only one [HD5]. A desktop exists if and only if its container does; a
namespace or a door without a container is left over from a crash and is removed.
"""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path
from zlib import crc32

from daas_broker.desktops.model import (
    TRIAL,
    Build,
    DesktopId,
    DesktopPhase,
    DesktopSpec,
    HostHealth,
    Image,
    ImageKey,
    Package,
    PoolId,
    Protocol,
    Receipt,
    Recipe,
    SeenDesktop,
)
from daas_broker.desktops.ports import Capacity, Permanent, Retryable, StaleGeneration
from daas_broker.desktops.zones import ZONES, SeenZone, ZonePolicy
from workplace.hostd import limits, podman
from workplace.hostd.command import Command
from workplace.hostd.container import Labels, arguments, generation
from workplace.hostd.door import Door
from workplace.hostd.egress import Egress, PolicyImpossible
from workplace.hostd.homes.house import HomeFailed, House
from workplace.hostd.homes.verbs import HomeVerbs
from workplace.hostd.host_network import NetworkFailed, resolvers
from workplace.hostd.limits import Limits
from workplace.hostd.network import Networks, NoAddressLeft
from workplace.hostd.podman import Container, PodmanFailed
from workplace.hostd.shelf import DamagedImage, Shelf
from workplace.hostd.workshop import Workshop

AT_ONCE = 4  # starts at a time; more only wait for each other inside podman
GLANCES_AT_ONCE = 16
HEADROOM_BYTES = 1 << 30  # memory that is the host's own
FIRST_NEED_BYTES = 400 << 20  # what a desktop takes until a browser is opened in it


@dataclass
class Host(HomeVerbs):
    instance: str
    doors: Path
    group: int
    shelf: Shelf
    network: Networks
    egress: Egress
    house: House
    limits: Limits
    command: Command
    workshop: Workshop
    building: threading.Lock = field(default_factory=threading.Lock)
    ready: set[str] = field(default_factory=set)
    starting: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE))
    locks: tuple[threading.Lock, ...] = field(
        default_factory=lambda: tuple(threading.Lock() for _ in range(64))
    )
    addresses: dict[str, str] = field(default_factory=dict)  # of starts under way
    choosing: threading.Lock = field(default_factory=threading.Lock)

    def ensure(self, spec: DesktopSpec, epoch: int) -> SeenDesktop:
        self.command.obey(epoch)  # [HD3]
        with self.alone(spec.id), translated():  # [HD2]
            same = [one for one in self.containers() if one.labels[Labels.DESKTOP] == spec.id]
            newest = max((generation(one) for one in same), default=0)
            if newest > spec.generation:
                raise StaleGeneration(f"generation {newest} of {spec.id} is here")  # [HD4]
            if newest < spec.generation:
                for one in same:
                    self._remove(one)
                self._start(spec)
            return self._get(spec.id, spec.generation)

    def desktops(self) -> Sequence[SeenDesktop]:
        with translated():
            found = self.containers()
        with ThreadPoolExecutor(GLANCES_AT_ONCE) as glances:
            return list(glances.map(self._see, found))

    def destroy(self, desktop: DesktopId, generation_: int, epoch: int) -> Receipt:
        self.command.obey(epoch)  # [HD3]
        with self.alone(desktop), translated():
            doomed = [
                one
                for one in self.containers()
                if one.labels[Labels.DESKTOP] == desktop and generation(one) <= generation_  # [HD4]
            ]
            held = [home for one in doomed for home in self.house.held_by(one.pid)]
            removed = [self._remove(one) for one in doomed]
            self.house.wait_until_free(held)  # [HD21]
        return Receipt(
            id=desktop,
            generation=generation_,
            containers=tuple(one.name for one in doomed),
            paths=tuple(str(path) for paths, _ in removed for path in paths),
            freed_bytes=sum(freed for _, freed in removed),
            homes=tuple(home for home in held if home not in self.house.attached()),
        )

    def images(self) -> Sequence[Image]:
        with translated():
            return self.workshop.images()

    def recipes(self) -> Sequence[Recipe]:
        return self.workshop.recipes

    def build_image(self, name: str) -> Build:
        with self.building, translated():
            return self.workshop.start(name)

    def build(self) -> Build | None:
        return self.workshop.build()

    def packages(self, image: ImageKey) -> Sequence[Package]:
        with translated():
            return self.workshop.packages(image)

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
        if not self.shelf.images():
            notes.append("no desktop image is built: run ./onmaru up")
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
            return self.egress.seen()

    def tidy(self) -> list[str]:
        """After a crash: what belongs to no container goes. The names of what went."""
        kept = {slot(one) for one in self.containers()}
        doors = [path.name for path in self.doors.iterdir()] if self.doors.exists() else []
        lost = {*doors, *self.network.attached()} - kept
        for name in lost:
            self.network.detach(name)
            self._door(name).remove()
        return sorted(lost)

    def _start(self, spec: DesktopSpec) -> None:
        if not self.workshop.users.take(spec.image):
            raise Permanent(f"no image {spec.image} here; images() lists those that are")
        if limits.free_memory_bytes() < HEADROOM_BYTES + FIRST_NEED_BYTES:
            raise Capacity("this host has no memory left for another desktop")
        name = f"{spec.id}-{spec.generation}"
        with self.starting, ExitStack() as undo, self._address(name, spec) as address:
            undo.callback(self._door(name).remove)
            undo.callback(self.network.detach, name)
            namespace = self.network.attach(name, spec.zone, address)
            self.egress.ports_changed()
            with self._door(name).opened() as given:
                undo.callback(podman.remove, f"onmaru-{self.instance}-{name}")
                podman.start(
                    self.limits.runtime,
                    [
                        *arguments(self.instance, spec, address, namespace),
                        *self.limits.arguments(spec.size),
                        "--rootfs", f"{self.shelf.rootfs(spec.image)}:O",
                        "/usr/bin/python3", "-I", "/usr/lib/onmaru/session.py",
                        *(["--trial"] if spec.pool == TRIAL else []),
                    ],
                    given,
                )  # fmt: skip
            undo.pop_all()

    @contextmanager
    def _address(self, name: str, spec: DesktopSpec) -> Iterator[IPv4Address | None]:
        """An address that no other desktop has, kept for `name` until its container carries it."""
        if spec.zone not in ZONES:
            yield None
            return
        with self.choosing:
            worn = [one.labels.get(Labels.ADDRESS, "") for one in self.containers()]
            taken = [*filter(None, worn), *self.addresses.values()]
            address = self.network.of(spec.zone).free_address(taken)
            self.addresses[name] = str(address)
        try:
            yield address
        finally:
            del self.addresses[name]

    def _remove(self, one: Container) -> tuple[list[Path], int]:
        """What there was of it, and its bytes in memory and on disk."""
        name = slot(one)
        written, namespace = podman.storage() / one.id, self.network.file(name)
        places = [
            place for place in (written, self._door(name).folder, namespace) if place.exists()
        ]
        freed = (limits.memory_bytes(one.pid) or 0) + size_bytes(written)
        podman.remove(one.name)
        self.network.detach(name)
        self._door(name).remove()
        self.ready.discard(one.name)
        left = [str(place) for place in places if place.exists()]  # [HD7]
        if left:
            raise PodmanFailed(f"{one.name} is gone and left {', '.join(left)} behind")
        return places, freed

    def _get(self, desktop: DesktopId, wanted: int) -> SeenDesktop:
        for one in self.containers():
            if one.labels[Labels.DESKTOP] == desktop and generation(one) == wanted:
                return self._see(one)
        raise Retryable(f"{desktop} went away right after its start")

    def _see(self, one: Container) -> SeenDesktop:
        return SeenDesktop(
            id=DesktopId(one.labels[Labels.DESKTOP]),
            generation=generation(one),
            pool=PoolId(one.labels[Labels.POOL]),
            image=ImageKey(one.labels[Labels.IMAGE]),
            phase=self._phase(one),
            started_at=one.started_at,
            endpoint=self._door(slot(one)).endpoint(self._protocol(one)),
            memory_bytes=limits.memory_bytes(one.pid) if one.running else None,
            cpu_seconds=limits.cpu_seconds(one.pid) if one.running else None,
        )

    def _phase(self, one: Container) -> DesktopPhase:
        if not one.running:
            return DesktopPhase.STOPPED
        if one.name not in self.ready and self._door(slot(one)).is_ready(self._protocol(one)):
            self.ready.add(one.name)
        return DesktopPhase.READY if one.name in self.ready else DesktopPhase.STARTING

    def _protocol(self, one: Container) -> Protocol:
        return self.shelf.protocol(one.labels[Labels.IMAGE])

    def alone(self, desktop: DesktopId) -> threading.Lock:
        """One act at a time on a desktop; a few desktops share a lock."""
        return self.locks[crc32(desktop.encode()) % len(self.locks)]

    def containers(self) -> list[Container]:
        return podman.containers(f"{Labels.INSTANCE}={self.instance}")

    def _door(self, name: str) -> Door:
        return Door(self.doors / name, self.group)


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except NoAddressLeft as error:
        raise Capacity("all addresses of this host's desktops are taken") from error
    except DamagedImage as error:
        raise Permanent(f"the image at {error} is damaged: remove it and build again") from error
    except PolicyImpossible as error:
        raise Permanent(str(error)) from error
    except (PodmanFailed, NetworkFailed, HomeFailed, OSError) as error:
        raise Retryable(str(error)) from error


def slot(one: Container) -> str:
    return f"{one.labels[Labels.DESKTOP]}-{one.labels[Labels.GENERATION]}"


def size_bytes(tree: Path) -> int:
    return sum(path.lstat().st_blocks * 512 for path in tree.rglob("*"))
