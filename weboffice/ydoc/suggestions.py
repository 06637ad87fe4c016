"""Suggestions in a document: what it is once some are accepted, or as if they were never made.

On letters a suggestion is a mark (`insertion`, `deletion`, `restyle`), on lines and what stands
between them an attribute (`edge`: the break before a line, or a table, row, rule or break itself;
`was`: the form that a line had). web/src/weboffice/suggest/stamp.ts writes them.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, NamedTuple

from pycrdt import XmlElement, XmlFragment, XmlText

from weboffice.ydoc.machine import SharedDoc

LINE = "paragraph"
MARKS = ("insertion", "deletion", "restyle")
FORM = ("form", "level", "align", "leading")
OUTSIDER = "~"  # before the name of an author who is no person of this house
# As they stand in an update, behind their lengths; and how an id is spelled in a stamp.
_NAMES = tuple(bytes((len(name),)) + name.encode() for name in (*MARKS, "edge", "was"))
_ID = re.compile(rb'"id": ?"([^"\\]*)"')
# What the editor leaves out or writes, as it likes: the same to everybody.
_USUAL: dict[str, Any] = {
    "form": "text", "level": 1, "align": None, "colspan": 1, "rowspan": 1, "colwidth": None,
    "edge": None, "was": None, "leading": None, "head": None, "fill": None, "stand": None,
}  # fmt: skip


class Stamp(NamedTuple):
    """Whose suggestion; `at` in milliseconds, as the author's clock had it."""

    id: str
    by: str
    at: int = 0


class Verdict(Enum):
    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True)
class Piece:
    """Letters under the same marks."""

    text: str
    marks: Mapping[str, Any]


@dataclass(frozen=True)
class Branch:
    """An element; only lines have pieces among their children."""

    tag: str
    attributes: Mapping[str, Any]
    children: "tuple[Branch | Piece, ...]" = ()

    @property
    def edge(self) -> tuple[str, Stamp] | None:
        """`ins` or `del`, and whose."""
        found = noted(self.attributes.get("edge"))
        stamp = stamp_of(found)
        kind = found.get("kind")
        return (kind, stamp) if stamp and kind in {"ins", "del"} else None

    @property
    def former(self) -> tuple[dict[str, Any], Stamp] | None:
        """The form it had, and who changed it."""
        found = noted(self.attributes.get("was"))
        stamp = stamp_of(found)
        return ({name: found.get(name) for name in FORM}, stamp) if stamp else None


def noted(value: object) -> dict[str, Any]:
    """What an attribute says; empty when it says nothing that we know."""
    if not isinstance(value, str) or not value.startswith("{"):
        return {}
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def stamp_of(found: object) -> Stamp | None:
    if not isinstance(found, Mapping):
        return None
    key, by, at = found.get("id"), found.get("by"), found.get("at")
    if not isinstance(key, str) or not isinstance(by, str) or not isinstance(at, int | float):
        return None
    return Stamp(key, by, int(at))


def branches(shared: SharedDoc) -> tuple[Branch, ...]:
    return tuple(part for part in _children(shared.body) if isinstance(part, Branch))


def part_of(child: object) -> Branch:
    """Of what stands in the body itself; letters outside of any block are nobody's to suggest."""
    if isinstance(child, XmlElement):
        return Branch(child.tag or "?", _attributes(child), tuple(_children(child)))
    if isinstance(child, XmlText):
        return Branch("?", {"text": repr(child.diff())})
    return Branch("?", {"kind": type(child).__name__})


def _children(parent: XmlFragment | XmlElement) -> Iterator[Branch | Piece]:
    for child in parent.children:
        if isinstance(child, XmlText):
            for text, marks in child.diff():
                if isinstance(text, str):
                    known = {k: v for k, v in (marks or {}).items() if v is not None}
                    yield Piece(text, known)
                else:
                    yield Branch("?", {"embed": repr(text)})
        else:
            yield part_of(child)


def _attributes(element: XmlElement) -> dict[str, Any]:
    attributes: Any = element.attributes  # iterates over pairs, which its type does not say
    # An id is a name for the editor's own use.
    found = ((k, v) for k, v in attributes if k != "id")
    return {k: v for k, v in found if k not in _USUAL or v != _USUAL[k]}


def stamps_in(tree: Iterable[Branch]) -> dict[str, str]:
    """Who suggested what, by the suggestion's id."""
    return {stamp.id: stamp.by for stamp, _ in _noted(tree)}


def authors_of(shared: SharedDoc, known: Mapping[str, str]) -> dict[str, str]:
    """Who suggested what: those `known` to be somebody's, and others that stand in the text.

    Reading a whole text takes five times as long as loading it, so its update is searched first: a
    text in which nothing stands that we do not know is not read. What came over a socket is known
    (Suggested.note), however it is spelled; what came with a file is spelled by pycrdt or by us.
    """
    if _may_hold_others(shared.whole(), known):
        return stamps_in(branches(shared)) | dict(known)
    return dict(known)


def _may_hold_others(whole: bytes, known: Mapping[str, str]) -> bool:
    if not any(name in whole for name in _NAMES):
        return False
    ids = {key.decode(errors="replace") for key in _ID.findall(whole)}
    return not ids <= known.keys()


def kinds_in(tree: Iterable[Branch]) -> dict[str, set[str]]:
    """By the suggestion's id whether it adds (`ins`), takes away (`del`) or changes (`new`)."""
    found: dict[str, set[str]] = {}
    for stamp, kind in _noted(tree):
        found.setdefault(stamp.id, set()).add(kind)
    return found


_KINDS = {"insertion": "ins", "deletion": "del", "restyle": "new"}


