"""How wide a web page says that a table's columns are, as shares of the whole."""

import re
from typing import Any

_SAID = re.compile(
    r"(?:^|;)\s*width:\s*(\d{1,5}(?:\.\d{1,4})?)\s*(%|px|pt|mm|cm|em)?", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"^\s*(\d{1,5}(?:\.\d{1,4})?)\s*(%|px)?\s*$")
_MOST = 64


def of(table: Any, columns: int) -> tuple[float, ...]:
    """Empty where not each column has a width, or they are in several measures."""
    found: list[tuple[float, str]] = []
    for column in table.iter("col"):
        if next(column.iterancestors("table")) is not table:
            continue
        said = _width(column)
        span = column.get("span", "1")
        if said is None or not span.isdecimal():
            return ()
        found.extend([said] * min(int(span), _MOST))
    measures = {measure for _, measure in found}
    whole = sum(width for width, _ in found)
    if len(found) != columns or len(measures) != 1 or whole <= 0:
        return ()
    return tuple(round(width / whole, 4) for width, _ in found)


def _width(column: Any) -> tuple[float, str] | None:
    found = _SAID.search(column.get("style", "")) or _ATTRIBUTE.match(column.get("width", ""))
    if found is None or float(found[1]) <= 0:
        return None
    return float(found[1]), (found[2] or "px").lower()
