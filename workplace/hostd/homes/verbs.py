"""What is asked of a home, over the wire: which desktop may have it, and what is told back."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from daas_broker.desktops.homes import (
    Comparison,
    HomeId,
    HomeState,
    Reset,
    Restored,
    RestoreWish,
    SnapshotId,
    snapshot_id,
)
from daas_broker.desktops.model import DesktopId
from daas_broker.desktops.ports import HomeBusy, Permanent, Retryable
from kernel.clock import utc_now
from kernel.settings import Zone
from workplace.hostd.command import Command
from workplace.hostd.container import Labels, generation
from workplace.hostd.homes.house import HomeFailed, HomeInUse, House
from workplace.hostd.podman import Container


class HomeVerbs(ABC):
    """The part of a host that is a `HomeHost`."""

    house: House
    command: Command
    neighbours: "list[HomeVerbs]"  # the other kinds of desktops of this instance

    @abstractmethod
    def containers(self) -> Sequence[Container]: ...

    @abstractmethod
    def holder(self, one: Container) -> int:
        """The process in whose mounts a home of it hangs; 0 where none can."""

    @abstractmethod
    def alone(self, desktop: DesktopId) -> AbstractContextManager[object]:
        """One act at a time on a desktop."""

    def attach_home(self, desktop: DesktopId, wanted: int, home: HomeId, epoch: int) -> HomeState:
        self.command.obey(epoch)
        with self.alone(desktop), translated():
            found = self.containers()
            here = [one for one in found if is_it(one, desktop, wanted) and one.running]
            if not here:
                raise Retryable(f"{desktop} of generation {wanted} does not run here")
            zone = here[0].labels.get(Labels.ZONE)
            if zone is None:
                raise Permanent(f"{desktop} was started before homes were known")
            pid = self.holder(here[0])
            if not pid:
                raise Retryable(f"{desktop} can be shown no home")
            # The zone is that of the desktop: a home of another zone is another file [HD20].
            state = self.house.attach(home, Zone(zone), pid, set(self._pids()) - {pid})
            self.attached(here[0])
            return state

    def attached(self, one: Container) -> None:  # noqa: B027 - for kinds that have more to do
        """It hangs there."""

    def snapshot_home(self, home: HomeId, zone: Zone, epoch: int) -> HomeState:
        self.command.obey(epoch)
        with translated():
            return self.house.snapshot(home, zone, utc_now())

    def compare_home(self, home: HomeId, zone: Zone, snapshot: SnapshotId) -> Comparison:
        with translated():
            return self.house.compare(home, zone, snapshot)

    def restore_home(self, home: HomeId, zone: Zone, wish: RestoreWish, epoch: int) -> Restored:
        self.command.obey(epoch)
        whole = wish.entries is None
        with translated():
            return self.house.restore(
                home,
                zone,
                snapshot=wish.snapshot,
                entries=None if wish.entries is None else list(wish.entries),
                name=snapshot_id(utc_now()),
                others=self._pids() if whole else [],
            )

    def reset_home(self, home: HomeId, zone: Zone, what: Reset, epoch: int) -> Restored:
        self.command.obey(epoch)
        with translated():
            return self.house.reset(
                home,
                zone,
                whole=what is Reset.EVERYTHING,
                name=snapshot_id(utc_now()),
                others=self._pids(),
            )

    def holders(self) -> list[int]:
        found = [self.holder(one) for one in self.containers() if one.running]
        return [pid for pid in found if pid]

    def _pids(self) -> list[int]:
        """Of all desktops of this instance: a home roams between kinds of them."""
        return [pid for kind in (self, *self.neighbours) for pid in kind.holders()]


def is_it(one: Container, desktop: DesktopId, wanted: int) -> bool:
    return one.labels[Labels.DESKTOP] == desktop and generation(one) == wanted


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except HomeInUse as error:
        raise HomeBusy(str(error)) from error
    except (HomeFailed, OSError) as error:
        raise Retryable(str(error)) from error
