"""Answers as people read them: dates and times as offices write them, places with their accuracy.

Source: 행정업무의 운영 및 혁신에 관한 규정 §7⑤ (`2026. 8. 1.`, hours from 0 to 24).
"""

import re
from collections.abc import Callable, Mapping

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)$")
_TIME = re.compile(r"(\d\d:\d\d)(?::00(?:\.0+)?|(:\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$")
_WHOLE = re.compile(r"(-?\d+)\.0+$")
_ACCURACY = 3  # latitude, longitude, altitude, accuracy


def spoken(kind: str, looks: str, value: str) -> str:
    """`kind` is a bind's type, `looks` the control's appearance; what is not understood stays."""
    say = _KINDS.get(kind)
    return (say(value, looks) if say else None) or value


def within(*around: str) -> str:
    """What lies in what, without what has no name: 시설 2 · 점검 결과."""
    return " · ".join(filter(None, around))


def _date(value: str, looks: str) -> str | None:
    found = _DATE.match(value)
    if found is None:
        return None
    year, month, day = (str(int(part)) for part in found.groups())
    words = set(looks.split())
    if "year" in words:
        return f"{year}."
    return f"{year}. {month}." if "month-year" in words else f"{year}. {month}. {day}."


def _time(value: str, _looks: str) -> str | None:
    found = _TIME.match(value)
    return f"{found[1]}{found[2] or ''}" if found else None


def _moment(value: str, _looks: str) -> str | None:
    """As it was at the place, whose offset it names."""
    day, _, hour = value.partition("T")
    date, time = _date(day, ""), _time(hour, "")
    return f"{date} {time}" if date and time else None


def _decimal(value: str, _looks: str) -> str | None:
    """Whole numbers go without a fraction that says nothing; clients differ in writing one."""
    found = _WHOLE.match(value)
    return found[1] if found else None


def _point(value: str, _looks: str) -> str | None:
    try:
        parts = [float(part) for part in value.split()]
    except ValueError:
        return None
    if len(parts) < 2:  # noqa: PLR2004 - latitude and longitude
        return None
    near = f" (±{parts[_ACCURACY]:.0f} m)" if len(parts) > _ACCURACY else ""
    return f"{parts[0]:.6f}, {parts[1]:.6f}{near}"


def _line(value: str, _looks: str) -> str | None:
    points = [part for part in value.split(";") if part.strip()]
    first = _point(points[0], "") if points else None
    return f"점 {len(points)}개, {first}부터" if first else None


def _plot(value: str, _looks: str) -> str | None:
    """Its edge ends where it began."""
    points = [part.strip() for part in value.split(";") if part.strip()]
    if len(points) > 1 and points[0] == points[-1]:
        points = points[:-1]
    return _line(";".join(points), "")


_KINDS: Mapping[str, Callable[[str, str], str | None]] = {
    "date": _date, "time": _time, "dateTime": _moment, "decimal": _decimal, "geopoint": _point,
    "geotrace": _line, "geoshape": _plot,
}  # fmt: skip
