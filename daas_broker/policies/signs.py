"""Finding numbers of people and marks of grades in a text. Pure, one pass for each sign.

Resident registration numbers (주민등록번호, and those of foreigners): YYMMDD-GNNNNNC. Numbers given
or changed since October 2020 have a random tail, so that a wrong checksum proves nothing about
them (주민등록법 시행규칙, 2020-10-05). Card numbers: ISO/IEC 7812-1 annex B (Luhn).
Whoever means to hide a number can: spelt out, in a picture, or in another order it is not seen.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge

from daas_broker.policies.model import Sign

_WIDE = str.maketrans("０１２３４５６７８９－‐‑‒–—−～", "0123456789-------~")
_RESIDENT = re.compile(
    r"(?<!\d)(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
    r"([ \t]{0,2}[-~.]?[ \t]{0,2})([1-8])(\d{6})(?!\d)"
)
_CARD = re.compile(
    r"(?<![\d-])(?:[3-69]\d{3}([ -]?)\d{4}\1\d{4}\1\d{4}|3[47]\d{2}([ -]?)\d{6}\2\d{5})(?![\d-])"
)
_GRADE = r"[ⅠⅡⅢⅰⅱⅲ1-3]|I{1,3}"
_SECRET = re.compile(
    rf"(?:{_GRADE})[ \t]?급[ \t]?비[ \t]?밀|[\[(【〔《]비[ \t]?밀[\])】〕》]"
    r"|(?<![A-Za-z])C[ \t]?등급|등급[ \t]?[:：=]?[ \t]?C(?![A-Za-z])|기밀[ \t]?\(C\)"
)
# A line that says nothing else, however much stands around it.
_BEFORE, _AFTER = " \t[(<【〔《", " \t])>】〕》"
_LONE = re.compile(
    rf"^[{re.escape(_BEFORE)}]*비[ \t]{{0,4}}밀[{re.escape(_AFTER)}]*$", re.MULTILINE
)
_RESTRICTED = re.compile(
    r"(?<![가-힣])대[ \t]?외[ \t]?비(?![판교])"
    r"|(?<![A-Za-z])S[ \t]?등급|등급[ \t]?[:：=]?[ \t]?S(?![A-Za-z])|민감[ \t]?\(S\)"
)
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
PIECE = 4 * 1024  # characters
LONGEST = 32  # of a sign, and what must not follow it; a line that is one of its own aside
RANDOM_TAILS_SINCE = date(2020, 10, 5)
_DIGIT = re.compile(r"\d")
_FOREIGN = "5678"
_OF_THE_1900S = "1256"


@dataclass(frozen=True)
class Found:
    """A half-open range of the text, and where in it the part begins that is to be hidden."""

    sign: Sign
    start: int
    end: int
    secret: int


def find(text: str, today: date) -> list[Found]:
    """In order of their place. A card number within a resident number is not told twice."""
    return list(each(text, today, _go_on))


def each(text: str, today: date, between: Callable[[], object]) -> Iterator[Found]:
    """The same one by one, so that nothing in here takes longer than a piece of the text does, be
    it one line: `between` two of them a thread that looks lets others have their turn."""
    flat = "".join(_flat_pieces(text, between))
    restricted = (_mark(Sign.RESTRICTED_MARK, m) for m in _matches(_RESTRICTED, flat, between))
    numbers = _resident_numbers(flat, today, between), _cards(flat, between)
    marks = _secret_marks(flat, between), restricted
    return merge(*numbers, *marks, key=lambda one: (one.start, one.end))


def _go_on() -> None:
    """Nobody waits."""


def masked(text: str, found: Iterable[Found]) -> str:
    """The same text, of the same length, with the digits of `found`, in order, starred."""
    parts, at = [], 0
    for one in found:
        parts += [text[at : one.secret], _DIGIT.sub("*", text[max(at, one.secret) : one.end])]
        at = max(at, one.end)
    return "".join([*parts, text[at:]])


def _flat_pieces(text: str, between: Callable[[], object]) -> Iterator[str]:
    for at in range(0, len(text), PIECE):
        yield text[at : at + PIECE].translate(_WIDE)
        between()


def _matches(
    pattern: re.Pattern[str], text: str, between: Callable[[], object]
) -> Iterator[re.Match[str]]:
    """Those of `finditer`: a piece is where they begin, and they are seen to their end."""
    at = 0
    while at < len(text):
        end = after = at + PIECE
        for match in pattern.finditer(text, at, end + LONGEST):
            if match.start() >= end:
                break
            yield match
            after = max(end, match.end())
        at = after
        between()


def _secret_marks(text: str, between: Callable[[], object]) -> Iterator[Found]:
    """A line of its own holds one mark."""
    told = 0
    inside = (_mark(Sign.SECRET_MARK, m) for m in _matches(_SECRET, text, between))
    lone = _lone_marks(text, between)
    for one in merge(lone, inside, key=lambda one: (one.start, -one.end)):
        if one.start >= told:
            yield one
            told = one.end


def _lone_marks(text: str, between: Callable[[], object]) -> Iterator[Found]:
    at = 0
    while at < len(text):
        end = text.find("\n", at + PIECE) + 1 or len(text)
        last = text.rfind("\n", at, at + PIECE) + 1 or at  # the line that is longer than a piece
        for match in _LONE.finditer(text[at:last]):
            yield Found(Sign.SECRET_MARK, at + match.start(), at + match.end(), at + match.start())
        line = text[last:end].removesuffix("\n")
        if _LONE.fullmatch(line.lstrip(_BEFORE).rstrip(_AFTER)):
            yield Found(Sign.SECRET_MARK, last, last + len(line), last)
        at = end
        between()


def _mark(sign: Sign, match: re.Match[str]) -> Found:
    return Found(sign, match.start(), match.end(), match.start())


def _resident_numbers(text: str, today: date, between: Callable[[], object]) -> Iterator[Found]:
    for match in _matches(_RESIDENT, text, between):
        year, month, day, gap, kind, tail = match.groups()
        born = _date((1900 if kind in _OF_THE_1900S else 2000) + int(year), int(month), int(day))
        if born is None or born > today:
            continue
        if _has_checksum(year + month + day + kind + tail):
            sign = Sign.RESIDENT_NUMBER
        elif gap or born >= RANDOM_TAILS_SINCE:
            sign = Sign.RESIDENT_NUMBER_LIKELY
        else:
            continue  # thirteen digits in a row that happen to begin like a date
        yield Found(sign, match.start(), match.end(), match.start(6))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _has_checksum(digits: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    base = 13 if digits[6] in _FOREIGN else 11
    return int(digits[12]) == (base - total % 11) % 10


def _cards(text: str, between: Callable[[], object]) -> Iterator[Found]:
    for match in _matches(_CARD, text, between):
        if _passes_luhn(re.sub(r"\D", "", match[0])):
            # The last four stay readable, as on a receipt.
            yield Found(Sign.CARD_NUMBER, match.start(), match.end() - 4, match.start())


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - of two digits
    return total % 10 == 0
