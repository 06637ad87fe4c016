"""Where the cells of a table with merged cells stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from weboffice.paper.model import Cell, Line, Table

MOST_COLUMNS = 256
MOST_CELLS = 200_000


@dataclass(frozen=True)
class Placed:
    row: int
    column: int
    cell: Cell


def placed(table: Table) -> Iterator[Placed]:
    """Each cell with its first row and column; cells never overlap, spans end with the table."""
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            tall = min(max(cell.rows, 1), len(table.rows) - y)
            wide = _free(taken, y, x, min(max(cell.columns, 1), MOST_COLUMNS))
            taken.update((y + dy, x + dx) for dy in range(tall) for dx in range(wide))
            yield Placed(y, x, replace(cell, rows=tall, columns=wide))
            x += wide


def _free(taken: set[tuple[int, int]], y: int, x: int, wanted: int) -> int:
    wide = 1
    while wide < wanted and (y, x + wide) not in taken:
        wide += 1
    return wide


def width(table: Table) -> int:
    return max((p.column + p.cell.columns for p in placed(table)), default=0)


def from_places(places: Sequence[Placed], rows: int, columns: int) -> Table:
    """The table of cells whose places are known; holes get empty cells, overlaps are left out."""
    held: dict[tuple[int, int], Placed | None] = {}
    rows, columns = min(rows, MOST_CELLS), min(columns, MOST_COLUMNS)
    for place in sorted(places, key=lambda p: (p.row, p.column)):
        spots = [
            (place.row + dy, place.column + dx)
            for dy in range(min(max(place.cell.rows, 1), rows - place.row))
            for dx in range(min(max(place.cell.columns, 1), columns - place.column))
        ]
        if spots and not any(spot in held for spot in spots):
            held.update(dict.fromkeys(spots))
            tall = spots[-1][0] - place.row + 1
            wide = spots[-1][1] - place.column + 1
            held[spots[0]] = replace(place, cell=replace(place.cell, rows=tall, columns=wide))
    return Table(tuple(_row(held, y, columns) for y in range(rows)))


def _row(held: dict[tuple[int, int], Placed | None], y: int, columns: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for x in range(columns):
        if (y, x) not in held:
            cells.append(Cell((Line(),)))
        elif (found := held[y, x]) is not None:
            cells.append(found.cell)
    return tuple(cells)


def spread(table: Table) -> tuple[Table, int]:
    """Without merged cells, and how many were split."""
    split, columns = 0, width(table)
    rows: list[list[Cell | None]] = [[None] * columns for _ in table.rows]
    for place in placed(table):
        split += place.cell.rows > 1 or place.cell.columns > 1
        rows[place.row][place.column] = replace(place.cell, rows=1, columns=1)
    full = tuple(tuple(cell or Cell((Line(),)) for cell in row) for row in rows)
    return replace(table, rows=full), split
