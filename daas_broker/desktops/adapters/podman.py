"""Desktops in containers of this machine, with homes, and the networks of all its desktops."""

from collections.abc import Sequence

from pydantic import TypeAdapter

from daas_broker.desktops.adapters.hostd_desktops import NOTHING, HostdDesktops
from daas_broker.desktops.adapters.hostd_wire import ApplyPolicy, ListZones
from daas_broker.desktops.adapters.podman_homes import PodmanHomes
from daas_broker.desktops.zones import SeenZone, ZonePolicy

ZONES_SEEN = TypeAdapter(list[SeenZone])


class PodmanHost(HostdDesktops, PodmanHomes):
    def apply_policy(self, policy: ZonePolicy, epoch: int) -> None:
        self.say(ApplyPolicy, NOTHING, policy=policy, epoch=epoch)

    def zones(self) -> Sequence[SeenZone]:
        return self.say(ListZones, ZONES_SEEN)
