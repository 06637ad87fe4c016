"""How answers become tables, cells that a spreadsheet does not run, and what a filter may say."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha1

from kernel.errors import Invalid
from mobile_admin.exports.model import Column, Comparison, Filter, Join, Kind, Op, Row, Table
from mobile_admin.xforms.form import Form, Question
from mobile_admin.xforms.values import Node

DATE = "__system/submissionDate"
PARTS = ("year", "month", "day", "hour", "minute", "second")
MOST_PAGE = 1000
DEEPEST = 8
KINDS = {
    "int": Kind.INTEGER, "decimal": Kind.DECIMAL, "date": Kind.DATE, "dateTime": Kind.MOMENT,
    "boolean": Kind.FLAG, "geopoint": Kind.POINT,
}  # fmt: skip
_DANGEROUS = re.compile(r"^[=+\-@\t\r\n|%]")
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?$")
_TOKENS = re.compile(
    r"\s*(\(|\)|\b(?:and|or|not|lt|le|eq|ne|ge|gt)\b|year|month|day|hour|minute|second"
    r"|__system/submissionDate|\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:\d\d)|\d{4}-\d\d-\d\d|\d+)"
)


class FilterRefused(Invalid):
    """Only the date of a submission is filtered by; `near` is where it was not understood."""

    code = "filter_refused"


def tables_of(forms: Iterable[Form]) -> list[Table]:
    """Over all versions: a question that one of them asks has its column [EX1]."""
    found: dict[tuple[str, ...], dict[tuple[str, ...], Column]] = {(): {}}
    for form in forms:
        repeats = {_names(path) for path in form.repeats}
        for at in sorted(repeats, key=len):
            found.setdefault(at, {})
        for question in form.questions.values():
            names = _names(question.path)
            if not names or not (question.control or question.calculate):
                continue
            at = home_of(names, repeats)
            column = Column(names[len(at) :], question.label, kind_of(question))
            found[at].setdefault(column.path, column)
    return [Table(at, tuple(columns.values())) for at, columns in found.items()]


def home_of(names: tuple[str, ...], repeats: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The innermost repeat that a question stands in."""
    inside = [at for at in repeats if names[: len(at)] == at]
    return max(inside, key=len, default=())


def kind_of(question: Question) -> Kind:
    return KINDS.get(question.type, Kind.STRING)


def rows_of(table: Table, instance_id: str, root: Node) -> list[Row]:
    """Each with a key that stays the same however often it is read."""
    rows = [Row(instance_id, "", root)]
    seen: tuple[str, ...] = ()
    for name in table.at:
        seen = (*seen, name)
        rows = [
            Row(_key(row.key, seen, place), row.key, node)
            for row in rows
            for place, node in enumerate(row.node.named(name))
        ]
    return rows


def value_of(node: Node, column: Column) -> str:
    for name in column.path:
        found = node.named(name)
        if not found:
            return ""
        node = found[0]
    return node.value.strip()


def typed(value: str, kind: Kind) -> object:
    """As JSON has it; what is not of its kind stays the text that came [EX3]."""
    if value == "":
        return None
    try:
        return _TYPED[kind](value) if kind in _TYPED else value
    except ValueError:
        return None


def cell(text: str) -> str:
    """A spreadsheet runs what begins like a formula: a quote before it makes it text [EX2].

    Source: OWASP, CSV Injection.
    """
    if _DANGEROUS.match(text) and not _NUMBER.match(text):
        return f"'{text}"
    return text


def parsed(text: str) -> Filter | None:
    """Raise FilterRefused for what is not a filter on the date [EX4]."""
    if not text.strip():
        return None
    tokens = _Tokens(text)
    found = _either(tokens, 0)
    if tokens.peek() is not None:
        raise FilterRefused(near=text[-40:])
    return found


class _Tokens:
    def __init__(self, text: str) -> None:
        self.items: list[str] = []
        self.at = 0
        place = 0
        while text[place:].strip():
            found = _TOKENS.match(text, place)
            if found is None:
                raise FilterRefused(near=text[place : place + 40])
            self.items.append(found[1])
            place = found.end()

    def peek(self) -> str | None:
        return self.items[self.at] if self.at < len(self.items) else None

    def take(self, *wanted: str) -> str:
        found = self.peek()
        if found is None or (wanted and found not in wanted):
            raise FilterRefused(near=found or "")
        self.at += 1
        return found


def _either(tokens: _Tokens, depth: int) -> Filter:
    parts = [_all(tokens, depth)]
    while tokens.peek() == "or":
        tokens.take()
        parts.append(_all(tokens, depth))
    return parts[0] if len(parts) == 1 else Join("or", tuple(parts))


def _all(tokens: _Tokens, depth: int) -> Filter:
    parts = [_one(tokens, depth)]
    while tokens.peek() == "and":
        tokens.take()
        parts.append(_one(tokens, depth))
    return parts[0] if len(parts) == 1 else Join("and", tuple(parts))


def _one(tokens: _Tokens, depth: int) -> Filter:
    if depth > DEEPEST:
        raise FilterRefused(near="(")
    if tokens.peek() == "not":
        tokens.take()
        return Join("not", (_one(tokens, depth + 1),))
    if tokens.peek() == "(":
        tokens.take()
        inner = _either(tokens, depth + 1)
        tokens.take(")")
        return inner
    return _test(tokens)


def _test(tokens: _Tokens) -> Comparison:
    part = ""
    if tokens.peek() in PARTS:
        part = tokens.take()
        tokens.take("(")
    tokens.take(DATE)
    if part:
        tokens.take(")")
    op, value = Op(tokens.take(*Op)), tokens.take()
    return Comparison(part, op, int(value) if part and value.isdigit() else _moment(value, part))


def _moment(value: str, part: str) -> datetime:
    if part:
        raise FilterRefused(near=value)
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise FilterRefused(near=value) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _names(path: str) -> tuple[str, ...]:
    """Below the form's root."""
    return tuple(path.strip("/").split("/")[1:])


def _key(parent: str, seen: tuple[str, ...], place: int) -> str:
    told = "/".join((parent, *seen, str(place)))
    return sha1(told.encode(), usedforsecurity=False).hexdigest()


def _point(value: str) -> dict[str, object]:
    """GeoJSON, longitude first (RFC 7946 §3.1.1)."""
    lat, lon, *_ = map(float, value.split())
    return {"type": "Point", "coordinates": [lon, lat]}


_TYPED: dict[Kind, Callable[[str], object]] = {
    Kind.INTEGER: int,
    Kind.DECIMAL: float,
    Kind.FLAG: lambda value: value in {"true", "1"},
    Kind.POINT: _point,
}


def walk(columns: Iterable[Column]) -> Iterator[tuple[str, ...]]:
    """The groups that stand above columns, each once, outer ones first."""
    seen = set()
    for column in columns:
        for depth in range(1, len(column.path)):
            group = column.path[:depth]
            if group not in seen:
                seen.add(group)
                yield group
