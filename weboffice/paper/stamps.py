"""Marks, forms and suggestions between a paper and the shared text."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from weboffice.paper import inks, spacing
from weboffice.paper.model import (
    DEEPEST,
    ITEMS,
    Align,
    Change,
    Edge,
    Form,
    Former,
    Line,
    Restyled,
    Style,
)
from weboffice.ydoc.suggestions import OUTSIDER, Branch, Stamp, noted, stamp_of

HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
SIMPLE = ("bold", "italic", "underline", "strike")
# web/src/weboffice/typeface/faces.ts
LONGEST_FONT = 64
SMALLEST, LARGEST = 1, 200
Names = Mapping[str, str]


def marks_of(style: Style) -> dict[str, Any]:
    marks: dict[str, Any] = {name: {} for name in SIMPLE if getattr(style, name)}
    if style.link:
        marks["link"] = {"href": style.link}
    if style.ink and (name := inks.nearest(style.ink)):
        marks["ink"] = {"name": name}
    if style.font and (font := style.font.strip()[:LONGEST_FONT]):
        marks["font"] = {"name": font}
    if style.size and SMALLEST <= style.size <= LARGEST:
        marks["size"] = {"pt": _plain(style.size)}
    if percent := spacing.tracking(style.tracking):
        marks["tracking"] = {"percent": percent}
    return marks


def _plain(size: float) -> float:
    """As JavaScript spells it, to a tenth of a point."""
    tenths = round(size, 1)
    return int(tenths) if tenths.is_integer() else tenths


def style_of(marks: Mapping[str, Any]) -> Style:
    link, ink = marks.get("link"), marks.get("ink")
    font, size = marks.get("font"), marks.get("size")
    pt = size.get("pt") if isinstance(size, dict) else None
    apart = marks.get("tracking")
    return Style(
        bold="bold" in marks,
        italic="italic" in marks,
        underline="underline" in marks,
        strike="strike" in marks,
        link=str(link.get("href", "")) or None if isinstance(link, dict) else None,
        ink=inks.INKS.get(str(ink.get("name"))) if isinstance(ink, dict) else None,
        font=str(font.get("name", ""))[:LONGEST_FONT] or None if isinstance(font, dict) else None,
        size=float(pt) if isinstance(pt, int | float) and SMALLEST <= pt <= LARGEST else None,
        tracking=spacing.tracking(apart.get("percent")) if isinstance(apart, dict) else None,
    )


def form_of(line: Line) -> dict[str, Any]:
    """As the editor names it."""
    form = f"h{min(line.level, 3)}" if line.form is Form.HEADING else line.form.value
    is_item = line.form in ITEMS
    align = None if line.align is None else line.align.value
    level = line.level if is_item else 1
    return {"form": form, "level": level, "align": align, "leading": line.leading}


def line_of(attributes: Mapping[str, Any]) -> Line:
    """Without its letters; another client may have written anything."""
    form, align = attributes.get("form"), attributes.get("align")
    kept = Align(align) if align in set(Align) else None
    line = Line(align=kept, leading=spacing.leading(attributes.get("leading")))
    if form in HEADINGS:
        return replace(line, form=Form.HEADING, level=HEADINGS[form])
    if form in ITEMS:
        level = attributes.get("level")
        known = min(max(int(level), 1), DEEPEST) if isinstance(level, int | float) else 1
        return replace(line, form=Form(form), level=known)
    return replace(line, form=Form(form)) if form in {"figure", "tabular"} else line


class Stamper:
    """Gives changes of a paper their ids: what one person did at one time in a row is one."""

    def __init__(self, fresh: Callable[[], str]) -> None:
        self._fresh = fresh
        self._last: tuple[Change, str] | None = None

    def __call__(self, change: Change) -> dict[str, Any]:
        if self._last is None or self._last[0] != change:
            self._last = (change, self._fresh())
        return {"id": self._last[1], "by": change.by, "at": float(change.at)}

    def edge(self, edge: Edge) -> str:
        return _spelled({"kind": edge.kind, **self(edge.change)})

    def former(self, former: Former) -> str:
        line = Line((), former.form, former.level, former.align, leading=former.leading)
        return _spelled({**form_of(line), **self(former.change)})

    def restyled(self, restyled: Restyled) -> dict[str, Any]:
        was = json.dumps(
            marks_of(restyled.was), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return {**self(restyled.change), "was": was}


def _spelled(said: dict[str, Any]) -> str:
    said["at"] = int(said["at"])
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


class Reading:
    """Changes with their authors' names, for a file that says them."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def change(self, stamp: Stamp) -> Change:
        outsider = stamp.by.removeprefix(OUTSIDER) if stamp.by.startswith(OUTSIDER) else ""
        return Change(stamp.by, self._names.get(stamp.by, outsider), stamp.at)

    def mark(self, marks: Mapping[str, Any], name: str) -> Change | None:
        stamp = stamp_of(marks.get(name))
        return self.change(stamp) if stamp else None

    def restyled(self, marks: Mapping[str, Any]) -> Restyled | None:
        change = self.mark(marks, "restyle")
        return Restyled(change, style_of(noted(marks["restyle"].get("was")))) if change else None

    def edge(self, branch: Branch) -> Edge | None:
        if branch.edge is None:
            return None
        kind, stamp = branch.edge
        return Edge("ins" if kind == "ins" else "del", self.change(stamp))

    def former(self, branch: Branch) -> Former | None:
        if branch.former is None:
            return None
        form, stamp = branch.former
        line = line_of(form)
        return Former(self.change(stamp), line.form, line.level, line.align, line.leading)