def _noted(tree: Iterable[Branch]) -> Iterator[tuple[Stamp, str]]:
    for part in _walk(tree):
        if isinstance(part, Piece):
            for name in MARKS:
                if (stamp := stamp_of(part.marks.get(name))) is not None:
                    yield stamp, _KINDS[name]
            continue
        if part.edge is not None:
            yield part.edge[1], part.edge[0]
        if part.former is not None:
            yield part.former[1], "new"


def _walk(tree: Iterable[Branch | Piece]) -> Iterator[Branch | Piece]:
    for part in tree:
        yield part
        if isinstance(part, Branch):
            yield from _walk(part.children)


def may_suggest(before: tuple[Branch, ...], after: tuple[Branch, ...], who: str) -> bool:
    """Whether only this person's own suggestions differ [SG2]."""
    return without(before, who) == without(after, who)


def without(tree: tuple[Branch, ...], who: str) -> tuple[Branch, ...]:
    """As if this person had suggested nothing."""
    return ruled(tree, Verdict.REJECT, lambda stamp: stamp.by == who)


def accepted(tree: tuple[Branch, ...]) -> tuple[Branch, ...]:
    return ruled(tree, Verdict.ACCEPT, lambda _: True)


def rejected(tree: tuple[Branch, ...]) -> tuple[Branch, ...]:
    return ruled(tree, Verdict.REJECT, lambda _: True)


def ruled(
    tree: tuple[Branch, ...], verdict: Verdict, on: Callable[[Stamp], bool]
) -> tuple[Branch, ...]:
    """What nobody ruled on stays a suggestion; settle.ts does the same in the editor."""
    made = _Ruling(verdict, on).blocks(tree)
    return tuple(made) or (Branch(LINE, {}),)


@dataclass
class _Ruling:
    verdict: Verdict
    on: Callable[[Stamp], bool]
    keeps: str = field(init=False)

    def __post_init__(self) -> None:
        self.keeps = "ins" if self.verdict is Verdict.ACCEPT else "del"

    def blocks(self, tree: Iterable[Branch | Piece]) -> list[Branch]:
        made: list[Branch] = []
        waiting = [part for part in tree if isinstance(part, Branch)]
        for part in waiting:
            kind, is_kept = self.edge(part)
            if part.tag != LINE:
                if is_kept and (block := self.block(part)) is not None:
                    made.append(block)
                continue
            line = self.line(part)
            if is_kept:
                made.append(line)
            elif made and made[-1].tag == LINE:
                made[-1] = _joined(made[-1], line, is_struck=kind == "del")
            elif line.children or len(waiting) == 1:
                made.append(line)
        return made

    def edge(self, part: Branch) -> tuple[str | None, bool]:
        """Its kind where it was ruled on, and whether the part, or a line's break, stays."""
        if part.edge is None or not self.on(part.edge[1]):
            return None, True
        return part.edge[0], part.edge[0] == self.keeps

    def block(self, part: Branch) -> Branch | None:
        made = _without_note(part, "edge") if self.edge(part)[0] else part
        children = tuple(self.blocks(part.children))
        # A table goes with its last row.
        if part.tag == "table" and not children and part.children:
            return None
        return replace(made, children=children)

    def line(self, part: Branch) -> Branch:
        made = _without_note(part, "edge") if self.edge(part)[0] else part
        former = part.former
        if former and self.on(former[1]):
            made = _without_note(made, "was")
            if self.verdict is Verdict.REJECT:
                made = _with_form(made, former[0])
        return replace(made, children=_merged(self.inlines(part.children)))

    def inlines(self, children: Iterable[Branch | Piece]) -> Iterator[Branch | Piece]:
        for part in children:
            if isinstance(part, Piece):
                yield from self.piece(part)
            else:
                kind, is_kept = self.edge(part)
                if is_kept:
                    yield _without_note(part, "edge") if kind else part

    def piece(self, piece: Piece) -> Iterator[Piece]:
        is_accepted = self.verdict is Verdict.ACCEPT
        marks = dict(piece.marks)
        on = {name for name in MARKS if (s := stamp_of(marks.get(name))) and self.on(s)}
        if ("insertion" in on and not is_accepted) or ("deletion" in on and is_accepted):
            return
        if "restyle" in on and not is_accepted:
            kept = {name: marks[name] for name in MARKS if name in marks}
            marks = {**noted(marks["restyle"].get("was")), **kept}
        yield Piece(piece.text, {k: v for k, v in marks.items() if k not in on})


def _joined(first: Branch, second: Branch, *, is_struck: bool) -> Branch:
    """The first keeps its form, unless it was emptied and what follows is all there is."""
    if is_struck and not first.children:
        kept = {k: v for k, v in first.attributes.items() if k not in {*FORM, "was"}}
        taken = {k: v for k, v in second.attributes.items() if k in {*FORM, "was"}}
        return Branch(first.tag, {**kept, **taken}, second.children)
    return replace(first, children=_merged([*first.children, *second.children]))


def _without_note(part: Branch, name: str) -> Branch:
    return replace(part, attributes={k: v for k, v in part.attributes.items() if k != name})


def _with_form(part: Branch, form: Mapping[str, Any]) -> Branch:
    kept = {k: v for k, v in part.attributes.items() if k not in FORM}
    return replace(part, attributes=kept | {k: v for k, v in form.items() if v != _USUAL[k]})


def _merged(parts: Iterable[Branch | Piece]) -> tuple[Branch | Piece, ...]:
    made: list[Branch | Piece] = []
    for part in parts:
        last = made[-1] if made else None
        if isinstance(part, Piece) and isinstance(last, Piece) and last.marks == part.marks:
            made[-1] = Piece(last.text + part.text, last.marks)
        else:
            made.append(part)
    return tuple(made)
