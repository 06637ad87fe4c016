"""What one socket of many documents may ask of the server; each test fails without its bound."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from weboffice.editing import codec
from weboffice.editing.admission import Door, Guest
from weboffice.editing.hocuspocus import (
    LONGEST_KEY,
    LONGEST_NAME,
    LONGEST_TICKET,
    MOST_DOCUMENTS,
    MOST_REFUSED,
    OpenDocument,
    Shelf,
)
from weboffice.editing.model import CloseCode, Dialect, Limits, Request
from weboffice.editing.seat import EARLY_BYTES


@dataclass
class Rooms:
    """As much of a host as a socket asks."""

    limits: Limits = field(default_factory=Limits)
    passing: set[Any] = field(default_factory=set)


@dataclass
class Porter:
    """A door behind which tickets are still being looked at."""

    host: Rooms = field(default_factory=Rooms)
    knocks: list[tuple[OpenDocument, Request]] = field(default_factory=list)

    def knock(self, guest: Guest, request: Request) -> None:
        assert isinstance(guest, OpenDocument)
        self.knocks.append((guest, request))


class Socket(Shelf):
    """Remembers what it was told to say; nothing is behind it."""

    def __init__(self, porter: Porter) -> None:
        asked = Request("", "", "o", "work", Dialect.HOCUSPOCUS, is_passed_on=False)
        super().__init__(cast("Door", porter), asked)
        self.said: list[bytes] = []
        self.end: tuple[int, str] | None = None

    def post(self, message: bytes) -> None:
        self.said.append(message)

    def hang_up(self, code: int, reason: str) -> None:
        self.end = self.end or (code, reason)
        self.ended()

    @property
    def is_open(self) -> bool:
        return self.end is None


def auth(key: str, ticket: str = "t") -> bytes:
    return codec.string(key) + b"\x02\x00" + codec.string(ticket)


@pytest.fixture
def porter() -> Porter:
    return Porter()


@pytest.fixture
def socket(porter: Porter) -> Socket:
    return Socket(porter)


def test_tickets_that_are_still_looked_at_count_as_documents(
    socket: Socket, porter: Porter
) -> None:
    """[ED6] Else one frame after the other would put as many questions to the database."""
    for number in range(MOST_DOCUMENTS):
        socket.received(auth(f"room\0{number}"))
    assert socket.end is None
    socket.received(auth("room\0more"))
    assert socket.end == (4400, "bad_message: documents")
    assert len(porter.knocks) == MOST_DOCUMENTS
    assert not any(guest.is_waiting for guest, _ in porter.knocks), "none is let in any more"


def test_so_many_tickets_may_open_nothing_and_the_next_is_the_last(
    socket: Socket, porter: Porter
) -> None:
    """[ED6] [OF1] Whatever documents they were for, and whatever opened in between."""
    for number in range(MOST_REFUSED):
        socket.received(auth(f"room{number % 3}"))
        porter.knocks[-1][0].close(CloseCode.TICKET_REFUSED, "ticket_refused")
    assert socket.end is None
    socket.received(auth("good"))
    socket.received(auth("room0"))
    porter.knocks[-1][0].close(CloseCode.ACCESS_LOST, "not_found")
    assert socket.end == (4401, "ticket_refused")
    assert socket.open == {}


@pytest.mark.parametrize(
    ("key", "ticket", "reason"),
    [
        ("r" * (LONGEST_NAME + 1), "t", "name"),
        ("room\0" + "k" * LONGEST_KEY, "t", "documents"),
        ("room", "t" * (LONGEST_TICKET + 1), "ticket"),
        ("../etc", "t", "name"),
    ],
    ids=["name", "key", "ticket", "path"],
)
def test_what_is_too_long_reaches_no_door(
    socket: Socket, porter: Porter, key: str, ticket: str, reason: str
) -> None:
    """[ED6]"""
    socket.received(auth(key, ticket))
    assert socket.end == (4400, f"bad_message: {reason}")
    assert porter.knocks == []


def test_the_longest_that_may_be_is_taken(socket: Socket, porter: Porter) -> None:
    """[ED6]"""
    key = "r" * LONGEST_NAME + "\0" + "k" * (LONGEST_KEY - LONGEST_NAME - 1)
    socket.received(auth(key, "t" * LONGEST_TICKET))
    assert socket.end is None
    assert [request.room for _, request in porter.knocks] == ["r" * LONGEST_NAME]


def test_what_comes_before_its_ticket_was_looked_at_is_bounded(socket: Socket) -> None:
    """[ED6]"""
    socket.received(auth("room"))
    part = codec.string("room") + codec.update(b"x" * 1000)
    for _ in range(EARLY_BYTES // 1000 + 2):
        socket.received(part)
    assert socket.end == (1009, "too_early")


def test_a_ticket_says_nothing_twice(socket: Socket, porter: Porter) -> None:
    """[OF1] Who is in, or on the way in, asks no second time under the same name."""
    socket.received(auth("room", "one"))
    socket.received(auth("room", "two"))
    assert [request.token for _, request in porter.knocks] == ["one"]
