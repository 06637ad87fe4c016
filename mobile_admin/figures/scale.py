"""Numbers and dates in parts of even size, pure; parts in which nothing was are told too [FG1]."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import floor, isfinite, log10
from statistics import median

from mobile_admin.figures.model import Drawn, Share, Spread

KINDS = {
    "int": Drawn.NUMBERS, "decimal": Drawn.NUMBERS, "date": Drawn.DATES, "dateTime": Drawn.DATES,
}  # fmt: skip
MOST_PARTS = 12
MOST_DAYS, MOST_MONTHS, MOST_YEARS = 62, 60, 60
LARGEST = 1e15  # beyond it a part is smaller than what a float tells apart


def of_numbers(counts: Mapping[str, int], *, is_whole: bool) -> tuple[list[Share], Spread | None]:
    """At most 13 parts, each as wide as 1, 2 or 5 times a power of ten."""
    found = [(n, count) for text, count in counts.items() if (n := _number(text)) is not None]
    if not found:
        return [], None
    least, most = min(n for n, _ in found), max(n for n, _ in found)
    step = _step((most - least) / MOST_PARTS, is_whole=is_whole)
    first = floor(least / step)
    parts: Counter[int] = Counter()
    for n, count in found:
        parts[floor(n / step)] += count
    shares = [
        Share(f"{at * step:g}", _part(at * step, step, is_whole=is_whole), parts[at])
        for at in range(first, floor(most / step) + 1)
    ]
    every = sorted(n for n, count in found for _ in range(count))
    return shares, Spread(least, median(every), most)


def of_dates(counts: Mapping[str, int]) -> list[Share]:
    """By day, month or year, whatever gives so many parts as can be read."""
    found = [(day, count) for text, count in counts.items() if (day := _day(text)) is not None]
    if not found:
        return []
    first, last = min(day for day, _ in found), max(day for day, _ in found)
    places = _places(first, last)
    parts = Counter[str]()
    for day, count in found:
        parts[day.isoformat()[: len(places[0])]] += count
    return [Share(place, place, parts[place]) for place in places]


def _places(first: date, last: date) -> Sequence[str]:
    days = (last - first).days + 1
    if days <= MOST_DAYS:
        return [(first + timedelta(days=at)).isoformat() for at in range(days)]
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    if end - start < MOST_MONTHS:
        return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(start, end + 1)]
    return [f"{year:04}" for year in range(max(first.year, last.year - MOST_YEARS), last.year + 1)]


def _step(least: float, *, is_whole: bool) -> float:
    if (is_whole and least <= 1) or least <= 0:
        return 1
    unit = 10.0 ** floor(log10(least))
    return next(unit * times for times in (1, 2, 5, 10) if unit * times >= least)


def _part(start: float, step: float, *, is_whole: bool) -> str:
    if is_whole and step <= 1:
        return f"{start:g}"
    end = start + step - (1 if is_whole else 0)
    return f"{start:.10g}–{end:.10g}"


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if isfinite(found) and abs(found) < LARGEST else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
