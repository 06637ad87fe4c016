"""How cells look: their shade, and where their lines stand."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from weboffice.paper.model import Cell, Stand

HEAD_FILL = "#f1f3f5"  # of heads that say none
_COLOUR = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)
_STANDS = {"top": Stand.TOP, "bottom": Stand.BOTTOM}


def colour(said: object) -> str | None:
    """#rrggbb of what a file or another client says; white and nothing are none."""
    found = _COLOUR.fullmatch(said) if isinstance(said, str) else None
    made = f"#{found[1].lower()}" if found else None
    return None if made == "#ffffff" else made


def stand(said: object) -> Stand | None:
    return _STANDS.get(said.lower()) if isinstance(said, str) else None


def shaded(cell: Cell, fill: object, standing: object) -> Cell:
    """As a file says it; the shade of heads is their kind."""
    found = colour(fill)
    is_usual = cell.is_head and found == HEAD_FILL
    return replace(cell, fill=None if is_usual else found, stand=stand(standing))


def attributes(cell: Cell) -> dict[str, str | None]:
    """In the shared document."""
    return {"fill": cell.fill, "stand": cell.stand.value if cell.stand else None}


def looking(cell: Cell, said: Mapping[str, Any]) -> Cell:
    """Another client may have written anything."""
    return replace(cell, fill=colour(said.get("fill")), stand=stand(said.get("stand")))


def fill_of(cell: Cell) -> str | None:
    return cell.fill or (HEAD_FILL if cell.is_head else None)
