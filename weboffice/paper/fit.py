"""What a target cannot hold is turned into the nearest it can, and counted [FM1]."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from weboffice.paper import columns, fragments, grid, spacing
from weboffice.paper.captions import Counted
from weboffice.paper.features import Feature, Losses
from weboffice.paper.model import (
    ITEMS,
    OUTLINE_SIGNS,
    PLAIN,
    Block,
    Cell,
    Columns,
    Figures,
    Form,
    Inline,
    Inset,
    Line,
    Note,
    Numbers,
    Page,
    PageBreak,
    Paper,
    Picture,
    Rule,
    Run,
    Style,
    Table,
    Talk,
)
from weboffice.paper.pictures import without

F = Feature
DEEPEST_KEPT = 3
_MARKS = {
    F.BOLD: "bold", F.ITALIC: "italic", F.UNDERLINE: "underline", F.STRIKE: "strike",
    F.INK: "ink", F.FILL: "fill", F.SIZE: "size", F.FONT: "font", F.SCRIPT: "script",
    F.LINK: "link", F.TRACKING: "tracking",
}  # fmt: skip
_LEAST_INDENT = "  "
SAFE_LINKS = ("https://", "http://", "mailto:", "tel:", "/", "#")


def fit(
    paper: Paper, holds: frozenset[Feature], insets: Collection[str] = ()
) -> tuple[Paper, Losses]:
    """`paper` as a target with `holds` can keep it, and what that changes, by feature.

    `insets` are the keys of those that the target brings back.
    """
    work = _Fit(holds, insets)
    blocks = tuple(work.blocks(paper.blocks))
    header, footer = work.edge(paper.header), work.edge(paper.footer)
    first_header, first_footer = work.first(paper)
    page = paper.page
    if page is not None and F.PAGE not in holds:
        work.lost[F.PAGE] += page != Page()
        page = None
    numbers, is_first_bare = work.numbers(paper)
    figures = work.figures(paper)
    talks = tuple(map(work.talk, paper.talks)) if F.COMMENT in holds else ()
    work.lost[F.COMMENT] += len(paper.talks) - len(talks)
    made = replace(paper, blocks=blocks, header=header, footer=footer, page=page)
    made = replace(made, numbers=numbers, is_first_bare=is_first_bare, talks=talks)
    made = replace(made, figures=figures, first_header=first_header, first_footer=first_footer)
    return replace(made, columns=work.columns(paper.columns)), +work.lost


class _Fit:
    def __init__(self, holds: frozenset[Feature], insets: Collection[str]) -> None:
        self.holds = holds
        self.insets = insets
        self.lost: Losses = Counter()
        self.number = Counted()

    def lacks(self, feature: Feature) -> bool:
        """Whether this target cannot hold it; counted when so."""
        if feature in self.holds:
            return False
        self.lost[feature] += 1
        return True

    def talk(self, talk: Talk) -> Talk:
        """Answers that cannot stand by themselves stand in the first remark, with their names."""
        first, *answers = talk.remarks
        if not answers or not self.lacks(F.COMMENT_REPLY):
            return talk
        said = (f"\n↳ {one.by.name or one.by.by}: {one.text}" for one in answers)
        return replace(talk, remarks=(replace(first, text=first.text + "".join(said)),))

    def edge(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        if not lines or self.lacks(F.HEADER):
            return ()
        worded = (self.worded(line) for line in lines)
        return tuple(self.line(line) for line in worded if line.inlines)

    def worded(self, line: Line) -> Line:
        """Above and below a page stand words alone, in the editor and in what we write."""
        kept = tuple(part for part in line.inlines if not isinstance(part, Picture | Inset))
        self.lost[F.PICTURE] += len(line.inlines) - len(kept)
        return replace(line, inlines=kept)

    def columns(self, columns: Columns) -> Columns:
        return Columns() if columns.count > 1 and self.lacks(F.COLUMNS) else columns

    def first(self, paper: Paper) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        above, below = self.edge(paper.first_header), self.edge(paper.first_footer)
        if not (above or below) or not self.lacks(F.FIRST_BAND):
            return above, below
        return (), ()

    def figures(self, paper: Paper) -> Figures:
        if paper.figures is Figures.DIGIT or not self.lacks(F.FIGURES):
            return paper.figures
        return Figures.DIGIT

    def numbers(self, paper: Paper) -> tuple[Numbers, bool]:
        """Plain `- 1 -` is how any office prints: to leave it out is no loss worth a word."""
        numbers = paper.numbers
        if F.PAGE_NUMBER not in self.holds:
            self.lost[F.PAGE_NUMBER] += numbers not in {Numbers.NONE, Numbers.DASH}
            return Numbers.NONE, False
        if numbers is Numbers.OF and self.lacks(F.PAGE_COUNT):
            numbers = Numbers.PLAIN
        is_first_bare = paper.is_first_bare and not self.lacks(F.FIRST_PAGE)
        return numbers, is_first_bare

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Block]:
        for block in blocks:
            match block:
                case Line():
                    yield self.line(block)
                case Table():
                    yield from self.table(block)
                case Rule():
                    if not self.lacks(F.RULE):
                        yield block
                case PageBreak():
                    if not self.lacks(F.PAGE_BREAK):
                        yield block

    def line(self, line: Line) -> Line:
        inlines = tuple(part for one in line.inlines for part in self.inline(one))
        made = replace(line, inlines=merged(inlines))
        if made.former and self.lacks(F.OTHER_CHANGE):
            made = replace(made, former=None)
        if made.align is not None and self.lacks(F.ALIGN):
            made = replace(made, align=None)
        if made.leading is not None and self.lacks(F.LEADING):
            made = replace(made, leading=None)
        if made.leading and made.leading % spacing.STEP and self.lacks(F.FINE_LEADING):
            made = replace(made, leading=round(made.leading / spacing.STEP) * spacing.STEP)
        return self.form(made)

    def form(self, line: Line) -> Line:
        if F.CAPTION not in self.holds:
            line = self.number(line)  # as text it loses nothing
        if line.form is Form.HEADING:
            if self.lacks(F.HEADING):
                return replace(line, form=Form.TEXT, level=1)
            if line.level > DEEPEST_KEPT and self.lacks(F.DEEP_HEADING):
                return replace(line, level=DEEPEST_KEPT)
        elif line.form in ITEMS:
            needed = F.OUTLINE if line.form is Form.OUTLINE else F.LIST
            if self.lacks(needed):
                return signed(line)
        return line

    def inline(self, part: Inline) -> Iterator[Inline]:
        match part:
            case Run():
                style, restyled = self.style(part.style), part.restyled
                if restyled and self.lacks(F.OTHER_CHANGE):
                    restyled = None
                if restyled:  # what a link leads to is no look
                    restyled = replace(restyled, was=replace(restyled.was, link=style.link))
                talks = part.talks if F.COMMENT in self.holds else ()
                yield replace(part, style=style, restyled=restyled, talks=talks)
            case Picture():
                yield without(part) if self.lacks(F.PICTURE) else part
            case Inset():
                yield from self.inset(part)
            case Note():
                yield from self.note(part)

    def inset(self, inset: Inset) -> Iterator[Inline]:
        if inset.pages is not None:
            self.columns(inset.pages.columns)
        if inset.key in self.insets and (inset.pages is None or F.SECTION in self.holds):
            yield inset
        elif inset.pages is None:
            self.lost[inset.what] += 1
            yield from self.inline(fragments.without(inset))
        elif not self.lacks(F.SECTION):  # how its pages are needs no file
            yield replace(inset, key="")

    def note(self, note: Note) -> Iterator[Inline]:
        runs = tuple(replace(run, style=self.style(run.style)) for run in note.runs)
        if not self.lacks(F.NOTE):
            yield replace(note, runs=self.noted(runs))
        else:
            yield from (Run(" (각주: "), *runs, Run(")"))

    def noted(self, runs: tuple[Run, ...]) -> tuple[Run, ...]:
        faced = [replace(run.style, size=None, font=None, tracking=None) for run in runs]
        if faced != [run.style for run in runs] and self.lacks(F.NOTE_FACE):
            runs = tuple(replace(r, style=style) for r, style in zip(runs, faced, strict=True))
        if all(run.style == PLAIN for run in runs) or not self.lacks(F.NOTE_MARKS):
            return runs
        return tuple(replace(run, style=PLAIN) for run in runs)

    def style(self, style: Style) -> Style:
        if style == PLAIN:
            return style
        if style.link and not style.link.lower().startswith(SAFE_LINKS):
            self.lost[F.EXTERNAL] += 1
            style = replace(style, link=None)
        for feature, name in _MARKS.items():
            if getattr(style, name) and self.lacks(feature):
                style = replace(style, **{name: getattr(PLAIN, name)})
        return style

    def table(self, table: Table) -> Iterator[Block]:
        if any(table.edges) and self.lacks(F.OTHER_CHANGE):
            table = _accepted(table)
        rows = tuple(tuple(self.cell(cell) for cell in row) for row in table.rows)
        table = replace(table, rows=rows)
        if columns.is_uneven(table) and F.TABLE in self.holds and self.lacks(F.WIDTHS):
            table = replace(table, widths=())
        if F.SPAN not in self.holds:
            table, split = grid.spread(table)
            self.lost[F.SPAN] += split
        if not self.lacks(F.TABLE):
            yield table
            return
        for row in table.rows:
            yield Line(tuple(_joined(cell.lines for cell in row)))

    def cell(self, cell: Cell) -> Cell:
        lines = tuple(self.line(line) for line in cell.lines) or (Line(),)
        if len(lines) > 1 and self.lacks(F.CELL_LINES):
            lines = (Line(tuple(_joined(((line,) for line in lines), "\n"))),)
        if cell.is_head and F.TABLE_HEAD not in self.holds:
            self.lost[F.TABLE_HEAD] += 1
            cell = replace(cell, is_head=False)
        if cell.fill and self.lacks(F.CELL_FILL):
            cell = replace(cell, fill=None)
        if cell.stand and self.lacks(F.CELL_STAND):
            cell = replace(cell, stand=None)
        return replace(cell, lines=lines)


def signed(line: Line) -> Line:
    """An item as text, with its sign and its depth written out."""
    if line.form is Form.NUMBER:
        sign = "1."
    else:
        sign = OUTLINE_SIGNS[line.level - 1] if line.form is Form.OUTLINE else "•"
    mark = Run(_LEAST_INDENT * (line.level - 1) + sign + " ")
    return replace(line, inlines=merged((mark, *line.inlines)), form=Form.TEXT, level=1)


def merged(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """Neighbours of one style as one run; without empty runs."""
    made: list[Inline] = []
    for part in inlines:
        last = made[-1] if made else None
        if isinstance(part, Run) and not part.text:
            continue
        if (
            isinstance(part, Run)
            and isinstance(last, Run)
            and part == replace(last, text=part.text)
        ):
            made[-1] = replace(last, text=last.text + part.text)
        else:
            made.append(part)
    return tuple(made)


def _joined(groups: Iterable[tuple[Line, ...]], between: str = "\t") -> tuple[Inline, ...]:
    parts: list[Inline] = []
    for place, lines in enumerate(groups):
        if place:
            parts.append(Run(between))
        for number, line in enumerate(lines):
            if number:
                parts.append(Run(" "))
            parts.extend(line.inlines)
    return merged(parts)


def with_mark(style: Style, name: str, *, is_set: bool) -> Style:
    match name:
        case "bold":
            return replace(style, bold=is_set)
        case "italic":
            return replace(style, italic=is_set)
        case "underline":
            return replace(style, underline=is_set)
        case _:
            return replace(style, strike=is_set)


def _accepted(table: Table) -> Table:
    """Without rows that are struck, unless other rows reach into them or all are."""
    pairs = list(zip(table.rows, table.edges, strict=True))
    kept = [row for row, edge in pairs if edge is None or edge.kind != "del"]
    is_tall = any(cell.rows > 1 for row in table.rows for cell in row)
    return replace(table, rows=table.rows if is_tall or not kept else tuple(kept), edges=())


def flattened(table: Table) -> Iterator[Line]:
    """A table within a cell, as lines."""
    for row in table.rows:
        yield Line(_joined((cell.lines for cell in row), " "))
