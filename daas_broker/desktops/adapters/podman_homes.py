"""Homes on this machine, through hostd."""

from pydantic import TypeAdapter

from daas_broker.desktops.adapters.hostd_line import HostdLine
from daas_broker.desktops.adapters.hostd_wire import (
    AttachHome,
    CompareHome,
    ResetHome,
    RestoreHome,
    SnapshotHome,
)
from daas_broker.desktops.homes import (
    Comparison,
    HomeId,
    HomeState,
    Reset,
    Restored,
    RestoreWish,
    SnapshotId,
)
from daas_broker.desktops.model import DesktopId
from kernel.settings import Zone

STATE = TypeAdapter(HomeState)
COMPARISON = TypeAdapter(Comparison)
RESTORED = TypeAdapter(Restored)


class PodmanHomes(HostdLine):
    def attach_home(
        self, desktop: DesktopId, generation: int, home: HomeId, epoch: int
    ) -> HomeState:
        words: dict[str, object] = {
            "desktop": desktop,
            "generation": generation,
            "home": home,
            "epoch": epoch,
        }
        return self.say(AttachHome, STATE, **words)

    def snapshot_home(self, home: HomeId, zone: Zone, epoch: int) -> HomeState:
        return self.say_slowly(SnapshotHome, STATE, home=home, zone=zone, epoch=epoch)

    def compare_home(self, home: HomeId, zone: Zone, snapshot: SnapshotId) -> Comparison:
        return self.say(CompareHome, COMPARISON, home=home, zone=zone, snapshot=snapshot)

    def restore_home(self, home: HomeId, zone: Zone, wish: RestoreWish, epoch: int) -> Restored:
        words: dict[str, object] = {"home": home, "zone": zone, "wish": wish, "epoch": epoch}
        return self.say_slowly(RestoreHome, RESTORED, **words)

    def reset_home(self, home: HomeId, zone: Zone, what: Reset, epoch: int) -> Restored:
        words: dict[str, object] = {"home": home, "zone": zone, "what": what, "epoch": epoch}
        return self.say_slowly(ResetHome, RESTORED, **words)
