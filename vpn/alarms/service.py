"""Raising alarms, and what its person and the officers do about them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from identity.login.events import PasswordMisused, SignInWasLocked
from identity.people import store as people
from identity.people.model import Person
from identity.sessions.service import Sessions
from kernel import audit
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from vpn.alarms import rules, store
from vpn.alarms.events import AlarmRaised
from vpn.alarms.model import Alarm, AlarmId, Cause, Failure, Kind, Outcome, Seen, What
from vpn.alarms.rules import DeviceHeld
from vpn.devices import store as device_store
from vpn.devices.events import DeviceEnded
from vpn.devices.model import Device, DeviceId
from vpn.devices.service import WATCHERS, Devices
from vpn.gateways.service import TOPIC

SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class AlarmView:
    alarm: Alarm
    person: Person | None
    device: Device | None
    closed_by: Person | None


@dataclass(frozen=True)
class Alarms:
    begin: Begin
    now: Now
    sessions: Sessions
    devices: Devices

    def note_failure(self, failure: Failure) -> None:
        """In a transaction of its own: what failed is rolled back, and this is not [VA1]."""
        now, subject = self.now(), rules.subject(failure)
        with self.begin() as tx:
            store.forget_failures(tx.db, now - rules.KEPT)
            store.add_failure(tx.db, subject, failure.what, now)
            since = now - rules.WITHIN
            count = store.count_failures(tx.db, subject, failure.what, since)
            if (cause := rules.burst(failure, count, now)) is not None:
                self.raise_alarm(tx, cause)

    def sign_in_was_locked(self, _event_id: int, event: SignInWasLocked) -> None:
        """A clerk who forgot a password locks the name too: only many failures are an alarm."""
        failure = Failure(What.SIGN_IN, UserId(event.person_id), "")
        cause = rules.burst(failure, event.failures, self.now())
        if cause is not None:
            with self.begin() as tx:
                self.raise_alarm(tx, replace(cause, seen=()))

    def password_misused(self, _event_id: int, event: PasswordMisused) -> None:
        """No lock hides it, nor an open alarm of a forgotten password: this one was right [VA6]."""
        seen = Seen(datetime.fromisoformat(event.at), event.network)
        cause = rules.misused(UserId(event.person_id), seen)
        with self.begin() as tx:
            self.raise_alarm(tx, cause)

    def many_gone(self, tx: Tx, count: int, peers: int) -> None:
        """[VW8]"""
        self.raise_alarm(tx, rules.many_gone(count, peers, self.now()))

    def raise_alarm(self, tx: Tx, cause: Cause) -> bool:
        """False where the same is open already: then it is only counted."""
        now = self.now()
        alarm = Alarm(AlarmId(fresh_id()), cause, now, now)
        if not store.add(tx.db, alarm):
            if (before := store.find_open_locked(tx.db, cause)) is not None:
                store.change(tx.db, rules.again(before, now))
            return False
        tx.record(AlarmRaised(alarm.id, cause.kind.value, cause.person_id or ""))
        self._tell(tx, alarm)
        self._note(tx, "-", alarm, "vpn.raise_alarm", "alarm")  # [VA4]
        return True

    def refuse_held(self, tx: Tx, device_id: DeviceId) -> None:
        """Raise DeviceHeld while its key is known to be at two places [VA2]."""
        if self.is_held(tx, device_id):
            raise DeviceHeld

    def is_held(self, tx: Tx, device_id: DeviceId) -> bool:
        found = store.open_of_device(tx.db, device_id)
        return any(alarm.cause.kind is Kind.CLONE for alarm in found)

    def list_mine(self, actor: Actor) -> list[AlarmView]:
        with self.begin() as tx:
            since = self.now() - SHOWN_FOR
            return self._views(tx, store.of_person(tx.db, actor.user_id, since))

    def list_all(self, actor: Actor) -> list[AlarmView]:
        actor.require(*WATCHERS)
        with self.begin() as tx:
            return self._views(tx, store.every(tx.db, self.now() - SHOWN_FOR))

    def answer(self, actor: Actor, alarm_id: AlarmId, *, is_me: bool) -> None:
        """By its person: was it you? A no cuts the device, and every other sign-in [VA5]."""
        with self.begin() as tx:
            alarm = self._find(tx, alarm_id)
            if alarm.cause.person_id != actor.user_id:
                raise NotFound
            store.change(tx.db, replace(alarm, is_theirs=is_me))
            if not is_me:
                self.sessions.end_others(tx, actor, "not_me")
            self._tell(tx, alarm)
            self._note(tx, actor.user_id, alarm, "vpn.answer_alarm", "me" if is_me else "not_me")
        if not is_me and alarm.cause.device_id is not None:
            self.devices.report_lost(actor, alarm.cause.device_id)
            self._close_cut(actor, alarm_id)

    def dismiss(self, actor: Actor, alarm_id: AlarmId, reason: str) -> None:
        with self.begin() as tx:
            alarm = rules.dismissed(self._find(tx, alarm_id), actor, reason, self.now())
            store.change(tx.db, alarm)
            self._tell(tx, alarm)
            self._note(tx, actor.user_id, alarm, "vpn.dismiss_alarm", "done")

    def cut(self, actor: Actor, alarm_id: AlarmId) -> None:
        """The device everywhere, or every sign-in of its person where there is no device."""
        actor.require(*WATCHERS)
        with self.begin() as tx:
            alarm = self._find(tx, alarm_id)
            rules.closed(alarm, actor.user_id, Outcome.CUT, self.now())
            person_id = alarm.cause.person_id
            if alarm.cause.device_id is None and person_id is not None:
                self.sessions.end_all(tx, person_id, "alarm")
        if alarm.cause.device_id is not None:
            self.devices.cut(actor, alarm.cause.device_id)
        self._close_cut(actor, alarm_id)

    def device_ended(self, _event_id: int, event: DeviceEnded) -> None:
        """Whoever cut it has answered every alarm about it."""
        with self.begin() as tx:
            for alarm in store.open_of_device(tx.db, DeviceId(event.device_id)):
                self._close(tx, event.by, alarm)

    def _close_cut(self, actor: Actor, alarm_id: AlarmId) -> None:
        with self.begin() as tx:
            alarm = self._find(tx, alarm_id)
            if alarm.closed_at is None:
                self._close(tx, actor.user_id, alarm)

    def _close(self, tx: Tx, by: str, alarm: Alarm) -> None:
        over = rules.closed(alarm, by, Outcome.CUT, self.now())
        store.change(tx.db, over)
        self._tell(tx, over)
        self._note(tx, by, over, "vpn.cut_alarm", "done")

    def _find(self, tx: Tx, alarm_id: AlarmId) -> Alarm:
        found = store.find_locked(tx.db, alarm_id)
        if found is None:
            raise NotFound
        return found

    def _views(self, tx: Tx, found: list[Alarm]) -> list[AlarmView]:
        deciders = {UserId(alarm.closed_by) for alarm in found if alarm.closed_by}
        concerned = {alarm.cause.person_id for alarm in found if alarm.cause.person_id}
        persons = people.by_ids(tx.db, deciders | concerned)
        known = {device.id: device for device in device_store.every(tx.db)} if found else {}
        return [
            AlarmView(
                alarm,
                persons.get(alarm.cause.person_id or UserId("")),
                known.get(alarm.cause.device_id or DeviceId("")),
                persons.get(UserId(alarm.closed_by or "")),
            )
            for alarm in found
        ]

    def _tell(self, tx: Tx, alarm: Alarm) -> None:
        topics = [TOPIC] + ([f"person:{p}"] if (p := alarm.cause.person_id) else [])
        is_new = alarm.closed_at is None and alarm.is_theirs is None and alarm.times == 1
        what = alarm.cause.what.value if alarm.cause.what else None
        kind = alarm.cause.kind.value
        tx.announce_each(topics, "tunnel.alarm", kind=kind, what=what, is_new=is_new)

    def _note(self, tx: Tx, by: str, alarm: Alarm, act: str, outcome: str) -> None:
        cause = alarm.cause
        facts = {
            "kind": cause.kind.value,
            "subject": cause.subject,
            "device": cause.device_id,
            "seen": [f"{seen.place} {seen.country or ''}".strip() for seen in cause.seen],
            "reason": alarm.reason,
        }
        audit.append(tx.db, audit.Entry(self.now(), by, act, alarm.id, outcome, facts))
