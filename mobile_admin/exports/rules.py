"""How answers become tables, and cells that a spreadsheet does not run."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha1
from math import isfinite
from typing import TypeAlias

from mobile_admin.exports.model import Book, Column, Kind, Record, Row, Table
from mobile_admin.xforms.form import Form, Question
from mobile_admin.xforms.values import SEOUL, Node

Names: TypeAlias = tuple[str, ...]

MOST_PAGE = 1000
LARGEST = 2**63
KINDS = {
    "int": Kind.INTEGER, "decimal": Kind.DECIMAL, "date": Kind.DATE, "dateTime": Kind.MOMENT,
    "boolean": Kind.FLAG, "geopoint": Kind.POINT,
}  # fmt: skip
_DANGEROUS = re.compile(r"^[=+\-@\t\r\n|%]")
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?$")


def tables_of(forms: Iterable[Form]) -> list[Table]:
    """Over all versions: a question that one of them asks has its column [EX1]."""
    found: dict[Names, dict[Names, Column]] = {(): {}}
    for form in forms:
        repeats = repeats_of(form)
        for at in sorted(repeats, key=len):
            found.setdefault(at, {})
        for question in form.questions.values():
            names = _names(question.path)
            if not names or not (question.control or question.calculate):
                continue
            at = home_of(names, repeats)
            column = Column(names[len(at) :], question.label, kind_of(question))
            there = found[at].setdefault(column.path, column)
            if there.kind is not column.kind:
                found[at][column.path] = replace(there, kind=_both(there.kind, column.kind))
    return [Table(at, tuple(found[at].values()), home_of(at[:-1], found)) for at in sorted(found)]


def repeats_of(form: Form) -> frozenset[Names]:
    return frozenset(_names(path) for path in form.repeats)


def home_of(names: Names, repeats: Iterable[Names]) -> Names:
    """The innermost repeat that a question stands in."""
    inside = [at for at in repeats if names[: len(at)] == at]
    return max(inside, key=len, default=())


def _both(one: Kind, other: Kind) -> Kind:
    """What holds the answers of two versions that ask for different kinds."""
    return Kind.DECIMAL if {one, other} == {Kind.INTEGER, Kind.DECIMAL} else Kind.STRING


def kind_of(question: Question) -> Kind:
    return KINDS.get(question.type, Kind.STRING)


def rows_of(book: Book, table: Table, record: Record) -> list[Row]:
    """Those of a repeat that the submission's own version has."""
    rows = [Row(record.submission.instance_id, (), record.root)]
    if not table.at:
        return rows
    if table.at not in book.repeats.get(record.submission.version, ()):
        return []
    for around in sorted((t for t in book.tables if t.at), key=lambda t: len(t.at)):
        if table.at[: len(around.at)] == around.at:
            rows = [inner for row in rows for inner in below(around, row)]
    return rows


def below(table: Table, row: Row) -> list[Row]:
    """A repeat's rows in one row of the table around it, each with a key that stays the same."""
    nodes = [row.node]
    for name in table.at[len(table.up) :]:
        nodes = [child for node in nodes for child in node.named(name)]
    above = (*row.above, row.key)
    return [Row(_key(row.key, table.at, at), above, node) for at, node in enumerate(nodes)]


def counts_of(form: Form, root: Node) -> dict[str, int]:
    """How many rows a submission has in each table, by the names on the way to it."""
    found = {"": 1}
    for at in repeats_of(form):
        nodes = [root]
        for name in at:
            nodes = [child for node in nodes for child in node.named(name)]
        found["/".join(at)] = len(nodes)
    return {at: count for at, count in found.items() if count}


def value_of(node: Node, column: Column) -> str:
    for name in column.path:
        found = node.named(name)
        if not found:
            return ""
        node = found[0]
    return node.value.strip()


def typed(value: str, kind: Kind) -> object:
    """As JSON has it; None for what is not of its kind: the shape is kept [EX3]."""
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


def _names(path: str) -> Names:
    """Below the form's root."""
    return tuple(path.strip("/").split("/")[1:])


def _key(parent: str, at: Names, place: int) -> str:
    told = "/".join((parent, *at, str(place)))
    return sha1(told.encode(), usedforsecurity=False).hexdigest()


def _integer(value: str) -> int:
    found = int(value)
    if not (-LARGEST <= found < LARGEST and _NUMBER.match(value)):
        raise ValueError(value)
    return found


def _decimal(value: str) -> float:
    found = float(value)
    if not isfinite(found):
        raise ValueError(value)  # JSON has no word for it
    return found


def _day(value: str) -> str:
    return date.fromisoformat(value).isoformat()


def _moment(value: str) -> str:
    found = datetime.fromisoformat(value)
    return (found if found.tzinfo else found.replace(tzinfo=SEOUL)).isoformat()


def _point(value: str) -> dict[str, object]:
    """GeoJSON, longitude first (RFC 7946 §3.1.1)."""
    lat, lon, *_ = map(_decimal, value.split())
    return {"type": "Point", "coordinates": [lon, lat]}


_TYPED: dict[Kind, Callable[[str], object]] = {
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _day,
    Kind.MOMENT: _moment,
    Kind.FLAG: lambda value: value in {"true", "1"},
    Kind.POINT: _point,
}
