"""Calls for help: what the user, the helper and a gateway do with them [DR1]-[DR6]."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from daas_broker.desktops import store as desktops
from daas_broker.desktops.events import DesktopReleased
from daas_broker.desktops.model import DesktopId
from daas_broker.helpdesk import rules, store
from daas_broker.helpdesk.model import (
    HELPERS,
    Answer,
    Asking,
    Call,
    Help,
    HelpId,
    Level,
    Step,
    Watching,
    Wish,
)
from daas_broker.sessions import store as sessions
from daas_broker.sessions.model import Assignment, Stream
from identity.people import store as people
from identity.sessions import store as sign_ins
from identity.sessions.events import SessionEnded
from identity.tickets.model import Presented
from identity.tickets.service import TicketRefused, Tickets
from kernel import audit
from kernel.actor import Actor, SessionId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from kernel.tokens import Token

PURPOSE = "display.watch"  # not the owner's: neither ticket opens what the other does
RECENT = timedelta(days=7)
MOST_RECENT = 50


@dataclass(frozen=True)
class HelpDesk:
    begin: Begin
    now: Now
    tickets: Tickets

    # What the user does

    def ask_help(self, actor: Actor, desktop_id: DesktopId, asking: Asking) -> Call:
        """A call in the queue; asking again while one is open gives the same."""
        try:
            with self.begin() as tx:
                _own(tx, actor, desktop_id)
                existing = store.open_of_desktop(tx.db, desktop_id)
                if existing is None:
                    existing = self._new(actor, desktop_id, asking)
                    store.add(tx.db, existing)
                    self._note(tx, actor.user_id, "ask_help", existing)
                return _call(tx, existing)
        except IntegrityError:
            return self.ask_help(actor, desktop_id, asking)  # the other click won

    def find_own(self, actor: Actor, desktop_id: DesktopId) -> Call | None:
        with self.begin() as tx:
            _own(tx, actor, desktop_id)
            found = store.open_of_desktop(tx.db, desktop_id)
            return _call(tx, rules.lapsed(found, self.now())) if found else None

    def answer(self, actor: Actor, desktop_id: DesktopId, said: Answer) -> Call:
        """The user's click: nothing is seen and nothing moved without it [DR1] [DR2]."""
        with self.begin() as tx:
            seat = _own(tx, actor, desktop_id)
            before = _open_of(tx, desktop_id)
            after = rules.answer(before, said, seat.connection_id, self.now())
            word = "allow" if said.yes else "decline"
            return self._moved(tx, actor, f"{word}_{said.wish.value}", after)

    def stop_own(self, actor: Actor, desktop_id: DesktopId, wish: Wish) -> Call:
        with self.begin() as tx:
            _own(tx, actor, desktop_id)
            return self._stop(tx, actor, _open_of(tx, desktop_id), wish)

    def close_own(self, actor: Actor, desktop_id: DesktopId) -> None:
        with self.begin() as tx:
            _own(tx, actor, desktop_id)
            after = rules.close(_open_of(tx, desktop_id), "by_user", self.now())
            self._moved(tx, actor, "close_help", after)

    # What a helper does

    def list_calls(self, actor: Actor) -> tuple[list[Call], list[Call]]:
        """Open ones in the order in which they are served, and those closed lately."""
        actor.require(*HELPERS)  # [DR6]
        with self.begin() as tx:
            now = self.now()
            waiting = [rules.lapsed(found, now) for found in store.all_open(tx.db)]
            closed = store.closed_since(tx.db, now - RECENT, MOST_RECENT)
            return store.described(tx.db, waiting), store.described(tx.db, closed)

    def get_call(self, actor: Actor, help_id: HelpId) -> Call:
        actor.require(*HELPERS)
        with self.begin() as tx:
            found = store.find(tx.db, help_id)
            if found is None:
                raise NotFound
            return _call(tx, rules.lapsed(found, self.now()))

    def offer(self, actor: Actor, desktop_id: DesktopId, reason: str) -> Call:
        """A helper begins it: the user still has to say yes. An open call is taken instead."""
        actor.require(*HELPERS)
        with self.begin() as tx:
            seat = sessions.of_desktop(tx.db, desktop_id)
            if seat is None:
                raise NotFound
            found = store.open_of_desktop(tx.db, desktop_id)
            if found is None:
                found = self._offered(tx, seat, reason)
                store.add(tx.db, found)
            else:
                found = _locked(tx, found.id)
            return self._moved(tx, actor, "offer_help", rules.take(found, actor, self.now()))

    def take(self, actor: Actor, help_id: HelpId) -> Call:
        actor.require(*HELPERS)
        with self.begin() as tx:
            after = rules.take(_locked(tx, help_id), actor, self.now())
            return self._moved(tx, actor, "take_help", after)

    def ask(self, actor: Actor, help_id: HelpId, wish: Wish) -> Call:
        """The user's page shows the question, with this helper's name."""
        actor.require(*HELPERS)
        with self.begin() as tx:
            after = rules.ask(_locked(tx, help_id), actor, wish, self.now())
            return self._moved(tx, actor, f"ask_{wish.value}", after)

    def stop(self, actor: Actor, help_id: HelpId, wish: Wish) -> Call:
        actor.require(*HELPERS)
        with self.begin() as tx:
            return self._stop(tx, actor, _held(tx, actor, help_id), wish)

    def put_back(self, actor: Actor, help_id: HelpId) -> Call:
        """Back into the queue, for somebody else."""
        actor.require(*HELPERS)
        with self.begin() as tx:
            after = rules.put_back(_held(tx, actor, help_id), self.now())
            return self._moved(tx, actor, "put_back_help", after)

    def close(self, actor: Actor, help_id: HelpId, outcome: str) -> None:
        actor.require(*HELPERS)
        with self.begin() as tx:
            after = rules.close(_held(tx, actor, help_id), outcome, self.now())
            self._moved(tx, actor, "close_help", after)

    def issue_ticket(
        self, actor: Actor, help_id: HelpId, caller: str = "-"
    ) -> tuple[Token, DesktopId]:
        """Opens the helper's stream once, from the zone in which the user sits [DR6], on the device
        that asked [DC2]."""
        actor.require(*HELPERS)
        with self.begin() as tx:
            held = _held(tx, actor, help_id)
            if actor.zone is not held.zone:
                raise rules.HelpElsewhere(zone=held.zone.value)
            if held.helper_session != actor.session_id or held.level is Level.NONE:
                raise rules.HelpMoved(step=held.step.value)
            key = self.tickets.places.key_at(tx, caller)
            token = self.tickets.issue(tx, actor, PURPOSE, held.desktop_id, help=held.id, key=key)
            return token, held.desktop_id

    # What a gateway asks and tells

    def redeem(self, shown: Presented, desktop_id: DesktopId, origin: str) -> Watching:
        """Raise TicketRefused unless it is this helper's, and their right still holds [DR1]."""
        ticket = self.tickets.redeem(shown, PURPOSE, origin)
        found = self.watching(desktop_id) if ticket.subject == desktop_id else None
        if found is None or found.help_id != ticket.facts.get("help"):
            raise TicketRefused
        if found.helper_session != ticket.session_id:
            raise TicketRefused
        with self.begin() as tx:
            self._note(tx, ticket.person_id, "open_help_stream", _locked(tx, found.help_id))
        return found

    def watching(self, desktop_id: DesktopId) -> Watching | None:
        """Who may see this desktop now; None is nobody [DR1]."""
        with self.begin() as tx:
            found = store.open_of_desktop(tx.db, desktop_id)
            seat = sessions.of_desktop(tx.db, desktop_id)
            if found is None or seat is None or found.helper_id is None:
                return None
            level = rules.level_on(found, seat.connection_id)
            if level is Level.NONE or found.helper_session is None or seat.connection_id is None:
                return None
            helper = people.find(tx.db, found.helper_id)
            name = f"{helper.name} {helper.post}".strip() if helper else found.helper_id
            return Watching(
                found.id, desktop_id, found.helper_session, seat.connection_id, name, level
            )

    def owner_left(self, stream: Stream) -> None:
        """What the user's stream shows is over, and with it what they allowed on it [DR4]."""
        with self.begin() as tx:
            self.owners_left(tx, [stream])

    def owners_left(self, tx: Tx, streams: Sequence[Stream]) -> None:
        for found in store.open_on_streams(tx.db, [stream.connection_id for stream in streams]):
            self._stop(tx, None, found, Wish.WATCH)

    def helper_left(self, help_id: HelpId) -> None:
        """The helper's stream is gone and did not come back."""
        with self.begin() as tx:
            found = store.find_locked(tx.db, help_id)
            if found is not None and found.step is not Step.CLOSED:
                self._stop(tx, None, found, Wish.WATCH)

    # What happens elsewhere

    def desktop_released(self, _event_id: int, event: DesktopReleased) -> None:
        with self.begin() as tx:
            found = store.open_of_desktop(tx.db, DesktopId(event.desktop_id))
            if found is not None:
                after = rules.close(_locked(tx, found.id), "desktop_ended", self.now())
                self._moved(tx, None, "close_help", after)

    def session_ended(self, _event_id: int, event: SessionEnded) -> None:
        """A helper who signed out helps nobody any more [DR4]."""
        with self.begin() as tx:
            for found in store.open_of_helper_session(tx.db, SessionId(event.session_id)):
                self._moved(tx, None, "put_back_help", rules.put_back(found, self.now()))

    def lapse(self) -> int:
        """Questions that nobody answered are taken back; how many."""
        now = self.now()
        with self.begin() as tx:
            steps = [Step.WATCH_ASKED, Step.CONTROL_ASKED]
            old = store.asked_before(tx.db, now - rules.ANSWER_TIME, steps)
        for help_id in old:
            with self.begin() as tx:
                before = _locked(tx, help_id)
                after = rules.lapsed(before, now)
                if after is not before:
                    self._moved(tx, None, "lapse_question", after)
        return len(old)

    def _new(self, actor: Actor, desktop_id: DesktopId, asking: Asking) -> Help:
        now = self.now()
        return Help(
            HelpId(fresh_id()),
            desktop_id,
            actor.user_id,
            actor.zone,
            asking.note,
            asking.context,
            now,
            Step.WAITING,
            now,
        )

    def _offered(self, tx: Tx, seat: Assignment, reason: str) -> Help:
        now = self.now()
        session = sign_ins.find(tx.db, seat.session_id)
        if session is None:
            raise NotFound
        return Help(
            HelpId(fresh_id()),
            seat.desktop_id,
            seat.person_id,
            session.zone,
            reason,
            {},
            now,
            Step.WAITING,
            now,
            is_offered=True,
        )

    def _stop(self, tx: Tx, actor: Actor | None, before: Help, wish: Wish) -> Call:
        after = rules.stop(before, wish, self.now())
        if after is before:
            return _call(tx, before)
        return self._moved(tx, actor, f"stop_{wish.value}", after)

    def _moved(self, tx: Tx, actor: Actor | None, act: str, after: Help) -> Call:
        """Call with a help that was read locked in this transaction."""
        store.put(tx.db, after)
        call = _call(tx, after)
        self._note(tx, actor.user_id if actor else "-", act, after)
        return call

    def _note(self, tx: Tx, who: str, act: str, help_: Help) -> None:
        """The audit entry and the hints; last, because the chain has one writer [DR5]."""
        hint = {"help_id": help_.id, "step": help_.step.value}
        tx.announce(f"desktop:{help_.desktop_id}", "help.moved", **hint)
        tx.announce("helpdesk:all", "help.moved", **hint)
        facts = {
            "help": help_.id,
            "step": help_.step.value,
            "person": help_.person_id,
            "helper": help_.helper_id,
        }
        if help_.outcome:
            facts["outcome"] = help_.outcome
        entry = audit.Entry(self.now(), who, f"daas_broker.{act}", help_.desktop_id, facts=facts)
        audit.append(tx.db, entry)


def _call(tx: Tx, help_: Help) -> Call:
    return store.described(tx.db, [help_])[0]


def _own(tx: Tx, actor: Actor, desktop_id: DesktopId) -> Assignment:
    """NotFound for everybody but the one whose desktop it is."""
    seat = sessions.of_desktop(tx.db, desktop_id)
    if seat is None or seat.person_id != actor.user_id:
        raise NotFound
    if desktops.find(tx.db, desktop_id) is None:
        raise NotFound
    return seat


def _locked(tx: Tx, help_id: HelpId) -> Help:
    found = store.find_locked(tx.db, help_id)
    if found is None:
        raise NotFound
    return found


def _open_of(tx: Tx, desktop_id: DesktopId) -> Help:
    found = store.open_of_desktop(tx.db, desktop_id)
    if found is None:
        raise NotFound
    return _locked(tx, found.id)


def _held(tx: Tx, actor: Actor, help_id: HelpId) -> Help:
    """One that this helper has taken."""
    found = _locked(tx, help_id)
    if found.helper_id != actor.user_id:
        raise rules.HelpTaken(helper=found.helper_id)
    return found
