"""Cursors."""

from messenger.rooms.model import Seat


def cursor(seat: Seat, wanted: int) -> int:
    """Where a cursor moves that is asked to move to `wanted` [DL1]."""
    return max(seat.member.read_seq, min(wanted, seat.room.last_seq))
