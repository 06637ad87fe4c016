"""관인대장: each use of the agency's seal, as it was. Rules NO13, NO14."""

from dataclasses import dataclass
from datetime import datetime

from kernel.actor import UserId


@dataclass(frozen=True)
class SealUse:
    """`serial` counts within office and year; `by` decided upon the document that was sealed.

    `level` is what the seal reached, `sha256` of the sealed document.
    """

    office_code: str
    year: int
    serial: int
    division_id: str
    notice_id: str
    seal: str
    registered: str
    title: str
    recipients: str
    by: UserId
    at: datetime
    level: str
    sha256: str


@dataclass(frozen=True)
class Asked:
    """What of the book is wanted; a year of 0 is all, an empty text anything."""

    text: str = ""
    year: int = 0
