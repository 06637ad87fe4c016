"""How people are looked for in Korean, and how the tree is built."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from identity.people.model import Division, DivisionRow
from kernel.text import is_choseong, nfc

MOST_WORDS = 5
_SYLLABLES = range(0xAC00, 0xD7A4)
_FINALS = 28  # syllables that differ in the final consonant only (Unicode §3.12)
_VOWELS = 21
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
# The finals in Unicode's order: a single one may move to the next syllable, a pair splits.
_FINAL = (
    "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ",
    "ㄹㅌ", "ㄹㅍ", "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ",
    "ㅎ",
)  # fmt: skip
POSTS = (
    "장관", "차관", "실장", "국장", "대변인", "정책보좌관", "과장", "담당관", "팀장", "비서관",
    "서기관", "전문위원", "사무관", "주무관", "실무관",
)  # fmt: skip
"""From the top of the agency down; a post that ends with one of these stands with it."""


def words_of(query: str) -> list[str]:
    """What was typed, as it is looked for; empty when there is nothing to look for."""
    return nfc(unicodedata.normalize("NFC", query)).casefold().split()[:MOST_WORDS]


def pattern(word: str) -> str:
    """A regular expression for `word`, which may be initials and may end inside a syllable.

    ㄱㅎㄴ finds 김하늘; so do 김ㅎ, 김한 and 김하느, which stand there while it is typed.
    """
    return "".join(map(_any_syllable, word[:-1])) + _unfinished(word[-1])


def _any_syllable(char: str) -> str:
    if not is_choseong(char):
        return re.escape(char)
    return _range(0xAC00 + _INITIALS.index(char) * _VOWELS * _FINALS, _VOWELS * _FINALS)


def _unfinished(char: str) -> str:
    if ord(char) not in _SYLLABLES:
        return _any_syllable(char)
    final = (ord(char) - 0xAC00) % _FINALS
    bare = ord(char) - final
    if final == 0:
        return _range(bare, _FINALS)
    grown = "".join(
        chr(bare + at) for at, other in enumerate(_FINAL) if other.startswith(_FINAL[final])
    )
    kept, moved = _FINAL[final][:-1], _FINAL[final][-1]
    stem = chr(bare + _FINAL.index(kept))
    return f"([{grown}]|{stem}{_any_syllable(moved)})"


def _range(first: int, count: int) -> str:
    return f"[{chr(first)}-{chr(first + count - 1)}]"


def tree(rows: Sequence[DivisionRow]) -> list[Division]:
    """The top divisions; `rows` are in the order in which siblings are shown."""
    below: dict[str | None, list[DivisionRow]] = defaultdict(list)
    known = {row.id for row in rows}
    for row in rows:
        below[row.parent_id if row.parent_id in known else None].append(row)
    return [_division(row, below) for row in below[None]]


def _division(row: DivisionRow, below: dict[str | None, list[DivisionRow]]) -> Division:
    children = [_division(child, below) for child in below[row.id]]
    total = row.people + sum(child.total for child in children)
    return Division(row.id, row.name, row.name_en, row.people, total, children)
