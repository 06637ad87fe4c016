"""Sizes in a DOCX: twentieths of a point and English metric units, as millimetres and shares."""

import re
from typing import Any

from weboffice.paper.docx.style import Q, value

EMU = 36_000
TWIPS = 1440 / 25.4


def twips(said: str, default: float) -> float:
    try:
        return round(min(max(float(said) / TWIPS, 0.0), 2000.0), 1)
    except ValueError:
        return default


def emu(extent: Any | None, side: str) -> float:
    said = "" if extent is None else str(extent.get(side, ""))
    return round(min(int(said) / EMU, 2000.0), 2) if said.isdecimal() else 50.0


def points(style: str, side: str) -> float:
    """Of a shape's style in VML, as millimetres; 0 where nothing sensible is said."""
    found = re.search(rf"(?:^|;)\s*{side}:\s*(\d{{1,5}}(?:\.\d{{1,6}})?)pt", style)
    return round(float(found[1]) * 25.4 / 72, 2) if found else 0.0


def widths(element: Any, columns: int) -> tuple[float, ...]:
    """Shares of the whole; empty where the grid says nothing sensible."""
    found = [value(one, "w") for one in element.findall(f"{Q}tblGrid/{Q}gridCol")]
    if len(found) != columns or not all(one.isdecimal() and int(one) for one in found):
        return ()
    whole = sum(map(int, found))
    return tuple(round(int(one) / whole, 4) for one in found)
