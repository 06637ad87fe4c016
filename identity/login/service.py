"""Signing in and out."""

from dataclasses import dataclass
from datetime import timedelta

from identity.address_holds import rules as hold_rules
from identity.address_holds.model import Hold
from identity.address_holds.service import AddressHolds
from identity.break_glass.service import BreakGlassAccounts
from identity.directory.ports import Directory, DirectoryAway
from identity.directory.tasks import DirectorySync
from identity.login import rules, store
from identity.login.events import PasswordMisused, SignedInFromNewPlace, SignInWasLocked
from identity.login.model import Opened, Outcome, SignInRecord, Tally, Visit
from identity.login.rules import SecondProofNeeded, SignInLocked, SignInRefused
from identity.passkeys.rules import Answer, Options, PasskeyRefused
from identity.passkeys.service import Passkeys
from identity.people import store as people_store
from identity.people.model import Person
from identity.sessions.model import Method, Opening, SignInSession
from identity.sessions.service import Sessions
from kernel import audit
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.http import SignedIn
from kernel.limits import Limit, Spend
from kernel.settings import Zone
from kernel.text import name_key

# A thousand people behind one address sign in within five minutes, not evenly [DPR5]. Guessing is
# held back by the lock of each name [SI2] and by the hold of an address where much fails [SI11].
ADDRESS_LIMIT = Limit("sign_in_address", 600, timedelta(minutes=1))
NAME_LIMIT = Limit("sign_in_name", 20, timedelta(minutes=1))
AWAY = "away:"  # attempts at break-glass accounts are counted apart from the directory's
SHOWN_RECORDS = 50


@dataclass(frozen=True)
class Proofs:
    """The ways to prove who one is."""

    directory: Directory
    sync: DirectorySync
    break_glass: BreakGlassAccounts
    passkeys: Passkeys


