"""Tracked changes of a DOCX (ECMA-376 §17.13.5), read and written.

There the mark of a line says whether the break *behind* it is new or struck; here a line says it
of the break before it. What was moved is struck in one place and added in the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from weboffice.paper.docx.marks import style_of
from weboffice.paper.docx.style import Q, value
from weboffice.paper.markup import quoted
from weboffice.paper.model import Change, Edge, Inline, Restyled, Run, Style
from weboffice.paper.safe import clean, local
from weboffice.paper.spacing import paced

ADDED, STRUCK = frozenset({"ins", "moveTo"}), frozenset({"del", "moveFrom"})
LONGEST_NAME = 100
FIRST_YEAR = 1970


def change_of(element: Any) -> Change:
    author = clean(value(element, "author")).strip()[:LONGEST_NAME]
    return Change(f"~{author}", author, moment(value(element, "date")))


def moment(said: str) -> int:
    """In milliseconds; 0 where nothing sensible is said. Word writes its local time with a Z."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return 0
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return int(at.timestamp() * 1000) if at.year >= FIRST_YEAR else 0


def tracked(parts: Iterable[Inline], element: Any) -> Iterator[Inline]:
    """The runs within an insertion or a deletion, each as one."""
    change, is_added = change_of(element), local(element) in ADDED
    for part in parts:
        if not isinstance(part, Run):
            yield part
        elif is_added:
            yield replace(part, added=change)
        else:
            yield replace(part, struck=change)


def with_former(parts: Iterable[Inline], restyled: Restyled | None) -> Iterator[Inline]:
    for part in parts:
        yield replace(part, restyled=restyled) if isinstance(part, Run) else part


def restyled_by(properties: Any | None, base: Style, size: float) -> Restyled | None:
    """`size` of letters that say none, in points."""
    found = None if properties is None else properties.find(f"{Q}rPrChange")
    before = None if found is None else found.find(f"{Q}rPr")
    if before is None:
        return None
    return Restyled(change_of(found), paced(style_of([before], base), size))


def edge_within(properties: Any | None) -> Edge | None:
    """Of a line's mark (`pPr/rPr`) or a row (`trPr`)."""
    for one in [] if properties is None else properties:
        name = local(one)
        if name in ADDED | STRUCK:
            return Edge("ins" if name in ADDED else "del", change_of(one))
    return None


def edge_behind(paragraph: Any) -> Edge | None:
    return edge_within(paragraph.find(f"{Q}pPr/{Q}rPr"))


class Tracker:
    """Writes changes; each gets a number of its own."""

    def __init__(self) -> None:
        self._last = 0

    def about(self, change: Change) -> str:
        self._last += 1
        at = datetime.fromtimestamp(max(change.at, 0) / 1000, UTC)
        date = f' w:date="{at:%Y-%m-%dT%H:%M:%SZ}"' if change.at > 0 else ""
        return f'w:id="{self._last}" w:author={quoted(change.name or "?")}{date}'

    def around(self, run: Run, made: str) -> str:
        if run.struck:
            made = f"<w:del {self.about(run.struck)}>{made}</w:del>"
        if run.added:
            made = f"<w:ins {self.about(run.added)}>{made}</w:ins>"
        return made if "<w:r>" in made else ""

    def mark(self, edge: Edge | None) -> str:
        """In the properties of a line's mark or of a row."""
        return f"<w:{edge.kind} {self.about(edge.change)}/>" if edge else ""
