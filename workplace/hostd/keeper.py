"""What every kind of desktop on this machine has in common: one record, one door, one order.

A desktop is told apart by the labels of its record, whether that is podman's or libvirt's [HD5].
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path
from zlib import crc32

from daas_broker.desktops.model import (
    DesktopId,
    DesktopPhase,
    DesktopSpec,
    Protocol,
    Receipt,
    SeenDesktop,
)
from daas_broker.desktops.ports import Capacity, Permanent, Retryable, StaleGeneration
from daas_broker.desktops.zones import ZONES
from workplace.hostd.command import Command
from workplace.hostd.container import Labels, generation
from workplace.hostd.door import Door
from workplace.hostd.egress import PolicyImpossible
from workplace.hostd.homes.house import HomeFailed, House
from workplace.hostd.host_network import NetworkFailed, links
from workplace.hostd.machines.virsh import VirshFailed
from workplace.hostd.network import Networks, NoAddressLeft
from workplace.hostd.podman import Container, PodmanFailed
from workplace.hostd.scratch.scratches import Scratches, ScratchFailed
from workplace.hostd.shelf import DamagedImage, Shelf

GLANCES_AT_ONCE = 16


@dataclass
class Addresses:
    """Which desktop speaks with which address, across all kinds of desktops of this instance."""

    network: Networks
    starting: dict[str, str] = field(default_factory=dict)
    choosing: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def one_for(
        self, name: str, spec: DesktopSpec, kept: Callable[[], Sequence[Container]]
    ) -> Iterator[IPv4Address | None]:
        """One that no other desktop has, held for `name` until its record carries it."""
        if spec.zone not in ZONES:
            yield None
            return
        with self.choosing:
            zone = self.network.of(spec.zone)
            worn = [one.labels.get(Labels.ADDRESS, "") for one in kept()]
            wired = [str(zone.address_of(p)) for p in links() if p.startswith(zone.port_prefix)]
            address = zone.free_address([*filter(None, worn), *wired, *self.starting.values()])
            self.starting[name] = str(address)
        try:
            yield address
        finally:
            del self.starting[name]


@dataclass
class Keeper(ABC):
    """`doors` is the folder in which each desktop has one of its own."""

    instance: str
    doors: Path
    group: int
    shelf: Shelf
    command: Command
    addresses: Addresses
    scratches: Scratches
    house: House
    ready: set[str] = field(default_factory=set)
    locks: tuple[threading.Lock, ...] = field(
        default_factory=lambda: tuple(threading.Lock() for _ in range(64))
    )

    @abstractmethod
    def containers(self) -> list[Container]:
        """The record of each desktop of this kind, running or not."""

    @abstractmethod
    def start(self, spec: DesktopSpec) -> None: ...

    @abstractmethod
    def remove(self, one: Container) -> tuple[list[Path], int]:
        """What there was of it, and its bytes in memory and on disk."""

    @abstractmethod
    def holder(self, one: Container) -> int:
        """The process in whose mounts a home of it hangs; 0 where none can."""

    @abstractmethod
    def see(self, one: Container) -> SeenDesktop: ...

    def ensure(self, spec: DesktopSpec, epoch: int) -> SeenDesktop:
        self.command.obey(epoch)  # [HD3]
        with self.alone(spec.id), translated():  # [HD2]
            same = [one for one in self.containers() if one.labels[Labels.DESKTOP] == spec.id]
            newest = max((generation(one) for one in same), default=0)
            if newest > spec.generation:
                raise StaleGeneration(f"generation {newest} of {spec.id} is here")  # [HD4]
            if newest < spec.generation:
                for one in same:
                    self.remove(one)
                self.start(spec)
            return self._get(spec.id, spec.generation)

    def destroy(self, desktop: DesktopId, generation_: int, epoch: int) -> Receipt:
        self.command.obey(epoch)  # [HD3]
        with self.alone(desktop), translated():
            doomed = self.doomed(desktop, generation_)
            held = [home for one in doomed for home in self.house.held_by(self.holder(one))]
            removed = [self.remove(one) for one in doomed]
            self.house.wait_until_free(held)  # [HD21]
            wiped = self.scratches.receipts(desktop, generation_)
        return Receipt(
            id=desktop,
            generation=generation_,
            containers=tuple(one.name for one in doomed),
            paths=tuple(str(path) for paths, _ in removed for path in paths),
            freed_bytes=sum(freed for _, freed in removed),
            homes=tuple(home for home in held if home not in self.house.attached()),
            wiped=wiped,
        )

    def desktops(self) -> Sequence[SeenDesktop]:
        with translated():
            found = self.containers()
        with ThreadPoolExecutor(GLANCES_AT_ONCE) as glances:
            return list(glances.map(self.see, found))

    def doomed(self, desktop: DesktopId, up_to: int) -> list[Container]:
        """This generation and those before it, and none after [HD4]."""
        return [
            one
            for one in self.containers()
            if one.labels[Labels.DESKTOP] == desktop and generation(one) <= up_to
        ]

    def phase(self, one: Container) -> DesktopPhase:
        if not one.running:
            is_coming = slot(one) in self.addresses.starting  # it has a record before it runs
            return DesktopPhase.STARTING if is_coming else DesktopPhase.STOPPED
        if one.name not in self.ready and self._became_ready(one):
            self.ready.add(one.name)
        return DesktopPhase.READY if one.name in self.ready else DesktopPhase.STARTING

    def _became_ready(self, one: Container) -> bool:
        """Now, or while an earlier hostd looked [HD5]."""
        door = self.door(slot(one))
        if door.was_ready:
            return True
        if not self.is_ready(one):
            return False
        door.note_ready()
        return True

    def is_ready(self, one: Container) -> bool:
        """Of one that runs: whether a person may have it. Asked until it is."""
        return self.door(slot(one)).is_ready(self.protocol(one))

    def protocol(self, one: Container) -> Protocol:
        return self.shelf.protocol(one.labels[Labels.IMAGE])

    def alone(self, desktop: DesktopId) -> threading.Lock:
        """One act at a time on a desktop; a few desktops share a lock."""
        return self.locks[crc32(desktop.encode()) % len(self.locks)]

    def door(self, name: str) -> Door:
        return Door(self.doors / name, self.group)

    def _get(self, desktop: DesktopId, wanted: int) -> SeenDesktop:
        for one in self.containers():
            if one.labels[Labels.DESKTOP] == desktop and generation(one) == wanted:
                return self.see(one)
        raise Retryable(f"{desktop} went away right after its start")


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
    except (PodmanFailed, VirshFailed, NetworkFailed, HomeFailed, ScratchFailed, OSError) as error:
        raise Retryable(str(error)) from error


def slot(one: Container) -> str:
    return f"{one.labels[Labels.DESKTOP]}-{one.labels[Labels.GENERATION]}"
