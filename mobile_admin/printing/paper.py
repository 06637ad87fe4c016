"""What stands on a notice: head, body and end, as 행정업무규정 시행규칙 §4 has it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Hand:
    """Somebody who drafted or decided: `mark` is 전결 or empty."""

    role: str
    post: str
    name: str
    mark: str = ""


@dataclass(frozen=True)
class Sender:
    """`name` is 발신명의; `office_code` the seven digits of 처리과 기관코드."""

    agency: str
    division: str
    office_code: str
    name: str
    address: str
    homepage: str
    phone: str
    email: str


@dataclass(frozen=True)
class Paper:
    """`shares` are labels and values of the table; times are words already, as people read them."""

    sender: Sender
    title: str
    to: str
    address: str
    opening: str
    shares: Sequence[tuple[str, str]]
    closing: Sequence[tuple[str, str]]  # headed paragraphs: what to do, how to object
    hands: Sequence[Hand]
    number: str
    registered: str
    day: str
    code: str
    place: str  # where its code is looked up, as people type it
    qr: str  # the same with the short signature, for a phone
    enclosed: Sequence[str] = ()
    replaces: str = ""
    is_personal: bool = True
