"""Opening rooms, inviting, leaving, naming."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from identity.people import store as people_store
from kernel import audit
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Invalid
from kernel.hints import CLOSED
from kernel.ids import fresh_id
from kernel.limits import Limit, Spend
from messenger.membership.events import MemberLeft, PeopleInvited, RoomOpened
from messenger.membership.model import History
from messenger.messages import store as messages
from messenger.messages.service import Messages
from messenger.rooms import rules, store
from messenger.rooms.model import Room, RoomId, RoomKind
from messenger.rooms.service import CHANGED, inbox, open_room, open_room_locked, tell_members, topic

OPEN = Limit("messenger.open_room", 30, timedelta(minutes=1))


class PersonUnknown(Invalid):
    """Somebody who is not of the agency, or no longer."""

    code = "person_unknown"


@dataclass(frozen=True)
class Membership:
    begin: Begin
    now: Now
    spend: Spend
    messages: Messages

    def open_direct(self, actor: Actor, other: UserId) -> RoomId:
        """The room of these two; made when they have none yet [RM2]."""
        rules.require_work_zone(actor)
        if other == actor.user_id:
            raise rules.NobodyInvited
        self.spend(OPEN, actor.user_id)
        key = rules.pair_key(actor.user_id, other)
        with self.begin() as tx:
            found = store.find_direct(tx.db, key)
            if found is not None:
                return found
            _require_active(tx, [other])
            room = self._new_room(RoomKind.DIRECT, "")
            if not store.add(tx.db, room, key, actor.user_id):
                return store.get_direct(tx.db, key)  # somebody was faster
            store.seat(tx.db, room.id, [actor.user_id, other], 0)
            tx.record(RoomOpened(room.id, room.kind.value, actor.user_id))
            tell_members(tx, room.id)
        return room.id

    def open_group(self, actor: Actor, people: Sequence[UserId], name: str) -> RoomId:
        rules.require_work_zone(actor)
        self.spend(OPEN, actor.user_id)
        invited = rules.newcomers([actor.user_id], people)
        room = self._new_room(RoomKind.GROUP, rules.name_of(name))
        with self.begin() as tx:
            _require_active(tx, invited)
            store.add(tx.db, room, None, actor.user_id)
            store.seat(tx.db, room.id, [actor.user_id, *invited], 0)
            self.messages.post_notice(tx, actor, room, "opened", people=invited)
            tx.record(RoomOpened(room.id, room.kind.value, actor.user_id))
            tell_members(tx, room.id)
            self._audit(tx, actor, "messenger.open_group", room.id, people=invited)
        return room.id

    def invite(self, actor: Actor, room_id: RoomId, people: Sequence[UserId]) -> None:
        """For the newcomers the room begins with the notice of their coming [RM3]."""
        with self.begin() as tx:
            room = open_room_locked(tx.db, actor, room_id).room
            rules.require_group(room)
            invited = rules.newcomers(store.people_of(tx.db, room_id), people)
            _require_active(tx, invited)
            store.seat(tx.db, room_id, invited, room.last_seq)
            self.messages.post_notice(tx, actor, room, "invited", people=invited)
            tx.record(PeopleInvited(room_id, actor.user_id, list(invited)))
            tell_members(tx, room_id)
            self._audit(tx, actor, "messenger.invite", room_id, people=invited)

    def leave(self, actor: Actor, room_id: RoomId) -> None:
        with self.begin() as tx:
            room = open_room_locked(tx.db, actor, room_id).room
            rules.require_group(room)  # [RM2]
            self.messages.post_notice(tx, actor, room, "left")
            store.unseat(tx.db, room_id, actor.user_id)
            tx.record(MemberLeft(room_id, actor.user_id))
            tx.announce(topic(room_id), CLOSED)  # [LV2] who left must not go on watching
            tx.announce(inbox(actor.user_id), CHANGED, room=room_id, is_gone=True)
            tell_members(tx, room_id)
            self._audit(tx, actor, "messenger.leave", room_id)

    def rename(self, actor: Actor, room_id: RoomId, wanted: str) -> None:
        name = rules.name_of(wanted)
        with self.begin() as tx:
            room = open_room_locked(tx.db, actor, room_id).room
            rules.require_group(room)
            if name == room.name:
                return
            store.rename(tx.db, room_id, name)
            self.messages.post_notice(tx, actor, room, "renamed", name=name)
            tell_members(tx, room_id)
            self._audit(tx, actor, "messenger.rename", room_id, name=name)

    def pin(self, actor: Actor, room_id: RoomId, *, is_pinned: bool) -> None:
        """Pinned rooms come first, for this member alone."""
        with self.begin() as tx:
            open_room(tx.db, actor, room_id)
            store.pin(tx.db, room_id, actor.user_id, is_pinned=is_pinned)
            tx.announce(inbox(actor.user_id), CHANGED, room=room_id)

    def adopt_room(self, history: History) -> bool:
        """Take over a room from elsewhere, in one go; False when it is here already.

        Nobody is told: what was said long ago is no news.
        """
        room = history.room
        with self.begin() as tx:
            if store.find(tx.db, room.id) is not None:
                return False
            if not store.add(tx.db, room, history.pair_key, history.people[0]):
                return False
            store.seat(tx.db, room.id, history.people, 0)
            messages.add(tx.db, history.said)
            for person, seq in history.read.items():
                store.advance(tx.db, room.id, person, seq)
        return True

    def _new_room(self, kind: RoomKind, name: str) -> Room:
        now = self.now()
        return Room(RoomId(fresh_id()), kind, name, 0, 0, now, now)

    def _audit(self, tx: Tx, actor: Actor, act: str, room_id: RoomId, **facts: Any) -> None:
        entry = audit.Entry(self.now(), actor.user_id, act, room_id, facts=facts)
        audit.append(tx.db, entry)


def _require_active(tx: Tx, people: Sequence[UserId]) -> None:
    known = people_store.by_ids(tx.db, people)
    unknown = [p for p in people if p not in known or not known[p].is_active]
    if unknown:
        raise PersonUnknown(people=unknown)
