"""How a DOCX says what a line is: styles that build on each other, and numbering."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weboffice.paper.docx.parts import HEAD_NAME, W
from weboffice.paper.model import DEEPEST, DEEPEST_HEADING, OUTLINE_SIGNS, Form
from weboffice.paper.safe import Package

Q = f"{{{W}}}"
_LONGEST_CHAIN = 20
_USUAL_SIZE = 10.0  # where a file says none (ECMA-376 §17.3.2.38)
_OUTLINE = {1: "□■▢ㅁ", 2: "○◦ㅇ❍o◯", 3: "-–―−", 4: "·•∙‧"}
_HEADS = (HEAD_NAME.lower(), "table heading", "table header")


def value(element: Any | None, name: str = "val") -> str:
    return "" if element is None else str(element.get(f"{Q}{name}", ""))


@dataclass(frozen=True)
class Kind:
    form: Form
    level: int


class Styles:
    def __init__(self, package: Package) -> None:
        root = package.find_xml("word/styles.xml")
        found = [] if root is None else root.findall(f"{Q}style")
        self._by_id = {value(style, "styleId"): style for style in found}
        self._every = None if root is None else root.find(f"{Q}docDefaults/{Q}pPrDefault/{Q}pPr")
        self._usual = (
            None if root is None else root.find(f"{Q}docDefaults/{Q}rPrDefault/{Q}rPr/{Q}sz")
        )
        self._default = next((key for key, one in self._by_id.items() if _is_default(one)), "")

    def chain(self, style_id: str) -> Iterator[Any]:
        """The style, the one it is based on, and so on."""
        for _ in range(_LONGEST_CHAIN):
            style = self._by_id.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(style.find(f"{Q}basedOn"))

    def heading(self, style_id: str, own: Any | None) -> int:
        """1 to 6, or 0 for what is no heading."""
        levels = [] if own is None else [own.find(f"{Q}outlineLvl")]
        for style in self.chain(style_id):
            name = value(style.find(f"{Q}name")).lower()
            digit = name.removeprefix("heading").removeprefix("제목").strip()
            if digit.isdecimal() and digit != name:
                return min(max(int(digit), 1), DEEPEST_HEADING)
            if name in {"title", "제목"}:
                return 1
            levels.append(style.find(f"{Q}pPr/{Q}outlineLvl"))
        level = next((value(one) for one in levels if one is not None), "")
        return int(level) + 1 if level.isdecimal() and int(level) < DEEPEST_HEADING else 0

    def numbering(self, style_id: str) -> Any | None:
        found = (style.find(f"{Q}pPr/{Q}numPr") for style in self.chain(style_id))
        return next((one for one in found if one is not None), None)

    def aligned(self, style_id: str, own: list[Any]) -> str:
        """What the line says, or the nearest style of its chain; a head's own look is its kind."""
        styles = [] if self.is_table_head(style_id) else self.chain(style_id)
        found = (style.find(f"{Q}pPr") for style in styles)
        said = (value(one.find(f"{Q}jc")) for one in [*own, *found] if one is not None)
        return next(filter(None, said), "")

    def is_table_head(self, style_id: str) -> bool:
        names = (value(style.find(f"{Q}name")).lower() for style in self.chain(style_id))
        return any(name in _HEADS for name in names)

    def size(self, style_id: str) -> float:
        """In points, of letters that say none."""
        chain = self.chain(style_id or self._default)
        found = [*(style.find(f"{Q}rPr/{Q}sz") for style in chain), self._usual]
        said = (value(one) for one in found if one is not None)
        return next((int(one) / 2 for one in said if one.isdecimal() and int(one)), _USUAL_SIZE)

    def lines(self, style_id: str) -> list[Any]:
        """Paragraph properties of the chain, the nearest first, and of all paragraphs."""
        found = [style.find(f"{Q}pPr") for style in self.chain(style_id or self._default)]
        return [one for one in (*found, self._every) if one is not None]

    def named(self, name: str) -> str:
        """The id of the style that is called so, or nothing."""
        named = (key for key, one in self._by_id.items() if value(one.find(f"{Q}name")) == name)
        return next(named, "")

    def runs(self, style_id: str) -> list[Any]:
        """Run properties of the chain, the most general first; a heading's own look is no mark."""
        found = (style.find(f"{Q}rPr") for style in self.chain(style_id))
        return [one for one in found if one is not None][::-1]


def _is_default(style: Any) -> bool:
    return value(style, "type") == "paragraph" and value(style, "default") in {"1", "true"}


class Numbering:
    def __init__(self, package: Package) -> None:
        root = package.find_xml("word/numbering.xml")
        self._levels: dict[str, dict[str, tuple[str, str]]] = {}
        self._lists: dict[str, str] = {}
        if root is None:
            return
        for abstract in root.findall(f"{Q}abstractNum"):
            self._levels[value(abstract, "abstractNumId")] = {
                value(level, "ilvl"): (
                    value(level.find(f"{Q}numFmt")), value(level.find(f"{Q}lvlText"))
                )
                for level in abstract.findall(f"{Q}lvl")
            }  # fmt: skip
        for one in root.findall(f"{Q}num"):
            self._lists[value(one, "numId")] = value(one.find(f"{Q}abstractNumId"))

    def kind(self, list_id: str, level: str) -> Kind | None:
        """None for list 0, which takes numbering away."""
        if list_id in {"", "0"} or list_id not in self._lists:
            return None
        levels = self._levels.get(self._lists[list_id], {})
        form, text = levels.get(level or "0", ("bullet", "•"))
        depth = min(int(level) + 1 if level.isdecimal() else 1, DEEPEST)
        if form == "none":
            return None
        if form != "bullet":
            return Kind(Form.NUMBER, depth)
        if _is_outline(levels):
            sign = next((n for n, signs in _OUTLINE.items() if text and text in signs), depth)
            return Kind(Form.OUTLINE, sign)
        return Kind(Form.BULLET, depth)


def _is_outline(levels: dict[str, tuple[str, str]]) -> bool:
    """A list whose first or second sign is one that only 개조식 has."""
    signs = {text for form, text in levels.values() if form == "bullet"}
    return OUTLINE_SIGNS[0] in signs or bool(signs & set("■▢ㅁ"))
