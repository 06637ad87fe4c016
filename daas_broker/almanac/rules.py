"""Which days are off, and how many are away on each. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from daas_broker.almanac.model import DayOff, Leave, Line, OwnDay
from daas_broker.forecast.model import DayName
from kernel.errors import Invalid

LONGEST_NAME = 40
LONGEST_LEAVE = timedelta(days=3 * 366)  # of a parent's, and then some
MOST_TOLD = 20  # lines that are named in a refusal
COLUMNS = 3
ONE_DAY = timedelta(days=1)


class DayNameless(Invalid):
    """A day off is told to administrators by its name."""

    code = "day_nameless"


class LeaveUnreadable(Invalid):
    """Lines that are no leave: nothing of the sheet was taken. `lines` says which."""

    code = "leave_unreadable"


def days_off(holidays: Mapping[date, DayName], own: Iterable[OwnDay]) -> dict[date, DayOff]:
    """The agency's word counts [DC3]."""
    found = {day: DayOff(name, is_own=False) for day, name in holidays.items()}
    for one in own:
        if one.is_off:
            found[one.day] = DayOff(own_name(one), is_own=True)
        else:
            found.pop(one.day, None)
    return found


def own_name(day: OwnDay) -> DayName:
    return DayName(day.name, day.name)


def check(wished: OwnDay) -> OwnDay:
    name = wished.name.strip()[:LONGEST_NAME]
    if wished.is_off and not name:
        raise DayNameless
    return OwnDay(wished.day, wished.is_off, name)


def read(sheet: str) -> list[Line]:
    """Lines of `name to sign in,first day,last day`; a heading and empty lines are passed over.
    Raise LeaveUnreadable, and then nothing of it counts."""
    lines, wrong = [], []
    for number, text in enumerate(sheet.lstrip("\ufeff").splitlines(), 1):
        cells = [cell.strip().strip('"').strip() for cell in text.split(",")]
        if not any(cells):
            continue
        line = _line(number, cells)
        if line is not None:
            lines.append(line)
        elif number > 1:  # the first may be a heading
            wrong.append(number)
    if wrong or not lines:
        raise LeaveUnreadable(lines=wrong[:MOST_TOLD] or [1], count=max(1, len(wrong)))
    return lines


def _line(number: int, cells: Sequence[str]) -> Line | None:
    if len(cells) < COLUMNS or not cells[0]:
        return None
    begins, ends = _day(cells[1]), _day(cells[2])
    if begins is None or ends is None or not begins <= ends <= begins + LONGEST_LEAVE:
        return None
    return Line(number, cells[0], begins, ends)


def _day(text: str) -> date | None:
    """2026-11-26, 2026.11.26., 2026/11/26 or 20261126."""
    digits = "".join(
        part.zfill(2) for part in text.replace(".", "-").replace("/", "-").split("-") if part
    )
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if digits else None
    except ValueError:
        return None


def away(leaves: Iterable[Leave], first: date, last: date) -> Counter[date]:
    """How many people are on leave on each day; who is so twice counts once."""
    absent = {
        (leave.person_id, day)
        for leave in leaves
        for day in span(max(leave.begins, first), min(leave.ends, last))
    }
    return Counter(day for _, day in absent)


def span(first: date, last: date) -> Iterator[date]:
    return (first + number * ONE_DAY for number in range((last - first).days + 1))
