"""Tracked changes (변경 추적) of an HWPX, read and written.

Marks stand around letters and name an entry of the header, which says who and when. The mark that
ends a line's last letters may say that the break behind them is new or struck (`paraend`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from lxml import etree

from weboffice.paper.docx.changes import LONGEST_NAME, moment
from weboffice.paper.features import Feature, Losses
from weboffice.paper.hwpx.head import H
from weboffice.paper.markup import quoted
from weboffice.paper.model import Change, Edge, Run
from weboffice.paper.safe import attribute, clean, local

MARKS: dict[str, Literal["ins", "del"]] = {
    "insertBegin": "ins", "insertEnd": "ins", "deleteBegin": "del", "deleteEnd": "del",
}  # fmt: skip
_MOST_OPEN = 20
_NOBODY = Change("~", "", 0)


class Changes:
    """Reads: what is open over the letters that come now, and the break behind a line."""

    def __init__(self, head: Any) -> None:
        found = list(head.iter())
        authors = {
            attribute(one, "id"): clean(attribute(one, "name")).strip()[:LONGEST_NAME]
            for one in found
            if local(one) == "trackChangeAuthor"
        }
        self.known = {
            attribute(one, "id"): _change(one, authors.get(attribute(one, "authorID"), ""))
            for one in found
            if local(one) == "trackChange"
        }
        self.open: list[tuple[str, Literal["ins", "del"], Change]] = []
        self.behind: Edge | None = None

    def mark(self, element: Any) -> None:
        name, key = local(element), attribute(element, "Id")
        kind = MARKS[name]
        change = self.known.get(attribute(element, "TcId"), _NOBODY)
        if name.endswith("Begin"):
            if len(self.open) < _MOST_OPEN:
                self.open.append((key, kind, change))
            return
        self.open = [one for one in self.open if one[:2] != (key, kind)]
        if attribute(element, "paraend") == "1":
            self.behind = Edge(kind, change)

    def over(self, run: Run) -> Run:
        for _, kind, change in self.open:
            run = replace(run, added=change) if kind == "ins" else replace(run, struck=change)
        return run

    def aside(self) -> tuple[list[Any], Edge | None]:
        """What is open, while a note, a header or a cell is read; to be given back."""
        held = (self.open, self.behind)
        self.open, self.behind = [], None
        return held

    def back(self, held: tuple[list[Any], Edge | None]) -> None:
        self.open, self.behind = held


def _change(element: Any, name: str) -> Change:
    return Change(f"~{name}", name, moment(attribute(element, "date")))


def settled(runs: tuple[Run, ...], losses: Losses) -> tuple[Run, ...]:
    """Letters of a note, where no suggestion can stand: as if all were accepted, and counted."""
    losses[Feature.DELETION] += any(run.struck for run in runs)
    losses[Feature.INSERTION] += any(run.added for run in runs)
    kept = (run for run in runs if run.struck is None)
    return tuple(replace(run, added=None, restyled=None) for run in kept)


@dataclass(frozen=True)
class _Entry:
    kind: Literal["ins", "del"]
    change: Change


class Tracker:
    """Writes marks; each change of each kind has one entry in the header."""

    def __init__(self, fresh: Callable[[], int]) -> None:
        self.fresh = fresh
        self.entries: dict[_Entry, int] = {}

    def around(self, run: Run, text: str) -> str:
        if run.struck:
            text = self._marked(_Entry("del", run.struck), text)
        return self._marked(_Entry("ins", run.added), text) if run.added else text

    def behind(self, edge: Edge | None) -> str:
        """Of a line's end, with a mark of its own."""
        return self._marked(_Entry(edge.kind, edge.change), "", "1") if edge else ""

    def _marked(self, entry: _Entry, text: str, end: str = "0") -> str:
        number = self.entries.setdefault(entry, len(self.entries) + 1)
        name = "insert" if entry.kind == "ins" else "delete"
        about = f'Id="{self.fresh()}" TcId="{number}"'
        return f'<hp:{name}Begin {about}/>{text}<hp:{name}End {about} paraend="{end}"/>'

    def into(self, head: Any) -> None:
        """The list of changes and of who made them, in a header that has none."""
        if not self.entries:
            return
        names = {one.change.name or "?" for one in self.entries}
        authors = {name: number for number, name in enumerate(sorted(names), 1)}
        changes = "".join(self._entry(one, number, authors) for one, number in self.entries.items())
        people = "".join(
            f'<hh:trackChangeAuthor name={quoted(name)} mark="{number}" id="{number}"/>'
            for name, number in authors.items()
        )
        made = etree.fromstring(
            f'<root xmlns:hh="{H[1:-1]}"><hh:trackChanges itemCnt="{len(self.entries)}">{changes}'
            f'</hh:trackChanges><hh:trackChangeAuthors itemCnt="{len(authors)}">{people}'
            "</hh:trackChangeAuthors></root>"
        )
        head.find(f"{H}refList").extend(list(made))
        for one in head.iter(f"{H}trackchageConfig"):  # so spelled by the standard
            one.set("flags", "57")

    def _entry(self, entry: _Entry, number: int, authors: dict[str, int]) -> str:
        kind = "Insert" if entry.kind == "ins" else "Delete"
        at = datetime.fromtimestamp(max(entry.change.at, 0) / 1000, UTC)
        return (
            f'<hh:trackChange type="{kind}" date="{at:%Y-%m-%dT%H:%M:%SZ}" '
            f'authorID="{authors[entry.change.name or "?"]}" hide="0" id="{number}"/>'
        )
