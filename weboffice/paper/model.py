"""A document between formats: every reader makes one, every writer takes one.

It can hold more than the editor does. What a target cannot hold is taken out by `fit`, which
counts it [FM1]; nothing disappears in a reader or a writer without being counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from weboffice.paper.features import Feature, Losses

A4_MM = (210.0, 297.0)
DEEPEST = 4  # of list levels
DEEPEST_HEADING = 6
OUTLINE_SIGNS = "□○-·"  # 개조식, by level


class Form(StrEnum):
    """What a line is; OUTLINE is 개조식."""

    TEXT = "text"
    HEADING = "heading"
    OUTLINE = "outline"
    BULLET = "bullet"
    NUMBER = "number"
    FIGURE = "figure"
    TABULAR = "tabular"


ITEMS = frozenset({Form.OUTLINE, Form.BULLET, Form.NUMBER})
CAPTIONS = {Form.FIGURE: "그림", Form.TABULAR: "표"}  # numbered lines of pictures and tables


class Align(StrEnum):
    """Where nothing is said text is justified, as Hangul sets it."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Style:
    """`ink` and `fill` are #rrggbb; `size` is in points; `script` is sub or super.

    `tracking` is the space added between letters, in percent of their size, as in Hangul.
    """

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    ink: str | None = None
    fill: str | None = None
    size: float | None = None
    font: str | None = None
    script: str | None = None
    link: str | None = None
    tracking: float | None = None


PLAIN = Style()


@dataclass(frozen=True)
class Change:
    """Whose suggestion: a person's id, or `~name` of somebody outside; `at` in milliseconds."""

    by: str
    name: str = ""
    at: int = 0


@dataclass(frozen=True)
class Remark:
    """What somebody said of a place, and when; never empty."""

    by: Change
    text: str


@dataclass(frozen=True)
class Talk:
    """A thread of comments about all from the first run with its `key` to the last one.

    `quote` is what was there; no run has the key when that is gone.
    """

    key: str
    remarks: tuple[Remark, ...]
    is_resolved: bool = False
    quote: str = ""


@dataclass(frozen=True)
class Edge:
    """The break before a line, or a row of a table, is new or struck."""

    kind: Literal["ins", "del"]
    change: Change


@dataclass(frozen=True)
class Restyled:
    """Somebody wants the letters to look as they do now; `was` is how they looked."""

    change: Change
    was: Style


@dataclass(frozen=True)
class Run:
    """`text` may hold tabs and, as a line break within the line, "\\n".

    `talks` are the keys of what is said about it.
    """

    text: str
    style: Style = PLAIN
    added: Change | None = None
    struck: Change | None = None
    restyled: Restyled | None = None
    talks: tuple[str, ...] = ()
    kind: Literal["run"] = "run"


@dataclass(frozen=True)
class Picture:
    """Sizes in millimetres; with a `key`, its document keeps it elsewhere and `data` is empty."""

    data: bytes
    media_type: str
    width: float
    height: float
    alt: str = ""
    key: str = ""
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True)
class Note:
    """A footnote, at the place where its number stands."""

    runs: tuple[Run, ...]
    kind: Literal["note"] = "note"


@dataclass(frozen=True)
class Inset:
    """Something set into the text that is neither read nor edited here: an equation, a chart.

    `key` names it in the base that its document leaves on; `text` is what can be said of it,
    `picture` how it looks, where its file shows that. Sizes in millimetres, 0 where none is said.
    A section's break says how the `pages` before it are (a paper without blocks); where it
    `is_flowing`, what follows begins on the same page, in other columns.
    """

    key: str
    what: Feature
    text: str = ""
    picture: Picture | None = None
    width: float = 0.0
    height: float = 0.0
    pages: "Paper | None" = None
    is_flowing: bool = False
    kind: Literal["inset"] = "inset"


INSETS = frozenset(
    {
        Feature.EQUATION, Feature.CHART, Feature.SHAPE, Feature.OBJECT, Feature.FIELD,
        Feature.CONTROL, Feature.SECTION,
    }
)  # fmt: skip
Inline = Run | Picture | Note | Inset


