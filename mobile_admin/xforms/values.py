"""The values of XPath 1.0 and what one is as another, with dates as OpenRosa counts them.

Source: XPath 1.0 §3-4; ODK XForms specification, "Data types" and "XPath functions". A date is
kept as its ISO text, and counts days since 1970-01-01 wherever a number is wanted.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from types import MappingProxyType
from weakref import ref

SEOUL = timezone(timedelta(hours=9))
_EPOCH = date(1970, 1, 1)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:?\d\d)?)?$")
DAY_S = 86_400
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(eq=False, slots=True, weakref_slot=True)
class Node:
    """An element without its namespace: documents of one form differ in nothing else.

    What is around it is known and not held: answers that were looked at are gone at once, and wait
    for no collector.
    """

    name: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    children: "list[Node]" = field(default_factory=list)
    around: "ref[Node] | None" = None

    @property
    def parent(self) -> "Node | None":
        return None if self.around is None else self.around()

    def add(self, child: "Node") -> "Node":
        child.around = ref(self)
        self.children.append(child)
        return child

    def named(self, name: str) -> "list[Node]":
        return [child for child in self.children if child.name == name]

    def walk(self) -> "Iterator[Node]":
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def value(self) -> str:
        if not self.children:
            return self.text
        return self.text + "".join([child.value for child in self.children])


@dataclass(eq=False, slots=True)
class Listing(Node):
    """The rows of a list of choices: each is an `item`, and none changes once it was read."""

    keyed: dict[str, dict[str, list[Node]]] = field(default_factory=dict)

    def named(self, name: str) -> list[Node]:
        return self.children if name == "item" else []

    def by(self, column: str, value: str) -> list[Node]:
        """Rows whose column says just that; a list of thousands is not walked for it."""
        known = self.keyed.get(column)
        if known is None:
            known = {}
            for row in self.children:
                cell = next((each.text for each in row.children if each.name == column), "")
                known.setdefault(cell, []).append(row)
            self.keyed[column] = known
        return known.get(value, [])


Value = str | float | bool | list[Node]


def as_text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return value[0].value if value else ""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value == int(value) else repr(value)


def as_number(value: Value) -> float:
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    return number_in(as_text(value))


def number_in(words: str) -> float:
    text = words.strip()
    try:
        # Python would read more than XPath does: 1_000, infinity, nan.
        return float(text) if text.strip("+-.0123456789eE") == "" else days_of(text)
    except ValueError:
        return days_of(text)


def as_bool(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def days_of(text: str) -> float:
    """Of an ISO date or moment since 1970, in Seoul where it names no offset; else NaN."""
    found = _ISO.match(text)
    if found is None:
        return math.nan
    try:
        day = date.fromisoformat(found[1])
    except ValueError:
        return math.nan
    days = float((day - _EPOCH).days)
    if found[2] is None:
        return days
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + float(found[4] or 0)
    return days + (seconds - _offset(found[5])) / DAY_S


def _offset(text: str | None) -> int:
    if text is None:
        return 9 * 3600
    if text == "Z":
        return 0
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return sign * (int(digits[:2]) * 3600 + int(digits[2:]) * 60)


def as_date(value: Value) -> str:
    """ISO text of a date; empty where it is none."""
    days = as_number(value)
    if math.isnan(days) or not -700_000 < days < 2_900_000:  # noqa: PLR2004 - years 54 to 9909
        return ""
    return (_EPOCH + timedelta(days=math.floor(days))).isoformat()


def moment_of(value: Value) -> datetime | None:
    days = as_number(value)
    if math.isnan(days) or not -700_000 < days < 2_900_000:  # noqa: PLR2004 - as above
        return None
    text = as_text(value)
    is_day = "T" not in text
    utc = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(days=days)  # noqa: UP017
    return utc.replace(tzinfo=SEOUL) if is_day else utc.astimezone(SEOUL)


def equal(one: Value, other: Value) -> bool:
    """XPath 1.0 §3.4, with the first node of a set alone, as OpenRosa clients take it."""
    if isinstance(one, bool) or isinstance(other, bool):
        return as_bool(one) == as_bool(other)
    if isinstance(one, float) or isinstance(other, float):
        return as_number(one) == as_number(other)
    return as_text(one) == as_text(other)


def divided(one: float, other: float) -> float:
    if other == 0:
        return float("nan") if one == 0 or one != one else float("inf") * one  # noqa: PLR0124
    return one / other


def remainder(one: float, other: float) -> float:
    """With the sign of the first, as XPath 1.0 §3.5 says."""
    if other == 0 or one != one or one in {float("inf"), float("-inf")}:  # noqa: PLR0124
        return float("nan")
    left = abs(one) % abs(other)
    return -left if one < 0 else left


def attribute_of(node: Node, name: str) -> list[Node]:
    found = node.attributes.get(name.rpartition(":")[2])
    return [] if found is None else [Node(name, found, around=ref(node))]


def line_of(node: Node) -> list[Node]:
    """The node, what is around it, and so on."""
    found: list[Node] = []
    at: Node | None = node
    while at is not None:
        found.append(at)
        at = at.parent
    return found
