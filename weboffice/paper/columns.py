"""How wide a table's columns are: in its cells each column's weight, on paper shares of the whole.

web/src/weboffice/tables/widths.ts reads and writes the same [TX16].
"""

from collections.abc import Iterator, Sequence
from typing import Any

from weboffice.paper import grid
from weboffice.paper.model import Table

WHOLE = 1000
HEAVIEST = 100_000.0
SAME = 0.01


def is_uneven(table: Table) -> bool:
    """Whether somebody made a column wider than another."""
    return bool(table.widths) and max(table.widths) - min(table.widths) > SAME


def weights(table: Table) -> Iterator[list[int] | None]:
    """For each cell, in the order of the rows: one whole number for each column it takes."""
    columns = grid.width(table)
    told = len(table.widths) == columns and all(share > 0 for share in table.widths)
    whole = [max(round(share * WHOLE), 1) for share in table.widths]
    for place in grid.placed(table):
        yield whole[place.column : place.column + place.cell.columns] if told else None


def shares(table: Table, said: Sequence[Any]) -> tuple[float, ...]:
    """`said` are the cells' weights, as anybody may have written them; empty where none is sound.

    The first row that names a column decides; one that none names is of the mean width.
    """
    found: dict[int, float] = {}
    for place, value in zip(grid.placed(table), said, strict=True):
        if not isinstance(value, list) or len(value) != place.cell.columns:
            continue
        for column, weight in enumerate(value, place.column):
            if isinstance(weight, int | float) and 0 < weight <= HEAVIEST:
                found.setdefault(column, float(weight))
    if not found:
        return ()
    mean = sum(found.values()) / len(found)
    every = [found.get(column, mean) for column in range(grid.width(table))]
    return tuple(round(weight / sum(every), 4) for weight in every)
