"""The marks of letters in a DOCX: run properties, the most general first."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from weboffice.paper.docx.style import Q, value
from weboffice.paper.fit import with_mark
from weboffice.paper.model import Style
from weboffice.paper.safe import local
from weboffice.paper.spacing import TWIPS_IN_POINT

OFF = {"0", "false", "off", "none"}
_HIGHLIGHTS = {
    "yellow": "#ffff00", "green": "#00ff00", "cyan": "#00ffff", "magenta": "#ff00ff",
    "red": "#ff0000", "blue": "#0000ff", "lightGray": "#c0c0c0", "darkGray": "#808080",
}  # fmt: skip


def is_rule(paragraph: Any) -> bool:
    """Whether there is a line below it."""
    bottom = paragraph.find(f"{Q}pPr/{Q}pBdr/{Q}bottom")
    return bottom is not None and value(bottom) not in {"", "nil", "none"}


def style_of(properties: list[Any], base: Style) -> Style:
    for one in properties:
        base = _with(base, one)
    return base


def _with(style: Style, properties: Any) -> Style:
    for element in properties:
        name = local(element)
        if name in _FLAGS:
            style = with_mark(style, _FLAGS[name], is_set=value(element) not in OFF)
        elif name in _LOOKS:
            style = _LOOKS[name](style, element)
    if style.link:  # how a link looks is its kind, not its author's marks
        style = replace(style, ink=None, underline=False)
    return style


def _sized(style: Style, element: Any) -> Style:
    said = value(element)
    return replace(style, size=int(said) / 2) if said.isdecimal() else style


def _lettered(style: Style, element: Any) -> Style:
    font = value(element, "eastAsia") or value(element, "ascii")
    return replace(style, font=font) if font else style


def _tracked(style: Style, element: Any) -> Style:
    """In points, until it is known how large the letters are: spacing.paced."""
    said = value(element).removeprefix("-")
    points = int(value(element)) / TWIPS_IN_POINT if said.isdecimal() else 0.0
    return replace(style, tracking=points or None)


def _scripted(style: Style, element: Any) -> Style:
    said = value(element)
    return replace(style, script=said[:-6] if said in {"subscript", "superscript"} else None)


def _colour(said: str) -> str | None:
    if len(said) != 6 or said.lower() in {"000000", "ffffff"}:  # noqa: PLR2004 - rrggbb
        return None
    return f"#{said.lower()}" if all(c in "0123456789abcdefABCDEF" for c in said) else None


_FLAGS = {"b": "bold", "i": "italic", "strike": "strike", "dstrike": "strike", "u": "underline"}
_LOOKS: dict[str, Callable[[Style, Any], Style]] = {
    "color": lambda style, e: replace(style, ink=_colour(value(e))),
    "highlight": lambda style, e: replace(style, fill=_HIGHLIGHTS.get(value(e))),
    "shd": lambda style, e: replace(style, fill=_colour(value(e, "fill"))),
    "vertAlign": _scripted,
    "sz": _sized,
    "rFonts": _lettered,
    "spacing": _tracked,
}
