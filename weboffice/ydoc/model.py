"""A document's content as blocks: what templates are written in and plain text is made from.

The names and attributes are those of the editor's schema (web/src/weboffice/text/schema.ts).
"""

from dataclasses import dataclass
from enum import StrEnum

ROOT = "text"  # the document's root type
PAGES = "page"  # the root of how its pages are: a flat map
SCHEMA = 12  # a client that knows less must not open the document: it would delete what it misses


class Mark(StrEnum):
    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"


class ItemKind(StrEnum):
    """OUTLINE is 개조식: □ ○ - · by level."""

    OUTLINE = "outline"
    BULLET = "bullet"
    NUMBER = "number"


@dataclass(frozen=True)
class Run:
    text: str
    marks: tuple[Mark, ...] = ()


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    runs: Runs = ()
    align: str | None = None  # left, center, right; else justified


@dataclass(frozen=True)
class Heading:
    runs: Runs
    level: int = 1  # 1 to 3
    align: str | None = None


@dataclass(frozen=True)
class Item:
    runs: Runs
    kind: ItemKind = ItemKind.OUTLINE
    level: int = 1  # 1 to 4


@dataclass(frozen=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True)
class Table:
    """Rows of cells of one paragraph each; the first row, or else the first column, is the head."""

    rows: tuple[tuple[str, ...], ...]
    head_is_row: bool = True


Block = Paragraph | Heading | Item | Rule | Table
