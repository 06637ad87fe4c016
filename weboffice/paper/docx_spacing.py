"""How a line of a DOCX stands apart from the next, where the line itself says so.

What its style says is how the paper looks, not what somebody set.
"""

from typing import Any

from weboffice.paper.docx_style import Q, value
from weboffice.paper.spacing import percent_of


def leading_of(properties: Any | None) -> int | None:
    said, rule = _said(properties)
    return percent_of(int(said)) if said.isdecimal() and rule in {"", "auto"} else None


def is_fixed(properties: Any | None) -> bool:
    """In points: the sheet has no word for it."""
    said, rule = _said(properties)
    return said.isdecimal() and rule in {"exact", "atLeast"}


def _said(properties: Any | None) -> tuple[str, str]:
    spacing = None if properties is None else properties.find(f"{Q}spacing")
    return value(spacing, "line"), value(spacing, "lineRule")
