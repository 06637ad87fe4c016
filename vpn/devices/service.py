"""Devices, as their owners and as administrators see them."""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address

from identity.people import store as people
from identity.people.model import Person
from identity.sessions.events import BoundDeviceEnded
from identity.sessions.service import Sessions
from kernel import audit
from kernel.actor import Actor, Role, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.outbox import enqueue_unless_due
from vpn.authority import store as certificates
from vpn.authority.model import Certificate
from vpn.authority.service import Authority
from vpn.devices import rules, store
from vpn.devices.events import DeviceEnded
from vpn.devices.model import LIVING, Device, DeviceId, Held, State, Trust
from vpn.devices.ports import Cutter
from vpn.devices.rules import NoDeviceCalls
from vpn.gateways.service import APPLY, TOPIC
from vpn.gateways.store import next_revision
from vpn.networks.model import Plan

WATCHERS = (Role.IT_ADMIN, Role.SECURITY_OFFICER)


@dataclass(frozen=True)
class View:
    """`held` and `certificate` while the device lives."""

    device: Device
    person: Person | None
    held: Held | None
    certificate: Certificate | None


@dataclass(frozen=True)
class Cut:
    public_key: bytes
    address: IPv4Address
    revision: int


@dataclass(frozen=True)
class Devices:
    begin: Begin
    now: Now
    sessions: Sessions
    authority: Authority
    cutter: Cutter

    def list_mine(self, actor: Actor) -> list[View]:
        with self.begin() as tx:
            return self._views(tx, store.of_person(tx.db, actor.user_id))  # [VP8]

    def list_all(self, actor: Actor) -> list[View]:
        actor.require(*WATCHERS)
        with self.begin() as tx:
            return self._views(tx, store.every(tx.db))

    def remove(self, actor: Actor, device_id: DeviceId) -> None:
        """By its owner, who has it in hand."""
        with self.begin() as tx:
            cut = self._end(tx, actor, self._own(tx, actor, device_id), State.REMOVED)
        self._sever(cut)

    def report_lost(self, actor: Actor, device_id: DeviceId) -> None:
        """By its owner, whose other sign-ins end; the one that reports goes on [VP7]."""
        with self.begin() as tx:
            device = self._own(tx, actor, device_id)
            self.sessions.end_others(tx, actor, "device_lost")
            cut = self._end(tx, actor, device, State.LOST)
        self._sever(cut)

    def approve(self, actor: Actor, device_id: DeviceId, trust: Trust) -> None:
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            device = rules.approved(self._any(tx, device_id), trust, actor.user_id, self.now())
            next_revision(tx.db)
            store.change(tx.db, device)
            enqueue_unless_due(tx.db, APPLY)
            tell(tx, device.person_id)
            facts = {"person": device.person_id, "trust": trust.value}
            act = "vpn.approve_device"
            audit.append(tx.db, audit.Entry(self.now(), actor.user_id, act, device_id, facts=facts))

    def vouch(self, actor: Actor, device_id: DeviceId, trust: Trust) -> None:
        """For a device that is in use. Policies are asked again for its session [VS12]."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            device = rules.vouched(self._any(tx, device_id), trust, actor.user_id, self.now())
            store.change(tx.db, device)
            tell(tx, device.person_id)
            facts = {"person": device.person_id, "trust": trust.value}
            act = "vpn.vouch_device"
            audit.append(tx.db, audit.Entry(self.now(), actor.user_id, act, device_id, facts=facts))

    def refuse(self, actor: Actor, device_id: DeviceId, reason: str) -> None:
        """Raise NotWaiting, RefusalReasonMissing."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            device = rules.refused(self._any(tx, device_id), actor.user_id, reason, self.now())
            self._end(tx, actor, device, State.REFUSED)

    def cut(self, actor: Actor, device_id: DeviceId) -> None:
        """A lost device, by one click: key, certificate, address, every sign-in [VP7]."""
        actor.require(*WATCHERS)
        with self.begin() as tx:
            device = self._any(tx, device_id)
            self.sessions.end_all(tx, device.person_id, "device_lost")
            cut = self._end(tx, actor, device, State.LOST)
        self._sever(cut)

    def _end(self, tx: Tx, actor: Actor, device: Device, state: State) -> Cut | None:
        """What is to be cut at the gateway once this has committed."""
        now, held = self.now(), store.held_by(tx.db, device.id)
        revision = next_revision(tx.db)
        store.change(tx.db, rules.ended(device, state, now))
        store.retire_key(tx.db, device.id, now)
        store.release_address(tx.db, device.id, now)
        self.authority.revoke(tx, device.id, state.value)
        if held is not None:
            self.sessions.end_bound(tx, str(held.address), f"device_{state.value}")  # [VB4]
            ended = (device.person_id, str(held.address), state is State.LOST, actor.user_id)
            tx.record(BoundDeviceEnded(*ended))
        tx.record(DeviceEnded(device.id, device.person_id, state.value, actor.user_id))
        tell(tx, device.person_id)
        act, facts = f"vpn.device_{state.value}", {"person": str(device.person_id)}
        if device.refusal:
            facts["reason"] = device.refusal
        audit.append(tx.db, audit.Entry(now, actor.user_id, act, device.id, facts=facts))
        return Cut(held.public_key, held.address, revision) if held else None

    def _sever(self, cut: Cut | None) -> None:
        """Now and not at the keeper's next look [VP7]."""
        if cut is not None:
            self.cutter.cut(cut.public_key, cut.address, cut.revision)

    def _own(self, tx: Tx, actor: Actor, device_id: DeviceId) -> Device:
        device = self._any(tx, device_id)
        if device.person_id != actor.user_id:
            raise NotFound  # [VP8]
        return device

    def _any(self, tx: Tx, device_id: DeviceId) -> Device:
        device = store.find_locked(tx.db, device_id)
        if device is None:
            raise NotFound
        return device

    def _views(self, tx: Tx, found: list[Device]) -> list[View]:
        persons = people.by_ids(tx.db, {device.person_id for device in found})
        held = {one.device.id: one for one in store.held(tx.db)}
        good = certificates.of_devices(tx.db)
        return [
            View(
                device,
                persons.get(device.person_id),
                held.get(device.id),
                good.get(device.id) if device.state in LIVING else None,
            )
            for device in found
        ]


def calling(tx: Tx, plan: Plan, address: str, now: datetime) -> Held:
    """The device whose address inside the tunnel that is: it proves its key. Raise NoDeviceCalls,
    also for one that is not welcome."""
    if not plan.is_inside(address):
        raise NoDeviceCalls
    held = store.held_at(tx.db, IPv4Address(address))
    if held is None or not store.is_welcome(tx.db, held.device.id, now):
        raise NoDeviceCalls
    return held


def tell(tx: Tx, person_id: UserId) -> None:
    """To the owner's screens and to the administrators'."""
    tx.announce_each([f"person:{person_id}", TOPIC], "devices.changed")
