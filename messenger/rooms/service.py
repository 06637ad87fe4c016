"""The door of a room."""

from sqlalchemy.orm import Session

from kernel.actor import Actor, UserId
from kernel.db import Tx
from kernel.errors import NotFound
from messenger.rooms import rules, store
from messenger.rooms.model import RoomId, Seat

CHANGED = "messenger.room"


def open_room(db: Session, actor: Actor, room_id: RoomId) -> Seat:
    """Raise NotFound unless the actor is a member [RM1]."""
    return _seat(db, actor, room_id, is_locked=False)


def open_room_locked(db: Session, actor: Actor, room_id: RoomId) -> Seat:
    """As `open_room`; until the commit nobody else writes into the room or leaves it."""
    return _seat(db, actor, room_id, is_locked=True)


def _seat(db: Session, actor: Actor, room_id: RoomId, *, is_locked: bool) -> Seat:
    rules.require_work_zone(actor)
    room = (store.lock if is_locked else store.find)(db, room_id)
    member = store.find_member(db, room_id, actor.user_id) if room else None
    if room is None or member is None:
        raise NotFound
    return Seat(room, member)


def topic(room_id: RoomId) -> str:
    """What members who look at the room watch."""
    return f"room:{room_id}"


def inbox(person: UserId) -> str:
    return f"person:{person}"


def tell_members(tx: Tx, room_id: RoomId) -> None:
    """Hint to each member, at the end of a transaction, where the room now stands."""
    room = store.find(tx.db, room_id)
    if room is None:
        raise NotFound
    everybody = map(inbox, store.people_of(tx.db, room_id))
    tx.announce_each(everybody, CHANGED, room=room_id, last_seq=room.last_seq, changes=room.changes)
