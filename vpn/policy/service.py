"""Policies, as administrators read and change them, and why somebody may or may not come in."""

from dataclasses import dataclass, replace
from datetime import datetime
from ipaddress import IPv4Address
from itertools import product

from identity.people import store as people
from identity.people.model import Person
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.settings import Zone
from vpn.devices import store as devices
from vpn.devices.model import Device, DeviceId
from vpn.gateways.service import TOPIC
from vpn.places.ports import Atlas
from vpn.policy import rules, store
from vpn.policy.model import Asking, Explained, Inside, Kept, Policy, PolicyId, Proof
from vpn.policy.ports import Holding, Land, WhoIsInside
from vpn.policy.rules import PolicyChanged
from vpn.posture import store as postures
from vpn.posture.rules import is_sound


@dataclass(frozen=True)
class Preview:
    """Names of whom a change would let in or keep out, of those who have a device, and of whose
    open sessions it would end [VS12]."""

    gain: list[str]
    lose: list[str]
    cut: list[str]


@dataclass(frozen=True)
class Policies:
    begin: Begin
    now: Now
    atlas: Atlas
    land: Land
    inside: WhoIsInside
    holding: Holding

    def list_policies(self, actor: Actor) -> list[Kept]:
        actor.require(Role.IT_ADMIN, Role.SECURITY_OFFICER)
        with self.begin() as tx:
            return store.every_kept(tx.db)

    def add(self, actor: Actor, policy: Policy) -> None:
        actor.require(Role.SECURITY_OFFICER)
        rules.check(policy)
        with self.begin() as tx:
            store.add(tx.db, policy, self.now(), actor.user_id)
            self._note(tx, actor, "vpn.add_policy", policy)

    def change(self, actor: Actor, policy: Policy, version: int) -> None:
        """Also for who is in already [VS12]. Raise PolicyChanged where `version` is not the one
        that stands [VS10]."""
        actor.require(Role.SECURITY_OFFICER)
        rules.check(policy)
        with self.begin() as tx:
            before = self._current(tx, policy.id, version)
            store.change(tx.db, policy, version + 1, actor.user_id)
            self._note(tx, actor, "vpn.change_policy", policy, before)

    def remove(self, actor: Actor, policy_id: PolicyId, version: int) -> None:
        """Raise PolicyChanged as `change` does."""
        actor.require(Role.SECURITY_OFFICER)
        with self.begin() as tx:
            policy = self._current(tx, policy_id, version)
            store.remove(tx.db, policy_id)
            self._note(tx, actor, "vpn.remove_policy", policy)

    def _current(self, tx: Tx, policy_id: PolicyId, version: int) -> Policy:
        kept = store.find_locked(tx.db, policy_id)
        if kept is None:
            raise NotFound
        if kept.version != version:
            person = people.find(tx.db, kept.by)
            raise PolicyChanged(version=kept.version, by=person.name if person else "-")
        return kept.policy

    def preview(self, actor: Actor, policy: Policy) -> Preview:
        """What adding it, or having it in the place of the one with its id, would change now, for
        whoever proves themselves with a passkey."""
        actor.require(Role.IT_ADMIN, Role.SECURITY_OFFICER)
        rules.check(policy)
        with self.begin() as tx:
            before = store.every(tx.db)
            after = [*(one for one in before if one.id != policy.id), policy]
            return self._preview(tx, before, after)

    def preview_removal(self, actor: Actor, policy_id: PolicyId) -> Preview:
        """What having it no more would change now."""
        actor.require(Role.IT_ADMIN, Role.SECURITY_OFFICER)
        with self.begin() as tx:
            before = store.every(tx.db)
            return self._preview(tx, before, [one for one in before if one.id != policy_id])

    def _preview(self, tx: Tx, before: list[Policy], after: list[Policy]) -> Preview:
        """Of the zones of what differs."""
        zones = {policy.zone for policy in {*before} ^ {*after}}
        welcome = [held.device for held in devices.welcome(tx.db, self.now())]
        persons = people.by_ids(tx.db, {device.person_id for device in welcome})
        said, now, inside = postures.every(tx.db), self.now(), self.inside(tx)
        gain: set[str] = set()
        lose: set[str] = set()
        cut: set[str] = set()
        for device, zone in product(welcome, zones):
            person = persons[device.person_id]
            asking = replace(
                asked(person, device, zone, Proof.PASSKEY, now),
                is_sound=is_sound(said.get(device.id), now),
            )
            was = rules.decide(before, asking).is_allowed
            will = rules.decide(after, asking).is_allowed
            if was != will:
                (gain if will else lose).add(person.name)
            found = inside.get(device.id)
            if found is not None and found.zone is zone:
                there = self._there(asking, found)
                if not rules.decide(after, there).is_allowed:
                    cut.add(person.name)
        return Preview(sorted(gain), sorted(lose), sorted(cut))

    def _there(self, asking: Asking, found: Inside) -> Asking:
        """As the session that is open asks."""
        country = self.atlas.country(found.place) if found.place else None
        return replace(asking, proof=found.proof, endpoint=found.place, country=country)

    def explain(
        self, actor: Actor, device_id: DeviceId, zone: Zone, proof: Proof, place: IPv4Address | None
    ) -> Explained:
        """Why this device may or may not come in now."""
        actor.require(Role.IT_ADMIN, Role.SECURITY_OFFICER)
        with self.begin() as tx:
            held = devices.held_by(tx.db, device_id)
            person = people.find(tx.db, held.device.person_id) if held else None
            if held is None or person is None:
                raise NotFound
            asking = asked(person, held.device, zone, proof, self.now())
            country = self.atlas.country(place) if place else None
            sound = is_sound(postures.find(tx.db, device_id), self.now())
            there = replace(asking, endpoint=place, country=country, is_sound=sound)
            found = self.inside(tx).get(device_id)
            policies = store.every(tx.db)
            verdict = rules.decide(policies, there)
            return Explained(
                verdict,
                self.land.reached(tx, zone),
                None if verdict.is_allowed else rules.opens_at(policies, there),
                self.holding(tx, device_id),
                found.zone if found else None,
            )

    def _note(
        self, tx: Tx, actor: Actor, act: str, policy: Policy, before: Policy | None = None
    ) -> None:
        tx.announce(TOPIC, "policies.changed")
        facts = store.BODY.dump_python(policy, mode="json")
        if before is not None:
            facts["before"] = store.BODY.dump_python(before, mode="json")
        audit.append(tx.db, audit.Entry(self.now(), actor.user_id, act, policy.id, facts=facts))


def asked(person: Person, device: Device, zone: Zone, proof: Proof, at: datetime) -> Asking:
    """From a place that is not known yet, by a device that has said nothing of itself."""
    return Asking(
        person.id, person.division_id, person.roles, zone, device.trust, proof, at, endpoint=None
    )
