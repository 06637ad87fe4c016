"""What a program may ask of a table in OData's words: which rows, in which order, from where on.

Sources: OData URL Conventions 4.01 §5; docs.getodk.org/central-api-odata-endpoints.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

from kernel.errors import Invalid
from mobile_admin.exports.model import Comparison, Cursor, Field, Filter, Join, Op, Order

PARTS = ("year", "month", "day", "hour", "minute", "second")
DEEPEST, MOST_TOKENS, MOST_ORDERS = 8, 200, 3
_NOW = "now()"
LATEST_FIRST = Order(Field.DATE, is_falling=True)
_SYSTEM = re.compile(rf"(?:\$root/Submissions/)?__system/({'|'.join(Field)})")
_TOKENS = re.compile(
    r"\s*(\(|\)|\b(?:and|or|not|lt|le|eq|ne|ge|gt|null)\b|now\(\)"
    r"|(?:year|month|day|hour|minute|second)\b|'(?:[^']|'')*'"
    rf"|{_SYSTEM.pattern}"
    r"|\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:\d\d)|\d{4}-\d\d-\d\d|\d+)"
)


class FilterRefused(Invalid):
    """A filter compares what a submission says of itself; `near` is where it was not understood."""

    code = "filter_refused"


class OrderRefused(Invalid):
    """Rows are ordered by what a submission says of itself; `may` is by what."""

    code = "order_refused"


class CursorRefused(Invalid):
    """A `$skiptoken` is taken as it was given, from the link to the next page."""

    code = "skiptoken_refused"


def filtered(text: str, now: datetime) -> Filter | None:
    """Raise FilterRefused for what is no comparison of a submission's own facts [EX4]."""
    if not text.strip():
        return None
    tokens = _Tokens(text, now)
    found = _either(tokens, 0)
    if tokens.peek() is not None:
        raise FilterRefused(near=text[-40:])
    return found


def ordered(text: str) -> tuple[Order, ...]:
    """`__system/submissionDate desc,…`; raise OrderRefused [EX6]."""
    parts = [part.split() for part in text.split(",")] if text.strip() else []
    found = []
    for part in parts[: MOST_ORDERS + 1]:
        name, *way = part or [""]
        field = _SYSTEM.fullmatch(name)
        if field is None or way not in ([], ["asc"], ["desc"]):
            raise OrderRefused(may=[f"__system/{each.value}" for each in Field])
        found.append(Order(Field(field[1]), way == ["desc"]))
    if len(found) > MOST_ORDERS or len({order.field for order in found}) < len(found):
        raise OrderRefused(may=[f"__system/{each.value}" for each in Field])
    return tuple(found)


def token_of(cursor: Cursor) -> str:
    told = json.dumps([cursor.values, cursor.submission_id, cursor.given], ensure_ascii=False)
    return urlsafe_b64encode(told.encode()).decode().rstrip("=")


def cursor_of(token: str, order: tuple[Order, ...]) -> Cursor | None:
    """Raise CursorRefused; a token tells only of a place: who makes one up gains nothing."""
    if not token:
        return None
    try:
        padded = token + "=" * (-len(token) % 4)
        values, submission_id, given = json.loads(urlsafe_b64decode(padded))
        cursor = Cursor(tuple(map(str, values)), str(submission_id), int(given))
        for each, value in zip((*order, LATEST_FIRST), cursor.values, strict=True):
            if each.field is Field.DATE and datetime.fromisoformat(value).tzinfo is None:
                raise CursorRefused
    except (ValueError, TypeError) as error:
        raise CursorRefused from error
    if "\0" in "".join((*cursor.values, cursor.submission_id)) or cursor.given < 0:
        raise CursorRefused
    return cursor


class _Tokens:
    def __init__(self, text: str, now: datetime) -> None:
        self.items: list[str] = []
        self.at, self.now = 0, now
        place = 0
        while text[place:].strip():
            found = _TOKENS.match(text, place)
            if found is None or len(self.items) >= MOST_TOKENS:
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
    part = tokens.take() if tokens.peek() in PARTS else ""
    if part:
        tokens.take("(")
    name = tokens.take()
    told = _SYSTEM.fullmatch(name)
    if told is None:
        raise FilterRefused(near=name)
    if part:
        tokens.take(")")
    field, op, value = Field(told[1]), Op(tokens.take(*Op)), tokens.take()
    if field is Field.DATE:
        return Comparison(field, part, op, _moment(value, part, tokens.now))
    if part or op not in {Op.EQ, Op.NE}:
        raise FilterRefused(near=name)
    return Comparison(field, "", op, _word(value))


def _word(told: str) -> str:
    """Null is what nobody said."""
    if told == "null":
        return ""
    if not told.startswith("'") or "\0" in told:
        raise FilterRefused(near=told)
    return told[1:-1].replace("''", "'")


def _moment(token: str, part: str, now: datetime) -> datetime | int:
    try:
        if part:
            return int(token)
        found = now if token == _NOW else datetime.fromisoformat(token)
    except ValueError as error:
        raise FilterRefused(near=token) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
