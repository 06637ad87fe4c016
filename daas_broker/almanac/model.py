"""Days on which fewer people come: public holidays, the agency's own days, and leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from daas_broker.forecast.model import DayName
from kernel.actor import UserId


@dataclass(frozen=True)
class OwnDay:
    """A day that the agency is closed, or, where `is_off` is false, works although it is a public
    holiday."""

    day: date
    is_off: bool
    name: str


@dataclass(frozen=True)
class Leave:
    """Both days belong to it. Why somebody is away is nobody's business here."""

    person_id: UserId
    begins: date
    ends: date


@dataclass(frozen=True)
class Line:
    """Of a sheet of leave: who is meant by the name they sign in with, and from when until when."""

    number: int
    user_name: str
    begins: date
    ends: date


@dataclass(frozen=True)
class Taken:
    """What came of a sheet: how many stretches of leave, of how many people, and the lines whose
    person nobody knows here."""

    leaves: int
    people: int
    unknown: tuple[int, ...]


@dataclass(frozen=True)
class DayOff:
    name: DayName
    is_own: bool  # the agency's


@dataclass(frozen=True)
class Month:
    """Of some days: which are off, the public holidays on which the agency works, how many are on
    leave, and how many work here at all."""

    off: Mapping[date, DayOff]
    working: Mapping[date, DayName]
    away: Mapping[date, int]
    people: int
