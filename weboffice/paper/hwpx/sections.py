"""How the pages of each section of an HWPX are: read control by control, and set in its `secPr`."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from weboffice.paper import sections
from weboffice.paper.features import Feature, Losses
from weboffice.paper.hwpx import columns as hwpx_columns
from weboffice.paper.hwpx import edges as hwpx_edges
from weboffice.paper.hwpx.head import UNITS
from weboffice.paper.model import (
    Block,
    Columns,
    Figures,
    Inset,
    Line,
    Numbers,
    Page,
    PageBreak,
    Paper,
)
from weboffice.paper.safe import attribute, child, local

F = Feature
HEADER_MM = 10.0
HIGHEST_START = 9_999
Lines = tuple[Line, ...]
CONTROLS = frozenset({"pageNum", "colPr", "pageHiding", "newNum", "pageNumCtrl"})
_HIDDEN = ("hideHeader", "hideFooter", "hidePageNum")


@dataclass
class Pages:
    """Of one section. Headers, footers and numbers go on in the next one, unless it has its own."""

    losses: Losses
    edges: dict[str, Lines] = field(default_factory=dict)
    numbers: Numbers = Numbers.NONE
    figures: Figures = Figures.DIGIT
    placed: list[tuple[str, str, str]] = field(default_factory=list)  # edge, place, text
    page: Page | None = None
    is_first_bare: bool = False
    first: dict[str, Lines] = field(default_factory=dict)
    start: int = 0
    columns: Columns = field(default_factory=Columns)
    former: Columns | None = None  # of the text before this line
    said: set[str] = field(default_factory=set)
    is_opening: bool = True  # nothing but its first line was read

    def following(self) -> "Pages":
        edges, placed = dict(self.edges), list(self.placed)
        return Pages(self.losses, edges, self.numbers, self.figures, placed)

    def measure(self, element: Any) -> None:
        """A `secPr`; some programs write it twice."""
        pages = child(element, "pagePr")
        if pages is None or self.page is not None:
            return
        shown, start = child(element, "visibility"), child(element, "startNum")
        self.is_first_bare |= shown is not None and attribute(shown, "hideFirstHeader") == "1"
        self.start = self.start or _whole("" if start is None else attribute(start, "page"))
        wide, tall = mm(pages, "width", 210.0), mm(pages, "height", 297.0)
        if attribute(pages, "landscape") == "NARROWLY":
            wide, tall = tall, wide
        self.page = Page(wide, tall, _margins(child(pages, "margin")))

    def edge(self, name: str, lines: Lines) -> None:
        """A header or a footer; an empty one ends the one before."""
        is_empty = not any(line.inlines for line in lines)
        if name in self.said:
            self.losses[F.HEADER] += not is_empty
            return
        self.edges[name] = () if is_empty else lines
        if not is_empty:
            self.said.add(name)

    def control(self, element: Any) -> None:
        """One of CONTROLS."""
        match local(element):
            case "colPr":
                self.in_columns(element)
            case "pageNum":
                self.number(element)
            case "pageHiding":
                self.hide(element)
            case "newNum":
                self.begin(element)
            case _:
                self.losses[F.PAGE] += 1  # whether it begins on an odd page

    def in_columns(self, element: Any) -> None:
        """From its line on."""
        self.losses[F.COLUMNS] += hwpx_columns.is_uneven(element)
        found = hwpx_columns.columns_of(element)
        if not self.is_opening and found != self.columns:
            self.former = self.former or self.columns
        self.columns = found

    def hide(self, element: Any) -> None:
        """On the first page it is how that page is; on others it is told."""
        hidden = {name for name in _HIDDEN if attribute(element, name) in {"1", "true"}}
        if self.is_opening and {"hideHeader", "hideFooter"} <= hidden:
            self.is_first_bare = True
        else:
            self.losses[F.HEADER] += bool(hidden)

    def begin(self, element: Any) -> None:
        """Something is counted anew from here."""
        if attribute(element, "numType") != "PAGE":
            self.losses[F.FIELD] += 1
        elif self.is_opening:
            self.start = _whole(attribute(element, "num"))
        else:
            self.losses[F.PAGE_NUMBER] += 1

    def number(self, element: Any) -> None:
        """Below in the middle it is how pages are numbered; elsewhere it is a field there."""
        self.figures = hwpx_edges.figures_of(element)
        if "number" not in self.said:
            self.placed, self.numbers = [], Numbers.NONE
            self.said.add("number")
        said, place = hwpx_edges.numbering(element)
        if place is None:
            self.numbers = said
        else:
            self.placed.append(place)

    def paper(self) -> Paper:
        paper = Paper(
            (), self.page, self.edges.get("header", ()), self.edges.get("footer", ()),
            numbers=self.numbers, is_first_bare=self.is_first_bare, figures=self.figures,
            first_header=self.first.get("header", ()), first_footer=self.first.get("footer", ()),
            start=self.start, columns=self.columns,
        )  # fmt: skip
        return hwpx_edges.with_placed(paper, self.placed)


def _whole(said: str) -> int:
    return min(int(said), HIGHEST_START) if said.isascii() and said.isdecimal() else 0


def _margins(margin: Any | None) -> tuple[float, float, float, float]:
    said = {} if margin is None else {k: mm(margin, k, 0.0) for k in margin.attrib}
    return (
        round(said.get("top", 20.0) + said.get("header", 0.0), 1),
        said.get("right", 20.0),
        round(said.get("bottom", 20.0) + said.get("footer", 0.0), 1),
        said.get("left", 20.0),
    )


def ended(
    blocks: Iterable[Block], pages: Paper, key: str = "", *, is_flowing: bool = False
) -> list[Block]:
    """The blocks of a section with the break at their end; `key` is of what is kept with it."""
    page = pages.page or Page()
    text = sections.told(page.width, page.height, pages.columns)
    whole = replace(pages, page=page)
    inset = Inset(key, F.SECTION, text, pages=whole, is_flowing=is_flowing)
    made = list(blocks)
    behind = [made.pop()] if made and isinstance(made[-1], PageBreak) else []
    last = made[-1] if made else None
    if isinstance(last, Line):
        made[-1] = sections.ended(last, inset)
    else:
        made.append(Line((inset,)))
    return made + behind


def list_sections(contents: Any, count: int) -> None:
    """Those behind the first, in the list of parts and in the order of reading."""
    for element in list(contents.iter()):
        for number in range(1, count):
            key = f"section{number}"
            if local(element) == "manifest":
                made = etree.SubElement(element, element[0].tag, id=key)
                made.set("href", f"Contents/{key}.xml")
                made.set("media-type", "application/xml")
            elif local(element) == "spine":
                etree.SubElement(element, element[0].tag, idref=key, linear="yes")


def set_pages(pages: Any, page: Page) -> None:
    """`pages` is a `pagePr`."""
    wide, tall = page.width, page.height
    is_turned = wide > tall
    pages.set("landscape", "NARROWLY" if is_turned else "WIDELY")
    pages.set("width", str(round(min(wide, tall) * UNITS)))
    pages.set("height", str(round(max(wide, tall) * UNITS)))
    top, right, bottom, left = page.margins
    edge = min(HEADER_MM, top, bottom)
    margins = {
        "header": edge, "footer": edge, "top": top - edge, "bottom": bottom - edge,
        "left": left, "right": right,
    }  # fmt: skip
    for name, value in margins.items():
        pages[0].set(name, str(round(value * UNITS)))


def set_start(run: Any, paper: Paper) -> None:
    """Whether its first page is bare, and the number that it has."""
    for one in run.iter():
        if local(one) == "visibility":
            for name in ("hideFirstHeader", "hideFirstFooter", "hideFirstPageNum"):
                one.set(name, str(int(paper.is_first_bare)))
        elif local(one) == "startNum":
            one.set("page", str(paper.start))


def mm(element: Any | None, name: str, default: float) -> float:
    said = "" if element is None else attribute(element, name)
    return round(min(int(said) / UNITS, 2000.0), 1) if said.isdecimal() else default
