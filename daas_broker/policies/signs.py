"""Finding numbers of people and marks of grades in a text. Pure, one pass for each sign.

Resident registration numbers (주민등록번호, and those of foreigners): YYMMDD-GNNNNNC. Numbers given
or changed since October 2020 have a random tail, so that a wrong checksum proves nothing about
them (주민등록법 시행규칙, 2020-10-05). Card numbers: ISO/IEC 7812-1 annex B (Luhn).
Whoever means to hide a number can: spelt out, in a picture, or in another order it is not seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

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
    rf"(?:{_GRADE})[ \t]?급[ \t]?비[ \t]?밀"
    r"|^[ \t\[(<【〔《]*비[ \t]{0,4}밀[ \t\])>】〕》]*$|[\[(【〔《]비[ \t]?밀[\])】〕》]"
    r"|(?<![A-Za-z])C[ \t]?등급|등급[ \t]?[:：=]?[ \t]?C(?![A-Za-z])|기밀[ \t]?\(C\)",
    re.MULTILINE,
)
_RESTRICTED = re.compile(
    r"(?<![가-힣])대[ \t]?외[ \t]?비(?![판교])"
    r"|(?<![A-Za-z])S[ \t]?등급|등급[ \t]?[:：=]?[ \t]?S(?![A-Za-z])|민감[ \t]?\(S\)"
)
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
PIECE = 16 * 1024  # characters
RANDOM_TAILS_SINCE = date(2020, 10, 5)
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
    """In order of their place. A card number within a resident number is not told twice.

    Each sign lies within a line, so that a long text is looked through in pieces of whole lines:
    a thread that looks lets others have their turn between two of them.
    """
    found: list[Found] = []
    at = 0
    while at < len(text):
        end = text.find("\n", at + PIECE) + 1 or len(text)
        here = _found_in(text[at:end], today)
        found += [Found(f.sign, f.start + at, f.end + at, f.secret + at) for f in here]
        at = end
    return found


def _found_in(text: str, today: date) -> list[Found]:
    flat = text.translate(_WIDE)
    found = [*_resident_numbers(flat, today), *_cards(flat)]
    for sign, pattern in ((Sign.SECRET_MARK, _SECRET), (Sign.RESTRICTED_MARK, _RESTRICTED)):
        found += [Found(sign, m.start(), m.end(), m.start()) for m in pattern.finditer(flat)]
    return sorted(found, key=lambda one: (one.start, one.end))


def masked(text: str, found: list[Found]) -> str:
    """The same text, of the same length, with the digits of `found` starred."""
    letters = list(text)
    for one in found:
        for at in range(one.secret, one.end):
            letters[at] = "*" if letters[at].isdigit() else letters[at]
    return "".join(letters)


def _resident_numbers(text: str, today: date) -> Iterator[Found]:
    for match in _RESIDENT.finditer(text):
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


def _cards(text: str) -> Iterator[Found]:
    for match in _CARD.finditer(text):
        if _passes_luhn(re.sub(r"\D", "", match[0])):
            # The last four stay readable, as on a receipt.
            yield Found(Sign.CARD_NUMBER, match.start(), match.end() - 4, match.start())


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - of two digits
    return total % 10 == 0
