"""How a line of a DOCX stands apart from the next, where the line itself says so.

What its style says is how the paper looks, not what somebody set.
"""

from typing import Any

from weboffice.paper.docx.style import Q, value
from weboffice.paper.spacing import percent_of

_CUT = 3  # 240ths of a line: programs that count in percents cut them down


def leading_of(properties: Any | None, usual: list[Any]) -> int | None:
    """`usual` are the properties of its style, of the one that is based on, and so on."""
    said = next(filter(_is_said, map(_said, usual)), ("", ""))
    found = _said(properties)
    return None if _is_same(found, said) else _percent(*found)


def _is_same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    if one[1] != other[1] or not (one[0].isdecimal() and other[0].isdecimal()):
        return one == other
    return 0 <= int(other[0]) - int(one[0]) <= _CUT


def _is_said(said: tuple[str, str]) -> bool:
    return said[0] != ""


def _percent(said: str, rule: str) -> int | None:
    return percent_of(int(said)) if said.isdecimal() and rule == "auto" else None


def is_fixed(properties: Any | None) -> bool:
    """In points: the sheet has no word for it."""
    said, rule = _said(properties)
    return said.isdecimal() and rule in {"exact", "atLeast"}


def _said(properties: Any | None) -> tuple[str, str]:
    spacing = None if properties is None else properties.find(f"{Q}spacing")
    return value(spacing, "line"), value(spacing, "lineRule") or "auto"
