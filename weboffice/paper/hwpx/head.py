"""The header of an HWPX: looks of letters and lines, each kept once and named by a number.

It grows out of python-hwpx' empty document, which Hangul opens; we add and change nothing that
is there.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from weboffice.paper.hwpx.style import Looks
from weboffice.paper.markup import quoted
from weboffice.paper.model import OUTLINE_SIGNS, Align, Form, Line, Style
from weboffice.paper.safe import Package, open_package

HEAD = "http://www.hancom.co.kr/hwpml/2011/head"
CORE = "http://www.hancom.co.kr/hwpml/2011/core"
PARAGRAPH = "http://www.hancom.co.kr/hwpml/2011/paragraph"
SECTION = "http://www.hancom.co.kr/hwpml/2011/section"
NAMES = f'xmlns:hh="{HEAD}" xmlns:hc="{CORE}" xmlns:hp="{PARAGRAPH}" xmlns:hs="{SECTION}"'
H = f"{{{HEAD}}}"
UNITS = 7200 / 25.4  # HWPUNIT in a millimetre
INDENT = 1400
SCRIPTS = ("hangul", "latin", "hanja", "japanese", "other", "symbol", "user")
HEADING_SIZES = {1: 16.0, 2: 14.0, 3: 12.0, 4: 11.0, 5: 11.0, 6: 11.0}
BODY_SIZE = 11.0
LEADING = 160  # percent
OTHER_LEADING = 175
GROUPS = (  # in the order that the schema wants
    "fontfaces", "borderFills", "charProperties", "tabProperties", "numberings", "bullets",
    "paraProperties", "styles",
)  # fmt: skip


@cache
def blank() -> bytes:
    from hwpx import HwpxDocument  # noqa: PLC0415 - late: 5 MiB of every process, and few write one

    return HwpxDocument.new().to_bytes()


def empty() -> Package:
    return open_package(blank())


@dataclass(frozen=True)
class LineLook:
    form: Form
    level: int
    align: Align | None
    list_id: int = 0
    leading: int | None = None


class Kept:
    """The looks of a kept header that text and headings of ours take over."""

    def __init__(self, root: Any) -> None:
        looks = Looks(root)
        lists = root.find(f"{H}refList")
        letters = {one.get("id"): one for one in lists.findall(f"{H}charProperties/{H}charPr")}
        self.letters: dict[tuple[Style, int], int] = {}
        self.lines: dict[LineLook, int] = {}
        self.shapes: dict[int, Any] = {}
        self.headings: dict[int, int] = {}
        self.leadings: dict[int, int] = {}
        for style in lists.findall(f"{H}styles/{H}style"):
            key, shape = style.get("id", ""), letters.get(style.get("charPrIDRef", ""))
            line = looks.line(_named(style))
            if shape is None or style.get("type") != "PARA" or not key.isdecimal():
                continue
            level = line.level if line.form is Form.HEADING else 0
            if level in self.shapes or (level == 0 and key != "0") or line.align is not None:
                continue
            self.shapes[level] = shape
            if leading := looks.leading(key):
                self.leadings[level] = leading
            if level:
                self.headings[level] = int(key)
            if level or (line == Line() and not looks.is_rule(_named(style))):
                self.lines[look_of(line, 0)] = int(style.get("paraPrIDRef", "0"))
            run = etree.Element("run", charPrIDRef=style.get("charPrIDRef", ""))
            if looks.letters(run, line, key) == Style():
                self.letters[(Style(), level)] = int(style.get("charPrIDRef", "0"))


def _named(style: Any) -> Any:
    """A paragraph in a style."""
    return etree.Element(
        "p", paraPrIDRef=style.get("paraPrIDRef", ""), styleIDRef=style.get("id", "")
    )


class Head:
    """Gives numbers to looks, and makes each when it is first asked for.

    On a header that was kept of another file, text and headings look as they do there.
    """

    def __init__(self, root: Any, *, is_kept: bool = False) -> None:
        self.root = root
        self.lists = root.find(f"{H}refList")
        self._letters: dict[tuple[Style, int], int] = {}
        self._lines: dict[LineLook, int] = {}
        self._fonts: dict[str, str] = {}
        self._fills: dict[str, int] = {}
        self.shapes: dict[int, Any] = {}  # letters of the kept styles, by heading; 0 is text
        self.leadings: dict[int, int] = {}  # of the kept styles, in percent
        self.none = 2  # the frame that is none
        kept = Kept(root) if is_kept else None
        if kept is None:
            base = self.lists.find(f"{H}charProperties")[0]
            base.set("height", str(round(BODY_SIZE * 100)))  # of the style all lines stand on
        else:
            self.none = self._add("borderFills", _border("NONE", "NONE", ""), first=1)
            self._letters, self._lines, self.shapes = kept.letters, kept.lines, kept.shapes
            self.leadings = kept.leadings
        self.outline = self._bullets(OUTLINE_SIGNS)
        self.bullet = self._bullets("•▪▫‣")
        known = {} if kept is None else kept.headings
        self.headings = [known.get(level) or self._add_style(level) for level in range(1, 7)]
        self._beside: dict[int, int] = {}

    def bytes(self) -> bytes:
        for name in GROUPS:
            found = self.lists.find(f"{H}{name}")
            if found is not None:
                found.set("itemCnt", str(len(found)))
        return bytes(
            etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        )

    def _add(self, group: str, xml: str, first: int = 0) -> int:
        """Append to a group of the header; its number."""
        parent = self._group(group)
        number = max((int(one.get("id", -1)) for one in parent), default=first - 1) + 1
        element = etree.fromstring(f"<root {NAMES}>{xml}</root>")[0]
        element.set("id", str(number))
        parent.append(element)
        etree.cleanup_namespaces(parent)
        return number

    def _group(self, name: str) -> Any:
        found = self.lists.find(f"{H}{name}")
        if found is not None:
            return found
        made = etree.Element(f"{H}{name}")
        before = [self.lists.find(f"{H}{one}") for one in GROUPS[: GROUPS.index(name)]]
        last = [one for one in before if one is not None]
        if last:
            last[-1].addnext(made)
        else:
            self.lists.insert(0, made)
        return made

    def _bullets(self, signs: str) -> list[int]:
        return [
            self._add(
                "bullets",
                f'<hh:bullet char="{sign}" useImage="0"><hh:paraHead level="0" align="LEFT" '
                'useInstWidth="0" autoIndent="1" widthAdjust="0" textOffsetType="PERCENT" '
                'textOffset="50" numFormat="DIGIT" charPrIDRef="4294967295" checkable="0"/>'
                "</hh:bullet>",
                first=1,
            )
            for sign in signs
        ]

    def new_numbering(self) -> int:
        heads = "".join(
            f'<hh:paraHead start="1" level="{n}" align="LEFT" useInstWidth="1" autoIndent="1" '
            'widthAdjust="0" textOffsetType="PERCENT" textOffset="50" numFormat="DIGIT" '
            f'charPrIDRef="4294967295" checkable="0">^{n}.</hh:paraHead>'
            for n in range(1, 8)
        )
        return self._add("numberings", f'<hh:numbering start="1">{heads}</hh:numbering>', first=1)

    def _add_style(self, level: int) -> int:
        look = self.line(LineLook(Form.HEADING, level, None))
        letters = self.letters(Style(), level)
        return self._add(
            "styles",
            f'<hh:style type="PARA" name="제목 {level}" engName="Heading {level}" '
            f'paraPrIDRef="{look}" charPrIDRef="{letters}" nextStyleIDRef="0" langID="1042" '
            'lockForm="0"/>',
        )

    def style(self, look: LineLook, key: int) -> int:
        """The style of a line; `key` is of its kind.

        A line that says what its style says anyway would come back unsaid: it has one that is like
        it and says otherwise.
        """
        heading = look.level if look.form is Form.HEADING else 0
        usual = self.leadings.get(heading, LEADING)
        if look.leading != usual:
            return key
        if heading not in self._beside:
            leading = LEADING if usual != LEADING else OTHER_LEADING
            own = LineLook(Form.HEADING if heading else Form.TEXT, heading or 1, None, 0, leading)
            name, english = (f"제목 {heading}", f"Heading {heading}") if heading else ("본문", "")
            self._beside[heading] = self._add(
                "styles",
                f'<hh:style type="PARA" name="{name} 줄 간격" engName="{english}" '
                f'paraPrIDRef="{self.line(own)}" charPrIDRef="{self._letters_of(key)}" '
                'nextStyleIDRef="0" langID="1042" lockForm="0"/>',
            )
        return self._beside[heading]

    def _letters_of(self, key: int) -> str:
        styles = self.lists.find(f"{H}styles")
        return next(str(one.get("charPrIDRef", "0")) for one in styles if one.get("id") == str(key))

    def letters(self, style: Style, heading: int = 0) -> int:
        """The number of a look of letters; `heading` 1 to 6 for those of a heading."""
        key = (style, heading)
        if key not in self._letters:
            self._letters[key] = self._add("charProperties", self._letter_xml(style, heading))
        return self._letters[key]

    def _letter_xml(self, style: Style, heading: int) -> str:
        shape = self.shapes.get(heading, self.shapes.get(0))
        usual = HEADING_SIZES.get(heading, BODY_SIZE)
        if shape is not None and (heading in self.shapes or not heading):
            usual = int(shape.get("height", "1000")) / 100
        size = style.size or usual
        fonts = self.font(style.font) if style.font else _of(shape, "fontRef", 1)
        is_bold = style.bold or (heading > 0 and heading not in self.shapes)
        under = "BOTTOM" if style.underline or style.link else "NONE"
        ink = style.ink or ("#0b50d0" if style.link else "#000000")
        marks = "<hh:italic/>" * style.italic + "<hh:bold/>" * is_bold
        apart = _each("spacing", round(style.tracking)) if style.tracking else ""
        apart = apart or _of(shape, "spacing", 0)
        script = {"sub": "<hh:subscript/>", "super": "<hh:supscript/>"}.get(style.script or "", "")
        strike = "SOLID" if style.strike else "NONE"
        return (
            f'<hh:charPr height="{round(size * 100)}" textColor="{ink.upper()}" '
            f'shadeColor="{style.fill.upper() if style.fill else "none"}" '
            f'useFontSpace="0" useKerning="0" symMark="NONE" borderFillIDRef="{self.none}">'
            f"{fonts}{_of(shape, 'ratio', 100)}{apart}"
            f"{_of(shape, 'relSz', 100)}{_of(shape, 'offset', 0)}{marks}"
            f'<hh:underline type="{under}" shape="SOLID" color="{ink.upper()}"/>'
            f'<hh:strikeout shape="{strike}" color="{ink.upper()}"/>'
            '<hh:outline type="NONE"/>'
            f'<hh:shadow type="NONE" color="#C0C0C0" offsetX="10" offsetY="10"/>{script}'
            "</hh:charPr>"
        )

    def font(self, name: str) -> str:
        """The reference to a font: each script counts its own."""
        if name not in self._fonts:
            numbers = {}
            for face in self.lists.find(f"{H}fontfaces"):
                number = len(face)
                face.append(
                    etree.fromstring(
                        f'<hh:font id="{number}" face={quoted(name)} type="TTF" isEmbedded="0" '
                        f"{NAMES}/>"
                    )
                )
                face.set("fontCnt", str(number + 1))
                numbers[face.get("lang", "").lower()] = number
            refs = " ".join(f'{script}="{numbers.get(script, 0)}"' for script in SCRIPTS)
            self._fonts[name] = f"<hh:fontRef {refs}/>"
        return self._fonts[name]

    def line(self, look: LineLook) -> int:
        if look not in self._lines:
            self._lines[look] = self._add("paraProperties", self._line_xml(look))
        return self._lines[look]

    def _line_xml(self, look: LineLook) -> str:
        kind, number, level = self._numbering(look)
        left = INDENT * (look.level if kind != "NONE" else 0)
        hanging = -INDENT if kind != "NONE" else 0
        before = {1: 1200, 2: 900}.get(look.level, 600) if look.form is Form.HEADING else 0
        align = look.align.value.upper() if look.align else "JUSTIFY"
        keep = int(look.form is Form.HEADING)
        usual = self.leadings.get(look.level if keep else 0, LEADING)
        margin = "".join(
            f'<hc:{name} value="{value}" unit="HWPUNIT"/>'
            for name, value in (
                ("intent", hanging), ("left", left), ("right", 0), ("prev", before), ("next", 200)
            )
        )  # fmt: skip
        return (
            '<hh:paraPr tabPrIDRef="0" condense="0" fontLineHeight="0" snapToGrid="1" '
            'suppressLineNumbers="0" checked="0" textDir="LTR">'
            f'<hh:align horizontal="{align}" vertical="BASELINE"/>'
            f'<hh:heading type="{kind}" idRef="{number}" level="{level}"/>'
            '<hh:breakSetting breakLatinWord="KEEP_WORD" breakNonLatinWord="KEEP_WORD" '
            f'widowOrphan="0" keepWithNext="{keep}" keepLines="0" pageBreakBefore="0" '
            'lineWrap="BREAK"/><hh:autoSpacing eAsianEng="0" eAsianNum="0"/>'
            f"<hh:margin>{margin}</hh:margin>"
            f'<hh:lineSpacing type="PERCENT" value="{look.leading or usual}" unit="HWPUNIT"/>'
            f'<hh:border borderFillIDRef="{self.none}" offsetLeft="0" offsetRight="0" '
            'offsetTop="0" offsetBottom="0" connect="0" ignoreMargin="0"/></hh:paraPr>'
        )

    def band(self, width: int) -> int:
        """A line with tab stops in its middle and at its end; in HWPUNIT."""
        key = LineLook(Form.TEXT, -1, None)
        if key not in self._lines:
            stops = "".join(
                f'<hh:tabItem pos="{pos}" type="{kind}" leader="NONE"/>'
                for pos, kind in ((width // 2, "CENTER"), (width, "RIGHT"))
            )
            tabs = self._add(
                "tabProperties", f'<hh:tabPr autoTabLeft="0" autoTabRight="0">{stops}</hh:tabPr>'
            )
            xml = self._line_xml(LineLook(Form.TEXT, 1, None))
            xml = xml.replace('tabPrIDRef="0"', f'tabPrIDRef="{tabs}"').replace("JUSTIFY", "LEFT")
            self._lines[key] = self._add("paraProperties", xml)
        return self._lines[key]

    def rule(self) -> int:
        """A line with a border below."""
        key = LineLook(Form.TEXT, 0, None)
        if key not in self._lines:
            fill = self._add("borderFills", _border("NONE", "SOLID", ""))
            xml = self._line_xml(LineLook(Form.TEXT, 1, None))
            xml = xml.replace(
                f'<hh:border borderFillIDRef="{self.none}"', f'<hh:border borderFillIDRef="{fill}"'
            )
            self._lines[key] = self._add("paraProperties", xml)
        return self._lines[key]

    def _numbering(self, look: LineLook) -> tuple[str, int, int]:
        if look.form is Form.OUTLINE:
            return "BULLET", self.outline[look.level - 1], look.level - 1
        if look.form is Form.BULLET:
            return "BULLET", self.bullet[look.level - 1], look.level - 1
        if look.form is Form.NUMBER:
            return "NUMBER", look.list_id, look.level - 1
        return "NONE", 0, 0

    def fill(self, colour: str) -> int:
        """The border of a cell, with a colour behind it."""
        if colour not in self._fills:
            brush = (
                f'<hc:fillBrush><hc:winBrush faceColor="{colour}" hatchColor="#999999" alpha="0"/>'
                "</hc:fillBrush>"
            )
            self._fills[colour] = self._add("borderFills", _border("SOLID", "SOLID", brush))
        return self._fills[colour]


def _of(shape: Any | None, name: str, usual: int) -> str:
    """A property of letters as the kept style has it."""
    found = None if shape is None else shape.find(f"{H}{name}")
    if found is None:
        return _each(name, usual)
    return (
        f"<hh:{name} " + " ".join(f"{k}={quoted(str(v))}" for k, v in found.attrib.items()) + "/>"
    )


def _border(around: str, below: str, brush: str) -> str:
    kinds = {"left": around, "right": around, "top": around, "bottom": below}
    sides = "".join(
        f'<hh:{side}Border type="{kind}" width="0.12 mm" color="#8A949E"/>'
        for side, kind in kinds.items()
    )
    return (
        '<hh:borderFill threeD="0" shadow="0" centerLine="NONE" breakCellSeparateLine="0">'
        '<hh:slash type="NONE" Crooked="0" isCounter="0"/>'
        f'<hh:backSlash type="NONE" Crooked="0" isCounter="0"/>{sides}'
        f'<hh:diagonal type="SOLID" width="0.1 mm" color="#000000"/>{brush}</hh:borderFill>'
    )


def _each(name: str, value: int) -> str:
    return f"<hh:{name} " + " ".join(f'{script}="{value}"' for script in SCRIPTS) + "/>"


def look_of(line: Line, list_id: int) -> LineLook:
    level = 1 if line.form is Form.TEXT else line.level
    number = list_id if line.form is Form.NUMBER else 0
    return LineLook(line.form, level, line.align, number, line.leading)
