"""Opening, using and ending sign-in sessions."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from identity.sessions import rules, store
from identity.sessions.events import SessionEnded, SessionShownElsewhere
from identity.sessions.model import Opening, SignInSession
from identity.sessions.ports import NoTunnel, Place, Places
from kernel import audit
from kernel.actor import Actor, Role, SessionId, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.http import SignedIn
from kernel.ids import fresh_id
from kernel.settings import Zone
from kernel.tokens import Token, hash_token, new_token

STRANGE_EVERY = timedelta(minutes=10)


def csrf_token(session_token: str) -> str:
    """Derived, so that all tabs of a session share it; scripts cannot read the cookie."""
    return sha256(b"csrf:" + session_token.encode()).hexdigest()


@dataclass(frozen=True)
class Sessions:
    begin: Begin
    now: Now
    places: Places = field(default_factory=NoTunnel)

    def open(self, tx: Tx, opening: Opening) -> tuple[SignInSession, Token]:
        """In the transaction that proved the person; the token is given out here only [ID1]."""
        now, token = self.now(), new_token()
        address, is_own = opening.address, False
        if self.places.is_inside(address):
            place = self.places.place(tx, opening.person_id, opening.zone, address)
            is_own = place is not Place.ELSEWHERE
        session = SignInSession(
            id=SessionId(fresh_id()),
            bound_to=address if is_own else None,  # [VB1]
            created_at=now,
            seen_at=now,
            expires_at=rules.ends_at(now),
            **vars(opening),
        )
        store.add(tx.db, session, hash_token(token))
        return session, token

    def authenticate(
        self, token: str, zone: Zone, *, address: str = "-", is_use: bool = True
    ) -> SignedIn | None:
        """None also where the cookie is shown elsewhere than on the device it belongs to [VB1]."""
        now = self.now()
        with self.begin() as tx:
            found = store.find_open(tx.db, hash_token(token), zone)  # [ID3]
            if found is None or not rules.is_alive(found[0].seen_at, found[0].expires_at, now):
                return None
            session, roles = found
            if not self._is_here(tx, session, address):
                return None
            if is_use and rules.must_note(session.seen_at, now):  # [ID7]
                store.note_seen(tx.db, session.id, now)
        actor = Actor(session.person_id, session.id, zone, frozenset(Role(role) for role in roles))
        return SignedIn(actor, hash_token(csrf_token(token)))

    def end_reason(self, token: str, zone: Zone, address: str) -> str | None:
        """Why somebody else, or its age, ended the session of this cookie [ID9]. None for
        any other, and where it is shown elsewhere than where it was at home."""
        with self.begin() as tx:
            found = store.end_of(tx.db, hash_token(token), zone)
        if found is None or found.reason not in rules.TOLD:
            return None
        is_told = rules.is_told(found.bound_to, found.address, address)
        return found.reason if is_told else None

    def _is_here(self, tx: Tx, session: SignInSession, address: str) -> bool:
        """Shown on a device of its person inside the tunnel, it belongs to that from now on."""
        if not rules.is_here(session.bound_to, address):
            self._note_strange(tx, session, address)
            return False
        if session.bound_to is None and self.places.is_inside(address):
            place = self.places.place(tx, session.person_id, session.zone, address)
            if place is Place.ELSEWHERE:
                self._note_strange(tx, session, address)
            else:
                store.bind(tx.db, session.id, address)
        return True

    def _note_strange(self, tx: Tx, session: SignInSession, address: str) -> None:
        """Once in a while: whoever has a cookie may show it as often as they like [VB4]."""
        now = self.now()
        if store.note_strange(tx.db, session.id, now, now - STRANGE_EVERY):
            bound_to = session.bound_to or ""
            tx.record(SessionShownElsewhere(session.id, session.person_id, address, bound_to))
            facts = {"person": session.person_id, "address": address, "bound_to": bound_to}
            act = "identity.show_elsewhere"
            audit.append(tx.db, audit.Entry(now, "-", act, session.id, "alarm", facts))

    def find_alive(self, tx: Tx, session_id: SessionId) -> tuple[SignInSession, Actor] | None:
        """The session while it opens something, and its person; looking is no use of it [ID2]."""
        found = store.find_unended(tx.db, session_id)
        if found is None or not rules.is_alive(found[0].seen_at, found[0].expires_at, self.now()):
            return None
        session, roles = found
        held = frozenset(Role(role) for role in roles)
        return session, Actor(session.person_id, session.id, session.zone, held)

    def note_used(self, tx: Tx, session: SignInSession) -> None:
        """Its person worked by way of a server that found it alive in this transaction [ID7]."""
        now = self.now()
        if rules.must_note(session.seen_at, now):
            store.note_seen(tx.db, session.id, now)

    def note_confirmed(self, tx: Tx, session_id: SessionId) -> None:
        """In the transaction that proved the person once more [ID8]."""
        store.note_confirmed(tx.db, session_id, self.now())

    def is_proved_since(self, session_id: SessionId, moment: datetime) -> bool:
        """Whether its person has proved who they are after `moment`, by signing in or again."""
        with self.begin() as tx:
            proved_at = store.proved_at(tx.db, session_id)
        return proved_at is not None and proved_at > moment

    def require_proof(self, actor: Actor) -> None:
        """Raise ProofTooOld: whoever finds the page open, or has its cookie, is not its person."""
        if not self.is_proved_since(actor.session_id, self.now() - rules.PROVED_WITHIN):
            raise rules.ProofTooOld(minutes=rules.PROVED_WITHIN.seconds // 60)

    def list_sessions(self, actor: Actor) -> list[SignInSession]:
        """Those that still open something."""
        now = self.now()
        with self.begin() as tx:
            found = store.of_person(tx.db, actor.user_id)
        return [s for s in found if rules.is_alive(s.seen_at, s.expires_at, now)]

    def end_session(self, actor: Actor, session_id: SessionId, reason: str) -> SignInSession:
        """Sign-out, or the revocation of one's own other session."""
        now = self.now()
        with self.begin() as tx:
            ended = store.end(tx.db, session_id, actor.user_id, now, reason)
            if ended is None:
                raise NotFound
            _tell(tx, ended, reason)
            audit.append(
                tx.db,
                audit.Entry(now, actor.user_id, "identity.end_session", session_id, reason),
            )
        return ended

    def end_old(self) -> int:
        """Those that open nothing any more, so that all who listen hear of it [ID6]."""
        now = self.now()
        with self.begin() as tx:
            ended = store.end_old(tx.db, now, now - rules.IDLE)
            for session in ended:
                _tell(tx, session, "too_old")
        return len(ended)

    def end_all(self, tx: Tx, person_id: UserId, reason: str) -> int:
        """Every session of somebody who may not go on; the caller writes the audit."""
        ended = store.end_all(tx.db, person_id, self.now(), reason)
        for session in ended:
            _tell(tx, session, reason)
        return len(ended)

    def end_bound(self, tx: Tx, address: str, reason: str) -> None:
        """Those that belong to the device with that address; the caller writes the audit."""
        for session in store.end_bound(tx.db, address, self.now(), reason):
            _tell(tx, session, reason)

    def cut_bound(self, tx: Tx, address: str) -> None:
        """Sockets of theirs are let go of; they come back only where they may [VB3]."""
        store.cut_bound(tx.db, address)

    def end_others(self, tx: Tx, actor: Actor, reason: str) -> int:
        """Every other session of the actor's; the caller writes the audit."""
        ended = store.end_others(tx.db, actor.user_id, actor.session_id, self.now(), reason)
        for session in ended:
            _tell(tx, session, reason)
        return len(ended)


def _tell(tx: Tx, ended: SignInSession, reason: str) -> None:
    tx.record(SessionEnded(ended.id, ended.person_id, ended.zone.value, reason))
    tx.announce(f"session:{ended.id}", "session.ended", reason=reason)
