"""What an external office does with files, in the name of whoever opened them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from identity.people import store as people
from identity.sessions.model import SignInSession
from identity.sessions.service import Sessions
from kernel import audit, outbox
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.limits import Limit, Spend
from kernel.settings import Settings, Zone
from kernel.text import nfc
from kernel.tokens import hash_token, new_token
from weboffice.wopi import proofs, rules, store
from weboffice.wopi.model import Call, File, Mode, Opened, Pass
from weboffice.wopi.offices import JOB
from weboffice.wopi.ports import Drive
from weboffice.wopi.rules import Verb

# Each refusal is a line of the audit, and anybody may ask.
REFUSALS = Limit("wopi_refusals", 120, timedelta(minutes=1))


@dataclass(frozen=True)
class Seat:
    """A call that was let in, within one transaction."""

    tx: Tx
    session: SignInSession
    actor: Actor
    file: File
    may_write: bool


@dataclass(frozen=True)
class Writing:
    """How contents come: under which lock, over which contents (`rules.check_unchanged`), and
    whether the office says that somebody changed them, and not it by itself."""

    lock: str
    seen: str = ""
    is_typed: bool = True


@dataclass(frozen=True)
class Seen:
    """A file as CheckFileInfo tells of it."""

    file: File
    person_id: UserId
    person: str
    may_write: bool
    info: str  # what the office wanted kept of the person


@dataclass(frozen=True)
class Relative:
    """What PutRelativeFile made, and the token to open it with."""

    file: File
    token: str
    mode: Mode


@dataclass(frozen=True)
class Wopi:
    begin: Begin
    now: Now
    spend: Spend
    settings: Settings
    sessions: Sessions
    drive: Drive

    def file_url(self, file_id: str) -> str:
        """Where the office asks for the file (`WOPISrc`)."""
        return f"{self.settings.origin(Zone.WORK)}/wopi/files/{file_id}"

    def open(self, actor: Actor, file_id: str, language: str) -> Opened:
        """For a page of the actor's: to write where right and type let him, else to read."""
        with self.begin() as tx:
            office = store.office(tx.db)
            if not office.origin:
                raise rules.OfficeOff
            file = self.drive.open(tx, actor, file_id)
            rules.check_size(file.size_bytes)
            mode, source = rules.choose(office.discovery, file.name, may_write=file.may_write)
            token, made = self._issue(tx, actor, file.id, mode)
            action = rules.action_url(source, self.file_url(file.id), language)
            self._note(tx, actor.user_id, "weboffice.wopi_open", file.id, mode=mode.value)
        return Opened(file, mode, action, token, made.expires_at)

    def _issue(self, tx: Tx, actor: Actor, file_id: str, mode: Mode) -> tuple[str, Pass]:
        """Kept as a hash, and no longer than the sign-in [WO2]."""
        session = self.sessions.find_alive(tx, actor.session_id)
        if session is None:
            raise rules.TokenRefused
        ends_at = rules.ends_at(self.now(), session[0].expires_at)
        token = new_token()
        made = Pass(actor.user_id, actor.session_id, file_id, mode, ends_at)
        store.add_pass(tx.db, hash_token(token), made)
        return token, made

    @contextmanager
    def _entered(self, call: Call, *, writes: bool = False) -> Iterator[Seat]:
        """Asked anew at each call: pass, sign-in, signature, right [WO2] [WO3] [WO7]."""
        try:
            with self.begin() as tx:
                seat = self._enter(tx, call)
                if writes and not seat.may_write:
                    raise rules.ReadOnly
                yield seat
        except (rules.TokenRefused, rules.ProofRefused) as error:
            self.spend(REFUSALS, "all")
            with self.begin() as tx:
                if isinstance(error, rules.ProofRefused):
                    self._doubt_keys(tx)
                self._note(tx, UserId("-"), "weboffice.wopi_call", call.file_id, code=error.code)
            raise

    def _doubt_keys(self, tx: Tx) -> None:
        """The office may have new keys: its discovery is read again, at most every few minutes."""
        office, now = store.office_locked(tx.db), self.now()
        if rules.may_ask_again(office, now):
            store.put_office(tx.db, replace(office, asked_at=now))
            outbox.enqueue(tx.db, JOB)

    def _enter(self, tx: Tx, call: Call) -> Seat:
        found = store.find_pass(tx.db, hash_token(call.token))
        if found is None or found.file_id != call.file_id or found.expires_at <= self.now():
            raise rules.TokenRefused
        alive = self.sessions.find_alive(tx, found.session_id)
        if alive is None:
            raise rules.TokenRefused
        session, actor = alive
        office = store.office(tx.db)
        if not office.origin:
            raise rules.TokenRefused
        if office.discovery.keys:
            proofs.check(call.proof, office.discovery.keys, self.now())
        file = self.drive.open(tx, actor, found.file_id)
        return Seat(tx, session, actor, file, found.mode is Mode.EDIT and file.may_write)

    def look(self, call: Call) -> Seen:
        with self._entered(call) as seat:
            person = people.find(seat.tx.db, seat.actor.user_id)
            name = person.name if person else ""
            info = store.info_of(seat.tx.db, seat.actor.user_id)
            return Seen(seat.file, seat.actor.user_id, name, seat.may_write, info)

    def remember(self, call: Call, info: bytes) -> None:
        """What the office wants to be told of the person again, with whichever file [WO8]."""
        with self._entered(call) as seat:
            store.put_info(seat.tx.db, seat.actor.user_id, rules.check_info(info))

    def delete(self, call: Call) -> None:
        """Into the drive's bin, as if its person had thrown it away there [WO9]."""
        with self._entered(call, writes=True) as seat:
            tx, actor, file = seat.tx, seat.actor, seat.file
            rules.check_delete(store.hold_lock(tx.db, file.id, self.now()))
            self.drive.throw_away(tx, actor, file.id)
            self._note(tx, actor.user_id, "weboffice.wopi_delete", file.id)

    def read(self, call: Call, most_bytes: int | None) -> tuple[File, Iterator[bytes]]:
        """`most_bytes` is what the office is ready to take, None for anything."""
        with self._entered(call) as seat:
            file = seat.file
        if most_bytes is not None and file.size_bytes > most_bytes:
            raise rules.LargerThanExpected(size_bytes=file.size_bytes)
        return file, self.drive.read(file)

    def write(self, call: Call, how: Writing, chunks: Iterable[bytes]) -> File:
        """A version by the person of the token, whose typing is a use of the sign-in."""
        with self._entered(call, writes=True) as seat:
            self._check_put(seat, how)
        # The bytes take their time: lock, right and sign-in may be others by then.
        with self.drive.keep(_bounded(chunks)) as kept, self._entered(call, writes=True) as seat:
            self._check_put(seat, how)
            if how.is_typed:
                self.sessions.note_used(seat.tx, seat.session)
            return kept.put(seat.tx, seat.actor, seat.file.id)

    def _check_put(self, seat: Seat, how: Writing) -> None:
        held = store.hold_lock(seat.tx.db, seat.file.id, self.now())
        rules.check_put(held, how.lock, seat.file.size_bytes)
        rules.check_unchanged(seat.file.changed_at, how.seen)

    def turn(self, call: Call, verb: Verb, lock: str, old: str = "") -> int:
        """Lock, refresh, unlock or relock; the file's version."""
        with self._entered(call, writes=True) as seat:
            rules.check_lock(lock)
            if verb is Verb.RELOCK:
                rules.check_lock(old)
            db, now = seat.tx.db, self.now()
            after = rules.turn(store.hold_lock(db, seat.file.id, now), verb, lock, old)
            store.put_lock(db, seat.file.id, after, now + rules.LOCKED_FOR if after else now)
            return seat.file.version

    def lock_of(self, call: Call) -> str:
        with self._entered(call) as seat:
            return store.lock_of(seat.tx.db, seat.file.id, self.now())

    def suggest(self, call: Call, wish: str, chunks: Iterable[bytes]) -> Relative:
        """A new file beside, under the suggested name or one like it."""
        with self._entered(call) as seat:
            _check_beside(seat.file)
        with self.drive.keep(_bounded(chunks)) as kept, self._entered(call) as seat:
            _check_beside(seat.file)
            name = rules.suggested(seat.file.name, wish)
            return self._made(seat, kept.add(seat.tx, seat.actor, seat.file.id, name))

    def put_beside(
        self, call: Call, name: str, chunks: Iterable[bytes], *, overwrite: bool
    ) -> Relative:
        """A file beside under exactly that name; what has it already gets a version, if told so.

        Raise NameInUse.
        """
        with self._entered(call) as seat:
            self._target(seat, name, overwrite=overwrite)
        with self.drive.keep(_bounded(chunks)) as kept, self._entered(call) as seat:
            there = self._target(seat, name, overwrite=overwrite)
            if there is not None:
                return self._made(seat, kept.put(seat.tx, seat.actor, there.id))
            return self._made(seat, kept.add(seat.tx, seat.actor, seat.file.id, name))

    def _target(self, seat: Seat, name: str, *, overwrite: bool) -> File | None:
        _check_beside(seat.file)
        name = nfc(name)
        tx, actor, file = seat.tx, seat.actor, seat.file
        free = self.drive.free_name(tx, actor, file.id, name)
        if free == name:
            return None
        there = self.drive.beside(tx, actor, file.id, name)
        held = store.hold_lock(tx.db, there.id, self.now()) if there else ""
        if there is None or held or not overwrite or not there.may_write:
            raise rules.NameInUse(free, held)
        return there

    def _made(self, seat: Seat, file: File) -> Relative:
        mode = Mode.EDIT if file.may_write else Mode.VIEW
        token, _ = self._issue(seat.tx, seat.actor, file.id, mode)
        return Relative(file, token, mode)

    def rename(self, call: Call, stem: str, lock: str) -> File:
        """Under another name; its ending stays."""
        with self._entered(call, writes=True) as seat:
            held = store.hold_lock(seat.tx.db, seat.file.id, self.now())
            if held and held != lock:
                raise rules.LockMismatch(held, "locked by another")
            name = rules.renamed(seat.file.name, stem)
            return self.drive.rename(seat.tx, seat.actor, seat.file.id, name)

    def _note(self, tx: Tx, who: UserId, act: str, file_id: str, **facts: str) -> None:
        outcome = "refused" if "code" in facts else "done"
        audit.append(tx.db, audit.Entry(self.now(), who, act, file_id[:64], outcome, dict(facts)))


def _check_beside(file: File) -> None:
    """What CheckFileInfo said as UserCanNotWriteRelative."""
    if not file.may_add_beside:
        raise rules.NotOffered


def _bounded(chunks: Iterable[bytes]) -> Iterable[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        rules.check_size(size)
        yield chunk
