"""Reading on, and seeing what waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from identity.people import store as people_store
from kernel.actor import Actor, UserId
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from messenger.delivery import rules, store
from messenger.delivery.model import Inbox, InboxLine, RoomView, Unread
from messenger.rooms import store as rooms
from messenger.rooms.model import Member, RoomId
from messenger.rooms.rules import require_work_zone
from messenger.rooms.service import CHANGED, inbox, open_room, topic

READ = "messenger.read"
FACES = 4  # how many members stand for a room without a name


@dataclass(frozen=True)
class Delivery:
    begin: Begin

    def list_rooms(self, actor: Actor) -> Inbox:
        require_work_zone(actor)
        with self.begin() as tx:
            lines = _lines(tx, actor, None)
            wanted = {p for line in lines for p in line.others}
            wanted |= {line.last.sender for line in lines if line.last}
            people = people_store.by_ids(tx.db, wanted | {actor.user_id})
        return Inbox(lines, people)

    def get_room(self, actor: Actor, room_id: RoomId) -> RoomView:
        with self.begin() as tx:
            open_room(tx.db, actor, room_id)  # [RM1]
            found = _lines(tx, actor, room_id)
            if not found:
                raise NotFound  # left in this instant
            seated = rooms.members_of(tx.db, [room_id])
            # Also of those who left: what they said is still there.
            people = people_store.by_ids(tx.db, rooms.people_ever_of(tx.db, room_id))
        return RoomView(found[0], seated, people)

    def mark_read(self, actor: Actor, room_id: RoomId, seq: int) -> int:
        """Where the cursor stands now."""
        with self.begin() as tx:
            seat = open_room(tx.db, actor, room_id)
            wanted = rules.cursor(seat, seq)
            moved = rooms.advance(tx.db, room_id, actor.user_id, wanted)
            if moved is not None:
                tx.announce(topic(room_id), READ, person=actor.user_id, seq=moved)
                tx.announce(inbox(actor.user_id), CHANGED, room=room_id)
        return max(wanted, seat.member.read_seq)

    def count_unread(self, actor: Actor) -> Unread:
        require_work_zone(actor)
        with self.begin() as tx:
            return store.count_unread(tx.db, actor.user_id)

    def may_watch(self, actor: Actor, room_id: str) -> bool:
        """The gate of the topic `room` [LV2]."""
        require_work_zone(actor)
        with self.begin() as tx:
            return rooms.find_member(tx.db, RoomId(room_id), actor.user_id) is not None


def _lines(tx: Tx, actor: Actor, only: RoomId | None) -> list[InboxLine]:
    found = store.lines(tx.db, actor.user_id, only)
    seated: dict[RoomId, list[Member]] = {}
    for member in rooms.members_of(tx.db, [line.room.id for line in found]):
        seated.setdefault(member.room_id, []).append(member)
    last = store.last_messages(tx.db, actor.user_id)
    return [
        InboxLine(
            room=line.room,
            member=line.member,
            member_count=len(seated[line.room.id]),
            others=_others(seated[line.room.id], actor.user_id),
            last=last.get(line.room.id),
            unread=line.unread,
        )
        for line in found
    ]


def _others(seated: Sequence[Member], me: UserId) -> list[UserId]:
    return [member.person_id for member in seated if member.person_id != me][:FACES]
