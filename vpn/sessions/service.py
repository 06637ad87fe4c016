"""Opening, extending and ending sessions, from inside the tunnel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import AddressValueError, IPv4Address

from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, Role, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound, Refused, Unavailable
from kernel.ids import fresh_id
from kernel.limits import Limit, Spend
from kernel.outbox import enqueue_unless_due
from kernel.settings import Zone
from vpn.alarms.model import Failure, What
from vpn.alarms.service import Alarms
from vpn.devices import store as devices
from vpn.devices.model import Held, State
from vpn.gateways.service import APPLY, TOPIC
from vpn.gateways.store import next_revision
from vpn.networks.model import Plan
from vpn.policy import rules as policies
from vpn.policy import store as policy_store
from vpn.policy.model import Asking, Proof, Verdict
from vpn.policy.ports import Land
from vpn.policy.service import asked
from vpn.posture import store as postures
from vpn.posture.model import Posture
from vpn.posture.rules import is_sound
from vpn.sessions import rules, store
from vpn.sessions.model import Here, Known, Left, TunnelSession, TunnelSessionId, Wish
from vpn.sessions.ports import Endpoints
from vpn.sessions.rules import AlreadyOpen, NoSession, OutsideTunnel, TunnelQuarantined

ZONES = (Zone.WORK, Zone.INTERNET)
SHOWN = 50
TRIES = Limit("vpn_session", 20, timedelta(minutes=1))
Prove = Callable[[], None]  # raises what identity refuses with; it counts and locks by itself


@dataclass(frozen=True)
class TunnelSessions:
    begin: Begin
    now: Now
    spend: Spend
    endpoints: Endpoints
    plan: Plan
    alarms: Alarms
    land: Land

    def here(self, actor: Actor, address: str) -> Here | None:
        """None where the request does not come through the tunnel from a device of the actor."""
        with self.begin() as tx:
            held = self._held(tx, actor, address)
            if held is None:
                return None
            found = store.find_open_locked(tx.db, held.device.id)
            verdicts = {zone: self._verdict(tx, held, zone, Proof.PASSKEY) for zone in ZONES}
            opens_at = {zone: self._opens_at(tx, held, zone) for zone in ZONES}
            is_held = self.alarms.is_held(tx, held.device.id)
            reaches = self.land.reached(tx, found.zone) if found else ()
        return Here(held.device, found, verdicts, opens_at, is_held, reaches)

    def left(self, address: str) -> Left | None:
        """Of the session of the device that calls from inside; None where there is none. It needs
        no sign-in: the address inside proves the device's key, and this is all it is told [VS3]
        [VS14]. To ask is no use."""
        if not self.plan.is_inside(address):
            return None
        with self.begin() as tx:
            held = devices.held_at(tx.db, IPv4Address(address))
            found = store.find_open(tx.db, held.device.id) if held else None
        now = self.now()
        if found is None or found.ends_at <= now:
            return None
        ends, idle = found.ends_at - now, rules.idle_at(found) - now
        return Left(int(ends.total_seconds()), max(0, int(idle.total_seconds())))

    def refuse_quarantined(self, actor: Actor, address: str) -> None:
        """Raise TunnelQuarantined for who comes through the tunnel without a session of this zone,
        or on a device that is not theirs [VS7]. Who comes another way costs no question."""
        if not self.plan.is_inside(address):
            return
        with self.begin() as tx:
            held = self._held(tx, actor, address)
            self._refuse_closed(tx, held, actor.zone)

    def refuse_unopened(self, zone: Zone, address: str) -> None:
        """The same for a program that shows a secret and no sign-in: of who it is, the device that
        calls is all that is known here [VS7]."""
        if not self.plan.is_inside(address):
            return
        with self.begin() as tx:
            held = devices.held_at(tx.db, IPv4Address(address))
            self._refuse_closed(tx, held if held and self._is_good(held) else None, zone)

    def _refuse_closed(self, tx: Tx, held: Held | None, zone: Zone) -> None:
        found = store.find_open_locked(tx.db, held.device.id) if held else None
        if found is None or found.zone is not zone or found.ends_at <= self.now():
            raise TunnelQuarantined

    def open(self, actor: Actor, address: str, wish: Wish, prove: Prove) -> TunnelSession:
        """Raise OutsideTunnel, TunnelForbidden, AlreadyOpen, or what `prove` raises."""
        self.spend(TRIES, actor.user_id)
        with self.begin() as tx:
            held = self._device(tx, actor, address)
            self._minutes(tx, held, wish.zone, wish.proof)  # before anybody has to prove anything
        self._prove(actor, held, address, prove)
        now = self.now()
        with self.begin() as tx:
            held = self._device(tx, actor, address)
            minutes, policy = self._minutes(tx, held, wish.zone, wish.proof)
            left = self._leave(tx, held, wish, actor) if wish.leaves else None
            session = TunnelSession(
                id=TunnelSessionId(fresh_id()),
                person_id=actor.user_id,
                device_id=held.device.id,
                sign_in_id=actor.session_id,
                zone=wish.zone,
                address=held.address,
                endpoint=self.endpoints.of(held.public_key) or "",
                proof=wish.proof,
                policy=policy,
                started_at=now,
                ends_at=min(now + timedelta(minutes=minutes), held.device.valid_until),
                used_at=now,
            )
            next_revision(tx.db)
            if not store.add(tx.db, session):
                raise AlreadyOpen
            self._tell(tx, session, "vpn.open_session", actor.user_id)
        if left is not None:
            self.endpoints.shut(held.address, left)
        return session

    def _leave(self, tx: Tx, held: Held, wish: Wish, actor: Actor) -> int | None:
        """In the moment in which the other one begins: at none are there both [VS13]."""
        found = store.find_open_locked(tx.db, held.device.id)
        if found is None or found.zone is wish.zone:
            return None
        return self.close(tx, found, "changed_over", actor.user_id)

    def extend(self, actor: Actor, address: str, proof: Proof, prove: Prove) -> TunnelSession:
        """In place: the policies are asked again, and nothing that is open is touched [VS3]."""
        self.spend(TRIES, actor.user_id)
        with self.begin() as tx:
            held = self._device(tx, actor, address)
        self._prove(actor, held, address, prove)
        with self.begin() as tx:
            held = self._device(tx, actor, address)
            session = store.find_open_locked(tx.db, held.device.id)
            if session is None:
                raise NoSession
            minutes, policy = self._minutes(tx, held, session.zone, proof)
            ends = min(self.now() + timedelta(minutes=minutes), held.device.valid_until)
            longer = replace(
                session,
                ends_at=ends,
                proof=proof,  # what the policies are asked about from now on [VS8]
                policy=policy,
                warned_minutes=0,
                used_at=self.now(),
            )
            next_revision(tx.db)
            store.change(tx.db, longer)
            self._tell(tx, longer, "vpn.extend_session", actor.user_id)
        return longer

    def keep(self, actor: Actor, address: str) -> TunnelSession:
        """Its person says that they are still there, and does nothing else [VS14]. Raise
        OutsideTunnel, NoSession."""
        with self.begin() as tx:
            held = self._held(tx, actor, address)
            if held is None:
                raise OutsideTunnel
            session = store.find_open_locked(tx.db, held.device.id)
            if session is None:
                raise NoSession
            store.note_use(tx.db, session.id, self.now())
            tx.announce(f"person:{actor.user_id}", "tunnel.session")
        return replace(session, used_at=self.now())

    def end(self, actor: Actor, session_id: TunnelSessionId, reason: str) -> None:
        """By its person, from anywhere; by an officer, anybody's. The way is shut at once."""
        with self.begin() as tx:
            found = store.find_open_by_id(tx.db, session_id)
            mine = found is not None and found.person_id == actor.user_id
            if found is None or not (mine or Role.SECURITY_OFFICER in actor.roles):
                raise NotFound
            revision = self.close(tx, found, reason, actor.user_id)
        self.endpoints.shut(found.address, revision)

    def close(self, tx: Tx, session: TunnelSession, reason: str, by: str) -> int:
        """The revision from which on it is over."""
        revision = next_revision(tx.db)
        over = replace(session, ended_at=self.now(), end_reason=reason)
        store.change(tx.db, over)
        self.alarms.sessions.cut_bound(tx, str(session.address))  # [VB3]
        self._tell(tx, over, "vpn.end_session", by)
        return revision

    def moved(self, tx: Tx, held: Held, endpoint: str) -> bool:
        """That device calls from somewhere else now. Where policies do not let it in there, its
        session is over [VS8]."""
        session = store.find_open_locked(tx.db, held.device.id)
        if session is None or self.is_let_in(tx, held, session, endpoint):
            return False
        self.close(tx, session, "moved", "-")
        return True

    def is_let_in(self, tx: Tx, held: Held, session: TunnelSession, endpoint: str) -> bool:
        """Whether the policies would let it in now, from there."""
        return self.lets_in(self.known(tx, [held]), held, session, endpoint)

    def known(self, tx: Tx, of: Sequence[Held]) -> Known:
        """In three questions, however many they are."""
        persons = people.by_ids(tx.db, {held.device.person_id for held in of})
        said = postures.of_devices(tx.db, {held.device.id for held in of})
        return Known(policy_store.every(tx.db), persons, said)

    def lets_in(self, known: Known, held: Held, session: TunnelSession, endpoint: str) -> bool:
        """By what is known of it; nothing is asked."""
        return self.why_out(known, held, session, endpoint) is None

    def why_out(
        self, known: Known, held: Held, session: TunnelSession, endpoint: str
    ) -> str | None:
        """Why it would not be let in; None where it would. By what is known, as `lets_in`."""
        person = known.persons.get(held.device.person_id)
        if person is None:
            return "policy"
        asking = asked(person, held.device, session.zone, session.proof, self.now())
        there = self._from(asking, known.said.get(held.device.id), endpoint)
        if policies.lets_in(known.policies, there):
            return None
        is_posture = policies.lets_in(known.policies, replace(there, is_sound=True))
        return "posture" if is_posture else "policy"

    def note_use(self, address: str) -> None:
        """Somebody did something from there, and not only a page that stands open [VS2]."""
        if not self.plan.is_inside(address):
            return
        now = self.now()
        with self.begin() as tx:
            held = devices.held_at(tx.db, IPv4Address(address))
            found = store.find_open(tx.db, held.device.id) if held else None
            if found is not None and now - found.used_at >= rules.NOTED_EVERY:
                store.note_use(tx.db, found.id, now)

    def reconsider(self, tx: Tx, held: Held) -> bool:
        """That device says something else of itself now [VS11]."""
        session = store.find_open_locked(tx.db, held.device.id)
        if session is None or self._verdict(tx, held, session.zone, session.proof).is_allowed:
            return False
        self.close(tx, session, "posture", "-")
        return True

    def history(self, actor: Actor) -> list[TunnelSession]:
        with self.begin() as tx:
            return store.of_person(tx.db, actor.user_id, SHOWN)

    def country(self, session: TunnelSession) -> str | None:
        """Of where it was opened from."""
        place = place_of(session.endpoint)
        return self.endpoints.country(place) if place else None

    def _held(self, tx: Tx, actor: Actor, address: str) -> Held | None:
        """The device that calls, if it is the actor's: its address inside proves its key."""
        try:
            held = devices.held_at(tx.db, IPv4Address(address))
        except AddressValueError:
            return None
        if held is None or held.device.person_id != actor.user_id:
            return None
        return held if self._is_good(held) else None

    def _is_good(self, held: Held) -> bool:
        return held.device.state is State.ACTIVE and held.device.valid_until > self.now()

    def _device(self, tx: Tx, actor: Actor, address: str) -> Held:
        held = self._held(tx, actor, address)
        if held is None:
            raise OutsideTunnel
        self.alarms.refuse_held(tx, held.device.id)  # [VA2]
        return held

    def _prove(self, actor: Actor, held: Held, address: str, prove: Prove) -> None:
        """What fails is counted, unless nobody could look at it [VA1]."""
        try:
            prove()
        except Unavailable:
            raise
        except Refused:
            place = self.endpoints.of(held.public_key) or address
            self.alarms.note_failure(Failure(What.PROOF, actor.user_id, place, held.device.id))
            raise

    def _minutes(self, tx: Tx, held: Held, zone: Zone, proof: Proof) -> tuple[int, str]:
        verdict = self._verdict(tx, held, zone, proof)
        minutes = rules.allowed_minutes(verdict)
        return minutes, verdict.decided.name if verdict.decided else ""

    def _verdict(self, tx: Tx, held: Held, zone: Zone, proof: Proof) -> Verdict:
        return policies.decide(policy_store.every(tx.db), self._asking(tx, held, zone, proof))

    def _opens_at(self, tx: Tx, held: Held, zone: Zone) -> datetime | None:
        """None also while it is open."""
        found, asking = policy_store.every(tx.db), self._asking(tx, held, zone, Proof.PASSKEY)
        is_open = policies.decide(found, asking).is_allowed
        return None if is_open else policies.opens_at(found, asking)

    def _asking(self, tx: Tx, held: Held, zone: Zone, proof: Proof) -> Asking:
        person = people.find(tx.db, held.device.person_id)
        if person is None:
            raise NotFound
        asking = asked(person, held.device, zone, proof, self.now())
        said = postures.find(tx.db, held.device.id)
        return self._from(asking, said, self.endpoints.of(held.public_key))

    def _from(self, asking: Asking, said: Posture | None, endpoint: str | None) -> Asking:
        place = place_of(endpoint)
        country = self.endpoints.country(place) if place else None
        sound = is_sound(said, self.now())
        return replace(asking, endpoint=place, country=country, is_sound=sound)

    def _tell(self, tx: Tx, session: TunnelSession, act: str, by: UserId | str) -> None:
        enqueue_unless_due(tx.db, APPLY)
        tx.announce_each([f"person:{session.person_id}", TOPIC], "tunnel.session")
        facts = {
            "device": session.device_id,
            "zone": session.zone.value,
            "proof": session.proof.value,
            "policy": session.policy,
            "endpoint": session.endpoint,
            "ends_at": session.ends_at.isoformat(),
        }
        outcome = session.end_reason or "done"
        entry = audit.Entry(self.now(), by, act, session.id, outcome, facts)
        audit.append(tx.db, entry)


def place_of(endpoint: str | None) -> IPv4Address | None:
    """`198.51.100.2:40001` without its port; IPv6 has no place in policies yet."""
    try:
        return IPv4Address((endpoint or "").rpartition(":")[0])
    except AddressValueError:
        return None
