"""Shared text, indexed as people count: the only place that gives pycrdt an index into text.

pycrdt's `Text` and `XmlText` take UTF-8 byte offsets, where `len("한")` is 3 [ED11]. An ordinary
Python index on Hangul cuts syllables or panics in Rust. All indices here are code points.
"""

from collections.abc import Mapping
from typing import Any

from pycrdt import XmlText

Attributes = Mapping[str, Any]


def byte_offset(text: str, index: int) -> int:
    """Where code point `index` begins in UTF-8; raise IndexError beyond the end."""
    if not 0 <= index <= len(text):
        raise IndexError(f"{index} is not within 0..{len(text)}")
    return len(text[:index].encode())


def plain(text: XmlText) -> str:
    """The characters without marks; an embedded object counts as nothing."""
    return "".join(part for part, _ in text.diff() if isinstance(part, str))


def insert(text: XmlText, index: int, added: str, attributes: Attributes | None = None) -> None:
    text.insert(byte_offset(plain(text), index), added, attributes)


def append(text: XmlText, added: str, attributes: Attributes | None = None) -> None:
    text.insert(len(text), added, attributes)


def delete(text: XmlText, start: int, stop: int) -> None:
    """Code points `start` to `stop`, the latter excluded."""
    now = plain(text)
    first, last = byte_offset(now, start), byte_offset(now, stop)
    if first < last:
        del text[first:last]
