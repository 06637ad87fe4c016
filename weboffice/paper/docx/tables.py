"""Tables of a DOCX: where their cells stand, and which of them go on from the row above."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from weboffice.paper import cells, grid
from weboffice.paper.docx.changes import edge_within
from weboffice.paper.docx.sizes import widths
from weboffice.paper.docx.style import Q, value
from weboffice.paper.grid import Placed
from weboffice.paper.model import Cell, Table
from weboffice.paper.safe import Reason, Refusal

Reader = Callable[[Any], Cell]


def read(element: Any, cell: Reader) -> Table:
    """`cell` reads what stands in one; raise Refusal of what is too large."""
    rows = element.findall(f"{Q}tr") + element.findall(f"{Q}sdt/{Q}sdtContent/{Q}tr")
    edges = [edge_within(row.find(f"{Q}trPr")) for row in rows]
    # Where it speaks of some cells, the others stand at the top, as Word has them.
    is_told = any(one.find(f"{Q}tcPr/{Q}vAlign") is not None for one in element.iter(f"{Q}tc"))
    places = _Places(cell, "top" if is_told else "")
    columns = max((places.row(row, y) for y, row in enumerate(rows)), default=0)
    if len(rows) * columns > grid.MOST_CELLS:
        raise Refusal(Reason.TOO_LARGE, "table")
    return replace(
        grid.from_places(places.made, len(rows), columns),
        widths=widths(element, columns),
        edges=tuple(edges) if any(edges) else (),
    )


@dataclass
class _Places:
    cell: Reader
    silent: str
    made: list[Placed] = field(default_factory=list)
    open: dict[int, int] = field(default_factory=dict)  # column → place of what goes on there

    def row(self, element: Any, y: int) -> int:
        """Where it ends."""
        before = value(element.find(f"{Q}trPr/{Q}gridBefore"))
        x = int(before) if before.isdecimal() else 0
        is_head = element.find(f"{Q}trPr/{Q}tblHeader") is not None
        for cell in _own_cells(element):
            span = value(cell.find(f"{Q}tcPr/{Q}gridSpan"))
            wide = max(min(int(span), grid.MOST_COLUMNS) if span.isdecimal() else 1, 1)
            self.place(cell, Placed(y, x, Cell((), wide, 1, is_head)))
            x += wide
        return x

    def place(self, element: Any, place: Placed) -> None:
        merge = element.find(f"{Q}tcPr/{Q}vMerge")
        above = self.open.get(place.column)
        if merge is not None and value(merge) != "restart" and above is not None:
            cell = self.made[above].cell
            self.made[above] = replace(self.made[above], cell=replace(cell, rows=cell.rows + 1))
            return
        found = self.cell(element)
        is_head = place.cell.is_head or found.is_head
        cell = replace(place.cell, lines=found.lines, is_head=is_head)
        shade, standing = (element.find(f"{Q}tcPr/{Q}{name}") for name in ("shd", "vAlign"))
        cell = cells.shaded(cell, value(shade, "fill"), value(standing) or self.silent)
        self.made.append(replace(place, cell=cell))
        self.open[place.column] = len(self.made) - 1


def _own_cells(row: Any) -> Iterator[Any]:
    """Without those of tables within."""
    return (one for one in row.iter(f"{Q}tc") if next(one.iterancestors(f"{Q}tr")) is row)
