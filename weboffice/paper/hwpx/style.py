"""How an HWPX says what a line and its letters look like: numbers that its header explains."""

from dataclasses import dataclass, replace
from typing import Any

from weboffice.paper import spacing
from weboffice.paper.fit import SAFE_LINKS
from weboffice.paper.model import DEEPEST, DEEPEST_HEADING, PLAIN, Align, Form, Line, Style
from weboffice.paper.safe import attribute, child, local

_OUTLINE = {1: "□■▢ㅁ❏", 2: "○◯❍", 3: "-–―−", 4: "·∙‧"}
_STRONG = "□■▢ㅁ○◯❍"
_NONE = {"", "NONE", "3D"}
_ALIGNS = {"LEFT": Align.LEFT, "CENTER": Align.CENTER, "RIGHT": Align.RIGHT}
_HEADINGS = ("제목", "개요", "outline", "heading")


@dataclass(frozen=True)
class LetterLook:
    style: Style
    size: float
    font: str


class Looks:
    def __init__(self, head: Any) -> None:
        lists = child(head, "refList")
        groups = {} if lists is None else {local(group): group for group in lists}
        self._letters = _by_id(groups.get("charProperties"))
        self._lines = _by_id(groups.get("paraProperties"))
        self._styles = _by_id(groups.get("styles"))
        self._borders = _by_id(groups.get("borderFills"))
        bullets = _by_id(groups.get("bullets"))
        self._bullets = {key: attribute(one, "char") for key, one in bullets.items()}
        self._has_outline = any(sign in _STRONG for sign in self._bullets.values() if sign)
        self._fonts = _fonts(groups.get("fontfaces"))
        self._known: dict[str, LetterLook] = {}

    def line(self, paragraph: Any) -> Line:
        """An empty line with the form of `paragraph`."""
        look = self._lines.get(attribute(paragraph, "paraPrIDRef"))
        if look is None:
            return Line()
        aligned = child(look, "align")
        align = None if aligned is None else _ALIGNS.get(attribute(aligned, "horizontal"))
        style_id = attribute(paragraph, "styleIDRef")
        line = Line(align=align, leading=self._leading(style_id, look))
        if level := self._heading(style_id, look):
            return replace(line, form=Form.HEADING, level=level)
        kind = child(look, "heading")
        found = None if kind is None else self._item(kind)
        return line if found is None else replace(line, form=found.form, level=found.level)

    def _leading(self, style_id: str, look: Any) -> int | None:
        """Where it is not what its style gives all lines; heights in points are no percents."""
        said = percent_of(look)
        return None if said == self.leading(style_id) else spacing.leading(said)

    def leading(self, style_id: str) -> int | None:
        """Of a style, where it is in percent."""
        style = self._styles.get(style_id)
        return percent_of(
            None if style is None else self._lines.get(attribute(style, "paraPrIDRef"))
        )

    def is_fixed(self, paragraph: Any) -> bool:
        """Whether its lines stand apart by a length, and those of its style do not."""
        look = self._lines.get(attribute(paragraph, "paraPrIDRef"))
        usual = self.leading(attribute(paragraph, "styleIDRef"))
        return look is not None and percent_of(look) is None and usual is not None

    def _heading(self, style_id: str, look: Any) -> int:
        kind = child(look, "heading")
        if kind is not None and attribute(kind, "type") == "OUTLINE":
            return min(_number(attribute(kind, "level")) + 1, DEEPEST_HEADING)
        style = self._styles.get(style_id)
        for said in () if style is None else (style.get("name", ""), style.get("engName", "")):
            name, _, digit = said.strip().rpartition(" ")
            if name.lower() in _HEADINGS and digit.isdecimal():
                return min(max(int(digit), 1), DEEPEST_HEADING)
        return 0

    def _item(self, kind: Any) -> Line | None:
        level = min(_number(attribute(kind, "level")) + 1, DEEPEST)
        if attribute(kind, "type") == "NUMBER":
            return Line((), Form.NUMBER, level)
        if attribute(kind, "type") != "BULLET":
            return None
        sign = self._bullets.get(attribute(kind, "idRef"), "")
        if self._has_outline:
            for depth, signs in _OUTLINE.items():
                if sign and sign in signs:
                    return Line((), Form.OUTLINE, depth)
        return Line((), Form.BULLET, level)

    def is_rule(self, paragraph: Any) -> bool:
        """Whether an empty paragraph is a line across the page."""
        look = self._lines.get(attribute(paragraph, "paraPrIDRef"))
        border = None if look is None else child(look, "border")
        fill = None if border is None else self._borders.get(attribute(border, "borderFillIDRef"))
        if fill is None:
            return False
        sides = {local(one): attribute(one, "type") for one in fill}
        return sides.get("leftBorder", "NONE") == "NONE" and (
            sides.get("bottomBorder", "NONE") != "NONE" or sides.get("topBorder", "NONE") != "NONE"
        )

    def fill(self, border_id: str) -> str:
        """The colour behind a cell, or nothing."""
        border = self._borders.get(border_id)
        found = () if border is None else border.iter()
        return next((attribute(one, "faceColor") for one in found if local(one) == "winBrush"), "")

    def letters(self, run: Any, line: Line, style_id: str) -> Style:
        """The marks of a run beyond what its line's style gives all letters."""
        look = self._letter(attribute(run, "charPrIDRef"))
        named = self._styles.get(style_id)
        base = self._letter("" if named is None else attribute(named, "charPrIDRef"))
        is_heading = line.form is Form.HEADING
        size = None if look.size == base.size else look.size
        font = None if look.font == base.font else look.font
        apart = None if look.style.tracking == base.style.tracking else look.style.tracking
        return Style(
            look.style.bold and not is_heading,
            look.style.italic,
            look.style.underline,
            look.style.strike,
            look.style.ink,
            look.style.fill,
            size,
            font,
            look.style.script,
            tracking=apart,
        )

    def _letter(self, key: str) -> LetterLook:
        if key not in self._known:
            self._known[key] = self._look(self._letters.get(key))
        return self._known[key]

    def _look(self, element: Any | None) -> LetterLook:
        if element is None:
            return LetterLook(PLAIN, 0.0, "")
        parts = {local(one): one for one in element}
        ink, fill = element.get("textColor", ""), element.get("shadeColor", "")
        script = "sub" if "subscript" in parts else "super" if "supscript" in parts else None
        style = Style(
            bold="bold" in parts,
            italic="italic" in parts,
            underline=_of(parts.get("underline"), "type") not in _NONE,
            strike=_of(parts.get("strikeout"), "shape") not in _NONE,
            ink=_colour(ink),
            fill=_colour(fill),
            script=script,
            tracking=spacing.tracking(_signed(_of(parts.get("spacing"), "hangul"))),
        )
        font = self._fonts.get(_of(parts.get("fontRef"), "hangul"), "")
        return LetterLook(style, _number(element.get("height", "0")) / 100, font)


