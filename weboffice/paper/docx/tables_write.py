"""Tables as a DOCX has them: each cell says how far it goes, and below it that it goes on."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from weboffice.paper import cells, grid
from weboffice.paper.docx.changes import Tracker
from weboffice.paper.docx.parts import CELL_STYLE, HEAD_STYLE
from weboffice.paper.docx.sizes import TWIPS
from weboffice.paper.model import Cell, Edge, Line, Table


@dataclass(frozen=True)
class Tables:
    """`line` writes one in a style, with what is suggested of the break behind it."""

    width: float  # of the text around it, in millimetres
    tracker: Tracker
    line: Callable[[Line, str, Edge | None], str]

    def table(self, table: Table) -> str:
        columns = max(grid.width(table), 1)
        whole = round(self.width * TWIPS)
        shares = table.widths if len(table.widths) == columns else (1 / columns,) * columns
        widths = [round(whole * share) for share in shares]
        starts: dict[int, dict[int, Cell]] = {}
        for place in grid.placed(table):
            for row in range(place.row, place.row + place.cell.rows):
                starts.setdefault(row, {})[place.column] = (
                    place.cell if row == place.row else (_continued(place.cell))
                )
        edges = table.edges if len(table.edges) == len(table.rows) else (None,) * len(table.rows)
        rows = "".join(self.row(starts.get(y, {}), widths, edge) for y, edge in enumerate(edges))
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{whole}" w:type="dxa"/>'
            f'<w:tblInd w:w="108" w:type="dxa"/>{_BORDERS}'
            '<w:tblLayout w:type="fixed"/>'
            + _CELL_MARGINS
            + '<w:tblLook w:val="0000"/></w:tblPr><w:tblGrid>'
            + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
            + f"</w:tblGrid>{rows}</w:tbl>"
        )

    def row(self, cells: dict[int, Cell], widths: list[int], edge: Edge | None) -> str:
        is_head = bool(cells) and all(cell.is_head for cell in cells.values())
        head = "<w:tblHeader/>" if is_head else ""
        marked = f"<w:trPr><w:cantSplit/>{head}{self.tracker.mark(edge)}</w:trPr>"
        column = 0
        made: list[str] = []
        for start in sorted(cells):
            made.extend(self.cell(Cell((Line(),)), widths[hole]) for hole in range(column, start))
            cell = cells[start]
            column = start + cell.columns
            made.append(self.cell(cell, sum(widths[start:column])))
        made.extend(self.cell(Cell((Line(),)), widths[hole]) for hole in range(column, len(widths)))
        return f"<w:tr>{marked}{''.join(made)}</w:tr>"

    def cell(self, cell: Cell, width: int) -> str:
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if cell.columns > 1:
            properties += f'<w:gridSpan w:val="{cell.columns}"/>'
        if cell.rows > 1:
            properties += '<w:vMerge w:val="restart"/>'
        elif cell.rows == 0:
            properties += "<w:vMerge/>"
        if fill := cells.fill_of(cell):
            properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill[1:].upper()}"/>'
        properties += f'<w:vAlign w:val="{cell.stand.value if cell.stand else "center"}"/>'
        style = HEAD_STYLE if cell.is_head else CELL_STYLE
        edges = [*(line.edge for line in cell.lines[1:]), None]
        pairs = zip(cell.lines, edges, strict=True)
        lines = "".join(self.line(line, style, edge) for line, edge in pairs)
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{lines}</w:tc>"


def _continued(cell: Cell) -> Cell:
    return replace(cell, lines=(Line(),), rows=0)


_BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8A949E"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)
_CELL_MARGINS = (
    "<w:tblCellMar>"
    + "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 60), ("left", 108), ("bottom", 60), ("right", 108))
    )
    + "</w:tblCellMar>"
)
