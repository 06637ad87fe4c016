"""Profiles follow the agency's networks; where one cannot by itself, its owner is told."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Network

from kernel import audit
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.limits import Limit, Spend
from vpn.devices import store as devices
from vpn.devices.model import Device, DeviceId, State
from vpn.devices.service import WATCHERS, calling, tell
from vpn.networks.model import Plan
from vpn.routes import rules, store
from vpn.routes.model import DeviceRoutes, Networks, Older, Source
from vpn.routes.ports import Lands
from vpn.routes.rules import RoutesChanged

TRIES = Limit("vpn_routes", 20, timedelta(minutes=1))
CHANGES = Limit("vpn_routes_said", 20, timedelta(hours=1))  # each stands in the audit for ever


@dataclass(frozen=True)
class Routes:
    begin: Begin
    now: Now
    spend: Spend
    plan: Plan
    lands: Lands

    def current(self, tx: Tx) -> Networks:
        """What a split profile leads into the tunnel now: the portal, and the agency's."""
        return rules.ordered((IPv4Network(self.plan.gateway), *self.lands.networks(tx)))

    def hand_out(self, tx: Tx, device_id: DeviceId, networks: Networks | None) -> None:
        """With a profile; None where that is for everything."""
        self._note(tx, device_id, networks, Source.GIVEN)

    def exchange(self, address: str, has: Networks | None) -> Networks:
        """A device says what it leads into the tunnel, None for everything or what somebody wrote
        by hand, and hears what counts. Its address inside proves its key. Raise NoDeviceCalls."""
        self.spend(TRIES, address)
        with self.begin() as tx:
            held = calling(tx, self.plan, address, self.now())
            before = store.find(tx.db, held.device.id)
            if has != (before.networks if before else None):
                self.spend(CHANGES, held.device.id)
                self._note(tx, held.device.id, has, Source.DEVICE)
                tell(tx, held.device.person_id)
                facts = {"networks": str(len(has)) if has else "-"}
                entry = audit.Entry(self.now(), "-", "vpn.say_routes", held.device.id, facts=facts)
                audit.append(tx.db, entry)
            return self.current(tx)

    def confirm(self, actor: Actor, device_id: DeviceId, networks: Networks) -> None:
        """By its owner, who has put these into its app. Raise NotFound, RoutesChanged."""
        with self.begin() as tx:
            device = devices.find_locked(tx.db, device_id)
            if device is None or device.person_id != actor.user_id or not _is_in_use(device):
                raise NotFound  # [VP8]
            if networks != self.current(tx):
                raise RoutesChanged
            self._note(tx, device_id, networks, Source.OWNER)
            tell(tx, actor.user_id)
            facts = {"networks": rules.written(networks)}
            by, act = actor.user_id, "vpn.confirm_routes"
            audit.append(tx.db, audit.Entry(self.now(), by, act, device_id, facts=facts))

    def list_mine(self, actor: Actor) -> list[Older]:
        with self.begin() as tx:
            return self._older(tx, devices.of_person(tx.db, actor.user_id))

    def list_all(self, actor: Actor) -> list[Older]:
        actor.require(*WATCHERS)
        with self.begin() as tx:
            return self._older(tx, devices.every(tx.db))

    def _older(self, tx: Tx, found: list[Device]) -> list[Older]:
        in_use = {device.id for device in found if _is_in_use(device)}
        now = self.current(tx)
        seen = (rules.older(one, now) for one in store.every(tx.db) if one.device_id in in_use)
        return [one for one in seen if one is not None]

    def _note(self, tx: Tx, device_id: DeviceId, has: Networks | None, source: Source) -> None:
        if has is None:
            store.forget(tx.db, device_id)
        else:
            store.note(tx.db, DeviceRoutes(device_id, has, self.now(), source))


def _is_in_use(device: Device) -> bool:
    return device.state is State.ACTIVE