@dataclass(frozen=True)
class Login:
    begin: Begin
    now: Now
    spend: Spend
    sessions: Sessions
    proofs: Proofs
    holds: AddressHolds

    def with_password(self, visit: Visit, user_name: str, password: str) -> Opened:
        """Raise SecondProofNeeded [SI13]; SignInRefused, SignInLocked, SignInHeld, TooFast, or
        DirectoryAway."""
        user_name = user_name.strip()
        key = name_key(user_name)
        self.spend(ADDRESS_LIMIT, visit.address)
        self.spend(NAME_LIMIT, key)
        hold, is_known = self._hold(visit, key)
        if hold is None:
            return self._by_password(visit, user_name, password)
        try:
            if is_known:
                return self._by_password(visit, user_name, password)
            self._note_held(visit, key)
        except SignInRefused as refused:
            raise hold_rules.refusal(hold, self.now()) from refused
        except SignInLocked:
            pass
        # No password is looked at, and it takes as long as if one were [SI12].
        self.proofs.directory.bind(user_name, "")
        raise hold_rules.refusal(hold, self.now())

    def begin_passkey(self, visit: Visit) -> Options:
        self.spend(ADDRESS_LIMIT, visit.address)
        return self.proofs.passkeys.begin_sign_in(visit.zone)

    def with_passkey(self, visit: Visit, answer: Answer) -> Opened:
        """A lock on the name does not matter here: nobody guesses a signature [SI9]."""
        self.spend(ADDRESS_LIMIT, visit.address)
        try:
            person = self._holder(answer, visit.zone)
        except PasskeyRefused:
            with self.begin() as tx:
                self._write_refusal(tx, visit, None, Method.PASSKEY)
            raise
        return self._open(visit, person, Method.PASSKEY, name_key(person.user_name))

    def with_vouching(
        self, visit: Visit, user_name: str, method: Method, *, is_strong: bool
    ) -> Opened | None:
        """By whoever the agency trusts to say who somebody is; None for who is nobody here. Raise
        SecondProofNeeded where one proof is not enough [SO3] [MI3]."""
        key = name_key(user_name)
        person = self._named(key)
        if person is None:
            self.refuse_vouched(visit, method)
            return None
        if not is_strong and self._is_half(visit, person):
            raise self._half_proved(visit, person, self._counted(visit, key), method)
        return self._open(visit, person, method, key)

    def refuse_vouched(self, visit: Visit, method: Method) -> None:
        with self.begin() as tx:
            self._write_refusal(tx, visit, None, method)

    def confirm_password(self, actor: Actor, visit: Visit, password: str) -> None:
        """The person of this session once more [ID8]; raises as `with_password` does."""
        person = self._person(actor.user_id)
        if person is None:
            raise NotFound
        key = name_key(person.user_name)
        self.spend(NAME_LIMIT, key)
        tally = self._counted(visit, key)
        try:
            proved = self.proofs.directory.bind(person.user_name, password)
        except DirectoryAway:
            self._uncount(key)  # [SI6]
            raise
        if proved != actor.user_id:
            raise self._failed(visit, key, tally)
        self._confirmed(actor, key, Method.DIRECTORY)

    def confirm_passkey(self, actor: Actor, visit: Visit, answer: Answer) -> None:
        self.spend(ADDRESS_LIMIT, visit.address)
        person = self._holder(answer, visit.zone)
        if person.id != actor.user_id:
            raise PasskeyRefused
        self._confirmed(actor, name_key(person.user_name), Method.PASSKEY)

    def sign_out(self, actor: Actor) -> SignInSession:
        return self.sessions.end_session(actor, actor.session_id, "signed_out")

    def replace(self, before: SignedIn | None) -> None:
        """A browser has one session a zone: the one it came with ends."""
        if before is not None:
            self.sessions.end_session(before.actor, before.actor.session_id, "replaced")

    def list_sign_ins(self, actor: Actor) -> list[SignInRecord]:
        with self.begin() as tx:
            return store.history(tx.db, actor.user_id, SHOWN_RECORDS)

    def _by_password(self, visit: Visit, user_name: str, password: str) -> Opened:
        key = name_key(user_name)
        tally = self._counted(visit, key)
        try:
            person_id = self.proofs.directory.bind(user_name, password)
        except DirectoryAway:
            self._uncount(key)  # [SI6]
            return self._break_glass(visit, key, password)
        person = self._person(person_id) if person_id else None
        if person is None:
            raise self._failed(visit, key, tally, is_from_outside=True)
        if self._is_half(visit, person):
            raise self._half_proved(visit, person, tally, Method.DIRECTORY)
        return self._open(visit, person, Method.DIRECTORY, key)

    def _is_half(self, visit: Visit, person: Person) -> bool:
        with self.begin() as tx:
            is_new = self._is_new_place(tx, person, rules.network(visit.address))
            return is_new and self.proofs.passkeys.has_any(tx, person.id)

    def _half_proved(
        self, visit: Visit, person: Person, tally: Tally, method: Method
    ) -> SecondProofNeeded | SignInLocked:
        """It stays counted, and too many of them are somebody else's [SI13]."""
        now, network = self.now(), rules.network(visit.address)
        record = SignInRecord(now, Outcome.HALF, method, visit, is_new_place=True)
        with self.begin() as tx:
            store.add_record(tx.db, person.id, record, network)
            self._audit(tx, visit, person, "identity.second_proof", "asked")
            times = store.half_proofs(tx.db, person.id, now - rules.FORGOTTEN_AFTER)
            if times >= rules.MOST_HALF_PROOFS:
                self._audit(tx, visit, person, "identity.password_misused", "alarm")
                self.sessions.end_all(tx, person.id, "password_misused")
                tx.record(PasswordMisused(person.id, now.isoformat(), network, times))
        return rules.half_refusal(tally, now)

    def _hold(self, visit: Visit, key: str) -> tuple[Hold | None, bool]:
        """Whether the address is held, and whether this name's person is known there [SI11]."""
        with self.begin() as tx:
            hold = self.holds.find(tx, visit.address)
            person = people_store.find_by_user_name(tx.db, key) if hold else None
            since, network = self.now() - rules.PLACE_KNOWN_FOR, rules.network(visit.address)
            is_known = person is not None and store.has_signed_in(tx.db, person.id, since, network)
            return hold, is_known

    def _note_held(self, visit: Visit, key: str) -> None:
        with self.begin() as tx:
            person = people_store.find_by_user_name(tx.db, key)
            self._write_refusal(tx, visit, person, Method.DIRECTORY)

    def _confirmed(self, actor: Actor, key: str, method: Method) -> None:
        with self.begin() as tx:
            store.clear_tally(tx.db, key)
            self.sessions.note_confirmed(tx, actor.session_id)
            facts = {"method": method.value, "zone": actor.zone.value}
            entry = audit.Entry(
                self.now(), actor.user_id, "identity.confirm", actor.session_id, facts=facts
            )
            audit.append(tx.db, entry)

    def _holder(self, answer: Answer, zone: Zone) -> Person:
        person = self._person(self.proofs.passkeys.prove(answer, zone))
        if person is None:
            raise PasskeyRefused
        return person

    def _counted(self, visit: Visit, key: str) -> Tally:
        try:
            return self._count(key)
        except SignInLocked:
            with self.begin() as tx:
                person = people_store.find_by_user_name(tx.db, key)
                self._write_refusal(tx, visit, person, Method.DIRECTORY)  # [SI5]
            raise

    def _count(self, key: str) -> Tally:
        """Before the password is looked at: many attempts at once are still few [SI3]."""
        now = self.now()
        with self.begin() as tx:
            store.forget_tallies(tx.db, now - rules.FORGOTTEN_AFTER)
            tally = rules.counted(store.tally_locked(tx.db, key, now), now)
            store.put_tally(tx.db, key, tally)
        return tally

    def _uncount(self, key: str) -> None:
        with self.begin() as tx:
            store.uncount(tx.db, key)

    def _failed(
        self, visit: Visit, key: str, tally: Tally, *, is_from_outside: bool = False
    ) -> SignInRefused | SignInLocked:
        """Writes down that `tally` has failed; what to answer."""
        with self.begin() as tx:
            if is_from_outside:
                self.holds.failed(tx, visit.address, key)
            person = people_store.find_by_user_name(tx.db, key)
            self._write_refusal(tx, visit, person, Method.DIRECTORY)
            if tally.locked_until is not None:
                self._audit(tx, visit, person, "identity.lock", "alarm")
                if person is not None:
                    until = tally.locked_until.isoformat()
                    tx.record(SignInWasLocked(person.id, tally.failures, until))
        return rules.refusal(tally, self.now())

    def _break_glass(self, visit: Visit, key: str, password: str) -> Opened:
        """Whatever fails here is answered as if there were no such account [SI4]."""
        try:
            self._count(AWAY + key)
            person_id = self.proofs.break_glass.prove(key, password)
        except SignInLocked:
            person_id = None
        person = self._person(person_id) if person_id else None
        if person is None:
            with self.begin() as tx:
                self._write_refusal(tx, visit, None, Method.BREAK_GLASS)
            raise DirectoryAway
        return self._open(visit, person, Method.BREAK_GLASS, AWAY + key)

    def _person(self, person_id: UserId) -> Person | None:
        """Somebody active; a newcomer is mirrored now and not at the next round."""
        with self.begin() as tx:
            found = people_store.find(tx.db, person_id)
        if found is None:
            self.proofs.sync.run()
            with self.begin() as tx:
                found = people_store.find(tx.db, person_id)
        return found if found and found.is_active else None

    def _named(self, key: str) -> Person | None:
        """Somebody active by their name in the directory, a newcomer as well."""
        for is_last in (False, True):
            with self.begin() as tx:
                found = people_store.find_by_user_name(tx.db, key)
            if found is not None or is_last:
                return found if found and found.is_active else None
            self.proofs.sync.run()
        return None

    def _open(self, visit: Visit, person: Person, method: Method, key: str) -> Opened:
        opening = Opening(person.id, visit.zone, method, visit.address, visit.agent)
        with self.begin() as tx:
            store.clear_tally(tx.db, key)
            self.holds.came_in(tx, visit.address, name_key(person.user_name))
            session, token = self.sessions.open(tx, opening)
            self._remember(tx, visit, person, method)
            # An alarm when the directory was away: somebody broke the glass [SI7].
            is_alarm = method is Method.BREAK_GLASS
            entry = audit.Entry(
                self.now(),
                person.id,
                "identity.break_glass" if is_alarm else "identity.sign_in",
                session.id,
                "alarm" if is_alarm else "done",
                {"method": method.value, "zone": visit.zone.value, "address": visit.address},
            )
            audit.append(tx.db, entry)
        return Opened(session, token, person)

    def _remember(self, tx: Tx, visit: Visit, person: Person, method: Method) -> None:
        now, network = self.now(), rules.network(visit.address)
        is_new = self._is_new_place(tx, person, network)
        record = SignInRecord(now, Outcome.DONE, method, visit, is_new)
        store.add_record(tx.db, person.id, record, network)
        if is_new:  # [SI8]
            tx.record(SignedInFromNewPlace(person.id, now.isoformat(), network, visit.agent))
            tx.announce(f"person:{person.id}", "sign_in.new_place", network=network)

    def _is_new_place(self, tx: Tx, person: Person, network: str) -> bool:
        """Nobody's first place is new."""
        since = self.now() - rules.PLACE_KNOWN_FOR
        is_known = store.has_signed_in(tx.db, person.id, since, network)
        return not is_known and store.has_signed_in(tx.db, person.id)

    def _write_refusal(self, tx: Tx, visit: Visit, person: Person | None, method: Method) -> None:
        if person is not None:
            record = SignInRecord(self.now(), Outcome.REFUSED, method, visit, is_new_place=False)
            store.add_record(tx.db, person.id, record, rules.network(visit.address))
        self._audit(tx, visit, person, "identity.sign_in", "refused")

    def _audit(self, tx: Tx, visit: Visit, person: Person | None, act: str, outcome: str) -> None:
        """A name that nobody has is not written: it may be a password in the wrong field [SI5]."""
        object_ = person.id if person else "unknown"
        where = {"zone": visit.zone.value, "address": visit.address}
        audit.append(tx.db, audit.Entry(self.now(), "-", act, object_, outcome, where))
