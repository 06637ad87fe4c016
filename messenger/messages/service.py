"""Saying something, catching up, taking back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from sys import maxsize

from kernel import audit
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from kernel.limits import Limit, Spend
from messenger.messages import rules, store
from messenger.messages.events import MessageRecalled, MessageSent
from messenger.messages.model import (
    Card,
    CardRef,
    Draft,
    Kind,
    Message,
    Page,
    Sharing,
    Window,
)
from messenger.messages.ports import Cards
from messenger.rooms import store as rooms
from messenger.rooms.model import Room, RoomId, Seat
from messenger.rooms.service import open_room, open_room_locked, tell_members

SEND = Limit("messenger.send", 40, timedelta(seconds=10))
SEARCH = Limit("messenger.search", 30, timedelta(seconds=10))
MOST_FOUND = 50


@dataclass(frozen=True)
class Messages:
    begin: Begin
    now: Now
    spend: Spend
    cards: Cards

    def send(self, actor: Actor, room_id: RoomId, draft: Draft) -> Message:
        """Returns after the commit, and the same for each repetition [MS2]."""
        draft = rules.tidy(draft)
        self.spend(SEND, actor.user_id)
        self._require_readable(actor, room_id, draft)
        with self.begin() as tx:
            seat = open_room_locked(tx.db, actor, room_id)  # [RM1]
            # Looked for under the lock, so that of two equal attempts the second finds the first.
            sent = store.find_sent(tx.db, room_id, actor.user_id, draft.client_id)
            if sent is not None:
                return sent
            message = self._append(tx, actor, seat.room, draft)
            tx.record(MessageSent(room_id, message.seq, actor.user_id, message.kind.value))
            tell_members(tx, room_id)
        return message

    def post_notice(self, tx: Tx, actor: Actor, room: Room, act: str, **facts: object) -> None:
        """A line of the room's own, in the transaction of what it tells; `room` is locked."""
        draft = Draft(fresh_id(), Kind.SYSTEM, facts={"act": act, **facts})
        self._append(tx, actor, room, draft)

    def _append(self, tx: Tx, actor: Actor, room: Room, draft: Draft) -> Message:
        seq, now = room.last_seq + 1, self.now()  # [MS1]
        message = Message(room.id, seq, actor.user_id, at=now, **vars(draft))
        store.add(tx.db, [message])
        rooms.note_messages(tx.db, room.id, seq, now)
        return message

    def _require_readable(self, actor: Actor, room_id: RoomId, draft: Draft) -> None:
        """Asked outside our transaction: the drive answers in its own."""
        if draft.kind is not Kind.CARD:
            return
        with self.begin() as tx:
            open_room(tx.db, actor, room_id)
        if draft.facts["id"] not in self.cards.describe(actor, [str(draft.facts["id"])]):
            raise NotFound  # [MS7]

    def fetch(self, actor: Actor, room_id: RoomId, window: Window) -> Page:
        with self.begin() as tx:
            seat = open_room(tx.db, actor, room_id)  # [RM1]
            found = _messages(tx, seat, window)
            changed = _changed(tx, seat, window)
        wanted = {card.id for message in (*found, *changed) if (card := message.card)}
        cards = self.cards.describe(actor, wanted) if wanted else {}  # [MS6]
        room, first = seat.room, seat.member.joined_seq + 1
        return Page(found, changed, cards, room.last_seq, room.changes, first)

    def search(self, actor: Actor, room_id: RoomId, text: str) -> Sequence[Message]:
        """The newest messages that hold `text`, newest first."""
        self.spend(SEARCH, actor.user_id)
        with self.begin() as tx:
            seat = open_room(tx.db, actor, room_id)
            return store.containing(tx.db, room_id, _visible(seat), text, MOST_FOUND)

    def recall(self, actor: Actor, room_id: RoomId, seq: int) -> None:
        """A second recall of the same message changes nothing."""
        now = self.now()
        with self.begin() as tx:
            seat = open_room_locked(tx.db, actor, room_id)
            message = store.find(tx.db, room_id, seq) if seq > seat.member.joined_seq else None
            if message is None:
                raise NotFound  # [RM3]
            if message.recalled_at is not None:
                return
            rules.require_recallable(message, actor.user_id, now)  # [MS5]
            store.recall(tx.db, message, now, rooms.count_change(tx.db, room_id))
            tx.record(MessageRecalled(room_id, seq, actor.user_id))
            tell_members(tx, room_id)
            # The hash proves later what was taken back to somebody who kept it, and tells nobody.
            facts = {"seq": seq, "sha256": sha256(message.body.encode()).hexdigest()}
            audit.append(
                tx.db, audit.Entry(now, actor.user_id, "messenger.recall", room_id, facts=facts)
            )

    def find_documents(self, actor: Actor, text: str) -> Sequence[Card]:
        """What the actor may want to send; the last used documents for an empty text."""
        self.spend(SEARCH, actor.user_id)
        return self.cards.find(actor, text, MOST_FOUND)

    def describe_document(self, actor: Actor, document_id: str) -> Card:
        """Raise NotFound when the actor may not read it."""
        found = self.cards.describe(actor, [document_id]).get(document_id)
        if found is None:
            raise NotFound
        return found

    def sharing(self, actor: Actor, room_id: RoomId, card: CardRef) -> Sharing:
        """Who of the room may not read the document yet."""
        with self.begin() as tx:
            open_room(tx.db, actor, room_id)
            people = rooms.people_of(tx.db, room_id)
        return self.cards.sharing(actor, card.id, people)

    def share(self, actor: Actor, room_id: RoomId, card: CardRef) -> None:
        """Let everybody in the room read the document."""
        with self.begin() as tx:
            open_room(tx.db, actor, room_id)
            people = rooms.people_of(tx.db, room_id)
        self.cards.grant_reading(actor, card.id, people)


def _visible(seat: Seat) -> tuple[int, int]:
    return seat.member.joined_seq, maxsize  # [RM3]


def _messages(tx: Tx, seat: Seat, window: Window) -> list[Message]:
    first, last = _visible(seat)
    if window.after is not None:
        between = (max(first, window.after), last)
        return store.oldest(tx.db, seat.room.id, between, window.limit)
    between = (first, window.before if window.before is not None else last)
    return store.newest(tx.db, seat.room.id, between, window.limit)


def _changed(tx: Tx, seat: Seat, window: Window) -> list[Message]:
    if window.changed_after is None:
        return []
    return store.changed(tx.db, seat.room.id, _visible(seat), window.changed_after)