def percent_of(look: Any | None) -> int | None:
    # Within a switch for programs of different ages, where Hangul wrote it.
    every = () if look is None else look.iter()
    found = next((one for one in every if local(one) == "lineSpacing"), None)
    if found is None or attribute(found, "type") != "PERCENT":
        return None
    return _number(attribute(found, "value"))


def as_link(style: Style, target: str) -> Style:
    """How Hangul draws a link is its kind, not its author's marks."""
    if not target.lower().startswith(SAFE_LINKS):
        return style
    return replace(style, underline=False, ink=None, link=target)


def _by_id(group: Any | None) -> dict[str, Any]:
    return {} if group is None else {attribute(one, "id"): one for one in group}


def _fonts(group: Any | None) -> dict[str, str]:
    for face in [] if group is None else group:
        if attribute(face, "lang") == "HANGUL":
            return {attribute(one, "id"): attribute(one, "face") for one in face}
    return {}


def _of(element: Any | None, name: str) -> str:
    return "" if element is None else attribute(element, name)


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() else 0


def _signed(said: str) -> int:
    return -_number(said[1:]) if said.startswith("-") else _number(said)


def _colour(said: str) -> str | None:
    said = said.lower()
    if len(said) != 7 or said in {"#000000", "#ffffff"}:  # noqa: PLR2004 - #rrggbb
        return None
    return said if all(c in "0123456789abcdef" for c in said[1:]) else None
