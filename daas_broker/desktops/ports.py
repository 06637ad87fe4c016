"""A machine that runs desktops, in the broker's words."""

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from daas_broker.desktops.homes import (
    Comparison,
    HomeId,
    HomeState,
    Reset,
    Restored,
    RestoreWish,
    SnapshotId,
)
from daas_broker.desktops.model import (
    Build,
    DesktopId,
    DesktopSpec,
    HostHealth,
    Image,
    ImageKey,
    Package,
    Provider,
    Receipt,
    Recipe,
    SeenDesktop,
)
from daas_broker.desktops.zones import SeenZone, ZonePolicy
from kernel.settings import Zone


class HostFailure(Exception):
    """`code` is stable; the message tells an operator what to do."""

    code = "host_failure"


class Retryable(HostFailure):
    """The host did not answer or could not just now; nothing is known of the effect. Look again."""

    code = "retryable"


class Capacity(HostFailure):
    """The host is full. It stays so until a desktop goes; another host may have room."""

    code = "capacity"


class Permanent(HostFailure):
    """The same wish will always fail here: no such image, a malformed wish."""

    code = "permanent"


class StaleEpoch(Permanent):
    """Somebody with a higher epoch commands this host. Stop commanding it."""

    code = "stale_epoch"


class StaleGeneration(Permanent):
    """The host holds a later generation of this desktop."""

    code = "stale_generation"


class HomeBusy(HostFailure):
    """Another desktop holds this home, or one holds it where none may. Look again when it ended."""

    code = "home_busy"


class RecipeMoved(HostFailure):
    """Somebody changed this recipe since it was read. Nothing was written."""

    code = "recipe_moved"


class ReleaseArriving(HostFailure):
    """The files of a release came that does not run yet. Nothing was written or begun."""

    code = "release_arriving"


class DesktopHost(Protocol):
    """Each method returns or raises `HostFailure` within 30 seconds.

    `epoch` is that of the caller's lease; a host refuses a lower one than it has ever seen.
    """

    def ensure(self, spec: DesktopSpec, epoch: int) -> SeenDesktop:
        """Let this desktop run. Repeating it changes nothing. It returns before the desktop
        is ready. A stopped container of this generation stays stopped: destroy it."""
        ...

    def desktops(self) -> Sequence[SeenDesktop]:
        """All desktops of this instance on the host, whoever started them and whenever."""
        ...

    def destroy(self, desktop: DesktopId, generation: int, epoch: int) -> Receipt:
        """Remove this generation and all before it with everything they wrote."""
        ...

    def images(self) -> Sequence[Image]: ...

    def health(self) -> HostHealth: ...


@runtime_checkable
class ZoneNetworks(Protocol):
    """Where the desktops of each zone may go, on one host. As `DesktopHost` in all else."""

    def apply_policy(self, policy: ZonePolicy, epoch: int) -> None:
        """From now on, for desktops that run and those that come. Kept across restarts."""
        ...

    def zones(self) -> Sequence[SeenZone]: ...


@runtime_checkable
class HomeHost(Protocol):
    """People's homes on one host. Acts may take minutes; whatever is killed, a home stays whole."""

    def attach_home(
        self, desktop: DesktopId, generation: int, home: HomeId, epoch: int
    ) -> HomeState:
        """Into a desktop that runs; made first where it is absent. Repeating it changes nothing.
        It stays until the desktop is destroyed. HomeBusy while another desktop has it."""
        ...

    def snapshot_home(self, home: HomeId, zone: Zone, epoch: int) -> HomeState:
        """Keep what is there now, and of the older snapshots what is due."""
        ...

    def compare_home(self, home: HomeId, zone: Zone, snapshot: SnapshotId) -> Comparison: ...

    def restore_home(self, home: HomeId, zone: Zone, wish: RestoreWish, epoch: int) -> Restored:
        """Files, at any time; or everything, and then HomeBusy while a desktop has it."""
        ...

    def reset_home(self, home: HomeId, zone: Zone, what: Reset, epoch: int) -> Restored:
        """HomeBusy while a desktop has it."""
        ...


Hosts = Mapping[Provider, DesktopHost]


@runtime_checkable
class ImageMaker(Protocol):
    """A host that makes images. Each method returns or raises `HostFailure` within 30 seconds."""

    def recipes(self) -> Sequence[Recipe]:
        """What it knows to build."""
        ...

    def build_image(self, name: str, *, released: bool = False) -> Build:
        """Begin, or tell of the build of this name that is under way: with what the archive offers
        now, or as the release has it. `Permanent` for a name without a recipe, `Capacity` while
        another is built, `ReleaseArriving` where that is."""
        ...

    def build(self) -> Build | None:
        """The present build, or the last."""
        ...

    def packages(self, image: ImageKey) -> Sequence[Package]:
        """Nothing where they were not kept, or where there is no such image."""
        ...

    def remove_image(self, image: ImageKey, epoch: int) -> None:
        """Absent is removed. `Permanent` while a desktop of this host runs from it."""
        ...
