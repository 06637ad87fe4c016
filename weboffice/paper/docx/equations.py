"""Equations of a DOCX (ECMA-376 §22.1) in one line of letters, for who cannot see them drawn."""

from collections.abc import Callable
from typing import Any

from weboffice.paper.safe import child, local

_DEEPEST = 40


def in_letters(element: Any, depth: int = 0) -> str:
    """`(-b±√(b^2-4ac))/(2a)`"""
    if depth > _DEEPEST:
        return ""
    name = local(element)
    if name == "t":
        return element.text or ""
    if name.endswith("Pr"):
        return ""
    if name in _FORMS:
        return _FORMS[name](lambda part: _part(element, part, depth))
    return "".join(in_letters(one, depth + 1) for one in element)


def _part(element: Any, name: str, depth: int) -> str:
    found = child(element, name)
    return "" if found is None else in_letters(found, depth + 1)


def _grouped(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


Part = Callable[[str], str]


def _root(part: Part) -> str:
    degree = part("deg")
    return f"{degree}√{_grouped(part('e'))}"


def _both(part: Part) -> str:
    return f"{part('e')}_{_grouped(part('sub'))}^{_grouped(part('sup'))}"


def _sum(part: Part) -> str:
    low, high = part("sub"), part("sup")
    bounds = (f"_{_grouped(low)}" if low else "") + (f"^{_grouped(high)}" if high else "")
    return f"∑{bounds} {part('e')}"


_FORMS: dict[str, Callable[[Part], str]] = {
    "f": lambda part: f"{_grouped(part('num'))}/{_grouped(part('den'))}",
    "rad": _root,
    "sSup": lambda part: f"{part('e')}^{_grouped(part('sup'))}",
    "sSub": lambda part: f"{part('e')}_{_grouped(part('sub'))}",
    "sSubSup": _both,
    "nary": _sum,
    "d": lambda part: f"({part('e')})",
}
