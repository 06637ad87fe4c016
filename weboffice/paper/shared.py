"""Between a paper and the shared text that the editor opens.

`HOLDS` is what the editor's schema can keep (web/src/weboffice/text/schema.ts); whoever teaches
the schema something adds it here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import isnan

from weboffice.paper import cells, columns, fragments, note_marks, setup
from weboffice.paper.features import Feature, Losses
from weboffice.paper.fit import merged
from weboffice.paper.leaves import MOST_WIDE_MM
from weboffice.paper.model import (
    INSETS,
    Block,
    Cell,
    Inline,
    Inset,
    Line,
    Note,
    PageBreak,
    Paper,
    Picture,
    Read,
    Rule,
    Run,
    Table,
    Talk,
)
from weboffice.paper.pictures import without
from weboffice.paper.seeding import LONGEST_NOTE, FreshId, Seeding
from weboffice.paper.stamps import (
    Names,
    Reading,
    line_of,
    style_of,
)
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.places import COVERED, Range, covered, positions
from weboffice.ydoc.suggestions import Branch, Piece, Verdict, branches, kinds_in, ruled

F = Feature
HOLDS = frozenset(
    {
        F.BOLD, F.ITALIC, F.UNDERLINE, F.STRIKE, F.INK, F.LINK, F.HEADING, F.OUTLINE, F.LIST,
        F.ALIGN, F.RULE, F.TABLE, F.TABLE_HEAD, F.SPAN, F.WIDTHS, F.CELL_LINES, F.CELL_FILL,
        F.CELL_STAND, F.PICTURE,
        F.CAPTION, F.INSERTION, F.DELETION, F.OTHER_CHANGE, F.PAGE, F.HEADER, F.PAGE_NUMBER,
        F.PAGE_COUNT, F.SIZE, F.FONT, F.LEADING, F.FINE_LEADING, F.TRACKING,
        F.FIRST_PAGE, F.FIRST_BAND, F.FIGURES, F.NOTE, F.NOTE_MARKS, F.COMMENT,
        F.COMMENT_REPLY, F.SECTION, F.COLUMNS, F.PAGE_BREAK,
    }
)  # fmt: skip
Placed = tuple[Talk, Range]


@dataclass(frozen=True)
class Planted:
    """The first update of a new document, and where in it its talks are, by their keys."""

    update: bytes
    places: Mapping[str, Range]


def seed(paper: Paper, fresh: FreshId) -> bytes:
    """The first update of a new document; `paper` is one that fits `HOLDS`."""
    return plant(paper, fresh).update


def plant(paper: Paper, fresh: FreshId) -> Planted:
    shared, seeding = SharedDoc(), Seeding(fresh)
    with shared.doc.transaction():
        # Behind a table a place for the caret.
        tail = (Line(),) if not paper.blocks or isinstance(paper.blocks[-1], Table) else ()
        seeding.blocks(shared.body, (*paper.blocks, *tail))
        setup.write(shared, paper)
    update = shared.whole()
    position = positions(update) if seeding.spots.found else (lambda _: b"")
    places = {
        key: (position(start), position(end)) for key, (start, end) in seeding.spots.all().items()
    }
    return Planted(update, places)


@dataclass(frozen=True)
class Readings:
    """A document with its suggestions, and as if they were ruled on, which is counted [SG6]."""

    kept: Read
    settled: Read

    def under(self, holds: frozenset[Feature]) -> Read:
        return self.kept if F.INSERTION in holds else self.settled


def readings(
    shared: SharedDoc,
    names: Names,
    said: Iterable[Placed] = (),
    verdict: Verdict = Verdict.ACCEPT,
) -> Readings:
    """`said` are talks with their places; `shared` is not to be used any more."""
    said = list(said)
    pages = replace(setup.read(shared), talks=tuple(talk for talk, _ in said))
    tree = covered(shared, {talk.key: place for talk, place in said})
    settled = _read(ruled(tree, verdict, lambda _: True), {}, pages)
    settled.losses.update(_open(tree, verdict))
    return Readings(_read(tree, names, pages), settled)


def read(shared: SharedDoc) -> Read:
    """The document as it is; what this version does not know is counted."""
    return _read(branches(shared), {}, setup.read(shared))


def _open(tree: Iterable[Branch], verdict: Verdict) -> Losses:
    """Suggestions by what they want; of one that adds and takes away, both."""
    found = kinds_in(tree)
    added, struck = (sum(kind in one for one in found.values()) for kind in ("ins", "del"))
    adding, striking = _RULED[verdict]
    return Counter({adding: added, striking: struck})


_RULED = {
    Verdict.ACCEPT: (F.INSERTION, F.DELETION),
    Verdict.REJECT: (F.INSERTION_REJECTED, F.DELETION_REJECTED),
}


def _read(tree: Iterable[Branch], names: Names, pages: Paper | None = None) -> Read:
    reader = _Reader(names)
    blocks = tuple(reader.blocks(tree))
    return Read(replace(pages or Paper(), blocks=blocks), +reader.losses)


class _Reader:
    def __init__(self, names: Names) -> None:
        self.losses: Losses = Counter()
        self.told = Reading(names)

    def blocks(self, parts: Iterable[Branch | Piece]) -> Iterator[Block]:
        for part in parts:
            if not isinstance(part, Branch):
                continue
            if part.tag == "paragraph":
                yield from self.paragraph(part)
            elif part.tag == "rule":
                self.losses[F.INSERTION] += part.edge is not None
                yield Rule()
            elif part.tag == "table":
                yield self.table(part)
            else:
                self.losses[F.UNKNOWN] += 1

    def paragraph(self, branch: Branch) -> Iterator[Block]:
        """A line, and the pages that end with it."""
        breaks = [one for one in branch.children if isinstance(one, Branch) and _ends_page(one)]
        children = tuple(one for one in branch.children if one not in breaks)
        is_only_break = bool(breaks) and breaks[0].attributes.get("flow") is True
        if children or not is_only_break:
            yield self.line(replace(branch, children=children))
        for one in breaks:
            self.losses[F.INSERTION] += one.edge is not None
            yield PageBreak()

    def line(self, branch: Branch) -> Line:
        return replace(
            line_of(branch.attributes),
            inlines=merged(self.inlines(branch)),
            edge=self.told.edge(branch),
            former=self.told.former(branch),
        )

    def inlines(self, branch: Branch) -> Iterator[Inline]:
        for part in branch.children:
            if isinstance(part, Piece):
                yield Run(
                    part.text, style_of(part.marks), self.told.mark(part.marks, "insertion"),
                    self.told.mark(part.marks, "deletion"), self.told.restyled(part.marks),
                    part.marks.get(COVERED, ()),
                )  # fmt: skip
            elif part.tag == "hard_break":
                edge = self.told.edge(part)
                is_added = edge is not None and edge.kind == "ins"
                yield Run(
                    "\n", added=edge.change if edge and is_added else None,
                    struck=edge.change if edge and not is_added else None,
                )  # fmt: skip
            elif part.tag == "picture":
                yield self.picture(part)
            elif part.tag == "inset":
                yield self.inset(part)
            elif part.tag == "footnote":
                self.losses[F.INSERTION] += part.edge is not None
                said = part.attributes.get("text")
                text = said[:LONGEST_NOTE] if isinstance(said, str) else ""
                yield Note(note_marks.runs_of(text, part.attributes.get("marks")))
            else:
                self.losses[F.UNKNOWN] += 1

    def picture(self, branch: Branch) -> Inline:
        """One that was never put in is a place with a name."""
        self.losses[F.INSERTION] += branch.edge is not None
        key, alt = branch.attributes.get("picture"), branch.attributes.get("alt")
        wide = _size(branch, "width", 80.0, MOST_WIDE_MM)
        tall = round(wide * _size(branch, "ratio", 0.75, 50.0), 2)
        said = alt if isinstance(alt, str) else ""
        made = Picture(b"", "", wide, tall, said, key if isinstance(key, str) else "")
        if made.key:
            return made
        self.losses[F.PICTURE] += 1
        return without(made)

    def inset(self, branch: Branch) -> Inline:
        self.losses[F.INSERTION] += branch.edge is not None
        said = {name: branch.attributes.get(name) for name in ("key", "what", "text", "picture")}
        key, what, text, picture = (v if isinstance(v, str) else "" for v in said.values())
        wide, tall = (_size(branch, side, 0.0, MOST_WIDE_MM) for side in ("width", "height"))
        shown = Picture(b"", "", wide or 50.0, tall or 50.0, text, picture) if picture else None
        kind = F(what) if what in INSETS else F.UNKNOWN
        made = Inset(key, kind, text[: fragments.LONGEST_TEXT], shown, wide, tall)
        if kind is not F.SECTION or not isinstance(branch.attributes.get("turned"), bool):
            return made
        flows = branch.attributes.get("flow") is True
        return replace(made, pages=setup.paper_of(branch.attributes), is_flowing=flows)

    def table(self, branch: Branch) -> Table:
        rows = [row for row in branch.children if isinstance(row, Branch)]
        whole = self.told.edge(branch)
        edges = tuple(whole or self.told.edge(row) for row in rows)
        cells = [[cell for cell in row.children if isinstance(cell, Branch)] for row in rows]
        made = Table(
            tuple(tuple(self.cell(cell) for cell in row) for row in cells),
            edges=edges if any(edges) else (),
        )
        said = [cell.attributes.get("colwidth") for row in cells for cell in row]
        return replace(made, widths=columns.shares(made, said))

    def cell(self, branch: Branch) -> Cell:
        lines = tuple(b for b in self.blocks(branch.children) if isinstance(b, Line))
        columns, rows = _whole(branch, "colspan", 256), _whole(branch, "rowspan", 10_000)
        said = branch.attributes.get("head")  # where it is silent the kind of the cell says it
        is_head = said if isinstance(said, bool) else branch.tag == "table_header"
        made = Cell(lines or (Line(),), columns, rows, is_head)
        return cells.looking(made, branch.attributes)


def _ends_page(branch: Branch) -> bool:
    return branch.tag == "inset" and branch.attributes.get("what") == F.PAGE_BREAK.value


def _size(branch: Branch, name: str, default: float, most: float) -> float:
    value = branch.attributes.get(name)
    if not isinstance(value, int | float) or isnan(value):
        return default
    return min(max(float(value), 0.01), most)


def _whole(branch: Branch, name: str, most: int) -> int:
    """A JavaScript number; another client may have written anything."""
    value = branch.attributes.get(name)
    return min(max(int(value), 1), most) if isinstance(value, int | float) else 1