@dataclass(frozen=True)
class Former:
    """The form that a line had before somebody wanted another."""

    change: Change
    form: Form = Form.TEXT
    level: int = 1
    align: Align | None = None
    leading: int | None = None


@dataclass(frozen=True)
class Line:
    """`level` is that of a heading (1 to 6) or of an item (1 to 4).

    `leading` is from line to line, in percent of the letters' size, as in Hangul.
    """

    inlines: tuple[Inline, ...] = ()
    form: Form = Form.TEXT
    level: int = 1
    align: Align | None = None
    edge: Edge | None = None
    former: Former | None = None
    leading: int | None = None
    kind: Literal["line"] = "line"


@dataclass(frozen=True)
class Rule:
    """A line across the page."""

    kind: Literal["rule"] = "rule"


@dataclass(frozen=True)
class PageBreak:
    kind: Literal["page_break"] = "page_break"


class Stand(StrEnum):  # where lines stand in a taller cell; else in its middle
    TOP = "top"
    BOTTOM = "bottom"


@dataclass(frozen=True)
class Cell:
    lines: tuple[Line, ...]
    columns: int = 1
    rows: int = 1
    is_head: bool = False
    fill: str | None = None  # #rrggbb; a head without one has the shade of heads
    stand: Stand | None = None


@dataclass(frozen=True)
class Table:
    """Rows hold only cells that begin there; `widths` are shares of the whole, or empty.

    `edges` says of each row whether it is new or struck, or is empty.
    """

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    edges: tuple[Edge | None, ...] = ()
    kind: Literal["table"] = "table"


Block = Line | Rule | PageBreak | Table


@dataclass(frozen=True)
class Page:
    """In millimetres; margins top, right, bottom, left."""

    width: float = A4_MM[0]
    height: float = A4_MM[1]
    margins: tuple[float, float, float, float] = (22.0, 22.0, 28.0, 22.0)


@dataclass(frozen=True)
class Columns:
    """Of text beside one another, of equal width; `gap` in millimetres, as Hangul sets it."""

    count: int = 1
    gap: float = 8.0
    is_ruled: bool = False


class Numbers(StrEnum):
    """How pages are numbered below: `- 1 -`, `1`, `1 / 5`, not at all."""

    DASH = "dash"
    PLAIN = "plain"
    OF = "of"
    NONE = "none"


class Figures(StrEnum):
    """In what pages are numbered: 1, i, I, 가."""

    DIGIT = "digit"
    ROMAN = "roman"
    CAPITAL = "capital"
    HANGUL = "hangul"


@dataclass(frozen=True)
class Paper:
    """`header` and `footer` stand on every page; `page` is None where nothing was said of it.

    `is_first_bare`: the first page has neither of them, and no number, but what is first.
    `today` is the day as text that a file says it was written on; `start` the number of the first
    page, 0 where numbers go on. `columns` are those of the text behind the last break.
    """

    blocks: tuple[Block, ...] = ()
    page: Page | None = None
    header: tuple[Line, ...] = ()
    footer: tuple[Line, ...] = ()
    title: str = ""
    numbers: Numbers = Numbers.NONE
    is_first_bare: bool = False
    talks: tuple[Talk, ...] = ()
    figures: Figures = Figures.DIGIT
    first_header: tuple[Line, ...] = ()
    first_footer: tuple[Line, ...] = ()
    today: str = ""
    start: int = 0
    columns: Columns = Columns()


@dataclass(frozen=True)
class Fragment:
    """What an inset is in its file: parts by name for the base, with the types of each.

    The part `0.xml` holds the element itself; keys are of what all of them say.
    """

    key: str
    parts: Mapping[str, bytes]
    types: Mapping[str, str]


@dataclass
class Read:
    """What a reader found: the paper, and what it met and could not read.

    `base` is a file of the same format with what the paper has no word for, and `kept` counts
    that: it comes back when the document leaves in this format. `fragments` belong into it.
    """

    paper: Paper
    losses: Losses = field(default_factory=Losses)
    base: bytes = b""
    kept: Losses = field(default_factory=Losses)
    fragments: tuple[Fragment, ...] = ()


def plain(line: Line) -> str:
    """Its characters alone."""
    return "".join(part.text for part in line.inlines if isinstance(part, Run))
