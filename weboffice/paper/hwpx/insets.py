"""What stands in the text of an HWPX and is not edited here, kept whole [FM10].

Equations, charts, drawings and their groups, embedded documents and fields of forms: each with the
parts that it needs, cleaned as all that a stranger's file brings. Letters and lines in them are
numbered by the header, which is in the base as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from weboffice.paper import embedded, fragments, metafiles, pixels
from weboffice.paper.features import Feature
from weboffice.paper.hwpx import frames
from weboffice.paper.hwpx.head import UNITS
from weboffice.paper.model import Fragment, Inset, Picture
from weboffice.paper.safe import (
    EXTENSIONS,
    LARGEST_PICTURE,
    Package,
    Refusal,
    attribute,
    child,
    local,
    picture_type,
)

F = Feature
FOLDER = "Insets"
# What it is to people, by the name of its element.
KINDS = {
    "equation": F.EQUATION, "chart": F.CHART, "switch": F.CHART, "ole": F.OBJECT,
    "checkBtn": F.FIELD, "radioBtn": F.FIELD, "comboBox": F.FIELD, "edit": F.FIELD,
    "listBox": F.FIELD, "textart": F.SHAPE, "container": F.SHAPE, "rect": F.SHAPE,
    "ellipse": F.SHAPE, "arc": F.SHAPE, "polygon": F.SHAPE, "curve": F.SHAPE, "line": F.SHAPE,
    "connectLine": F.SHAPE,
}  # fmt: skip
_GONE = frozenset(
    {
        "linesegarray", "fieldBegin", "fieldEnd", "hiddenComment", "bookmark", "indexmark",
        "insertBegin", "insertEnd", "deleteBegin", "deleteEnd", "footNote", "endNote", "autoNum",
        "newNum", "shapeComment",
    }
)  # fmt: skip
_BARRED = frozenset({"video", "script", "presentation", "btn", "scrollBar"})
_PROGRAMS = frozenset({"command", "href"})
_NUMBERED = frozenset({"id", "instid"})
_IMAGE, _CHART = "binaryItemIDRef", "chartIDRef"
_WORDS = frozenset({"t", "script"})


@dataclass
class Insets:
    """Takes elements out of a package, and knows which it took; `items` are parts by their ids."""

    package: Package
    items: Mapping[str, str]
    taken: dict[str, Fragment] = field(default_factory=dict)

    def take(self, element: Any) -> Inset | None:
        """None for one that may not be kept, or is too large."""
        what = _what(element)
        if len(self.taken) >= fragments.MOST or what is None:
            return None
        try:
            made = _Making(self).made(element)
        except Refusal:
            return None
        if made is None:
            return None
        self.taken[made.key] = made
        size = next((one for one in element.iter() if local(one) == "sz"), None)
        wide, tall = (_mm(size, side) for side in ("width", "height"))
        return Inset(made.key, what, _said(element), self.preview(element), wide, tall)

    def preview(self, element: Any) -> Picture | None:
        """How a group looks is said by its parts alone; only an object has a picture of it."""
        if local(element) not in {"ole", "pic"}:
            return None
        image = child(element, "img")
        part = "" if image is None else self.items.get(attribute(image, _IMAGE), "")
        if part in self.package.previews:
            return Picture(self.package.previews[part], "image/png", 50.0, 50.0)
        data = self.package.read(part) if part in self.package.names else b""
        media_type = picture_type(data)
        return Picture(data, media_type, 50.0, 50.0) if media_type else None

    def fragments(self) -> tuple[Fragment, ...]:
        return tuple(self.taken.values())


def _what(element: Any) -> Feature | None:
    name = local(element)
    if name == "switch" and not any(local(one) == "chart" for one in element.iter()):
        return None
    return F.SHAPE if name == "pic" else KINDS.get(name)  # one that is no picture of pixels


def _said(element: Any) -> str:
    """The formula of an equation, the words in a drawing, the value of a field."""
    own = " ".join(one.text or "" for one in element.iter() if local(one) in _WORDS)
    named = attribute(element, "caption") or attribute(element, "name")
    return fragments.said(own or named)


def _mm(size: Any | None, side: str) -> float:
    said = "" if size is None else attribute(size, side)
    return round(min(int(said) / UNITS, 400.0), 1) if said.isascii() and said.isdecimal() else 0.0


class _Making:
    def __init__(self, insets: Insets) -> None:
        self.package, self.items = insets.package, insets.items
        self.parts: dict[str, bytes] = {}
        self.types = {fragments.MAIN: "application/xml"}
        self.names: dict[str, str] = {}

    def made(self, element: Any) -> Fragment | None:
        root = etree.fromstring(etree.tostring(element, with_tail=False))
        for one in list(root.iter()):
            parent = one.getparent()
            name = local(one)
            if name in _BARRED and not (name == "script" and local(root) == "equation"):
                return None
            if name in _GONE and parent is not None:
                parent.remove(one)
            elif not self.is_whole(one):
                return None
        self.parts[fragments.MAIN] = bytes(etree.tostring(root, encoding="UTF-8"))
        if len(self.parts[fragments.MAIN]) > fragments.MOST_ELEMENT_BYTES:
            return None
        if sum(map(len, self.parts.values())) > fragments.MOST_BYTES:
            return None
        return fragments.made(self.parts, self.types)

    def is_whole(self, element: Any) -> bool:
        """Its parts come along, under names of ours."""
        for name in list(element.attrib):
            own = name.rpartition("}")[2]
            if own in _PROGRAMS:
                element.set(name, "")
            elif own in _NUMBERED:
                element.set(name, "0")
        if local(element) == "ole" and attribute(element, "objectType") == "LINK":
            return False
        for name in (_IMAGE, _CHART):
            key = attribute(element, name)
            if not key:
                continue
            part = self.part(key, is_chart=name == _CHART, is_ole=local(element) == "ole")
            if not part:
                return False
            element.set(name, part)
        return True

    def part(self, key: str, *, is_chart: bool, is_ole: bool) -> str:
        """Its name in the fragment; empty if it may not come."""
        source = key if is_chart else self.items.get(key, "")
        if source not in self.package.names:
            return ""
        if source in self.names:
            return self.names[source]
        data, extension, media_type = self.file(source, is_chart=is_chart, is_ole=is_ole)
        if not data:
            return ""
        name = self.names[source] = f"{len(self.names) + 1}.{extension}"
        self.parts[name], self.types[name] = data, media_type
        return name

    def file(self, source: str, *, is_chart: bool, is_ole: bool) -> tuple[bytes, str, str]:
        if is_chart:
            root = self.package.xml(source)
            _cut_off(root)
            return bytes(etree.tostring(root, encoding="UTF-8")), "xml", "application/xml"
        data = self.package.read(source)
        if is_ole:
            found = embedded.judged(data)
            return (data, "ole", "application/ole") if found else (b"", "", "")
        if kind := metafiles.kind_of(data):
            return data, kind, f"image/x-{kind}"
        if picture_type(data) is None or len(data) > LARGEST_PICTURE:
            return b"", "", ""
        try:
            made, media_type, _, _ = pixels.remade(data)
        except pixels.PixelsRefused:
            return b"", "", ""
        return made, EXTENSIONS[media_type], media_type


def _cut_off(chart: Any) -> None:
    """From other files: its numbers are in it."""
    for one in [one for one in chart.iter() if local(one) in {"externalData", "userShapes"}]:
        one.getparent().remove(one)


def stored(found: tuple[Fragment, ...]) -> dict[str, bytes]:
    """Parts of a base by name."""
    return {f"{FOLDER}/{one.key}/{n}": data for one in found for n, data in one.parts.items()}


class Shelf:
    """The insets of a base, brought back one by one."""

    def __init__(self, base: Package | None) -> None:
        self.base = base
        self.parts: dict[str, bytes] = {}
        self.items: list[tuple[str, str, str]] = []  # id, part, type

    def has(self, key: str) -> bool:
        return self.base is not None and f"{FOLDER}/{key}/{fragments.MAIN}" in self.base.names

    def frame(self, key: str) -> Any | None:
        """The run that says how a section's pages are."""
        if self.base is None or not key or not self.has(key):
            return None
        run = self.base.xml(f"{FOLDER}/{key}/{fragments.MAIN}")
        is_one = len(run) > 0 and local(run[0]) == "secPr"
        return frames.with_masters(run, self.base.names.__contains__) if is_one else None

    def element(self, key: str, number: int) -> str:
        """As it goes into a run; `number` is free in the document."""
        if self.base is None:
            return ""
        root = self.base.xml(f"{FOLDER}/{key}/{fragments.MAIN}")
        for element in root.iter():
            for name in (_IMAGE, _CHART):
                part = attribute(element, name)
                if part:
                    element.set(name, self.bring(key, part, is_chart=name == _CHART))
        for name in _NUMBERED & set(root.attrib):
            root.set(name, str(number))
        return str(etree.tostring(root, encoding="unicode"))

    def bring(self, key: str, part: str, *, is_chart: bool) -> str:
        stem, _, extension = part.partition(".")
        item = f"{key}x{stem}"
        name = f"Chart/{item}.xml" if is_chart else f"BinData/{item}.{extension}"
        if name not in self.parts and self.base is not None:
            self.parts[name] = self.base.read(f"{FOLDER}/{key}/{part}")
            if not is_chart:
                kind = "application/ole" if extension == "ole" else f"image/{extension}"
                self.items.append((item, name, kind.replace("jpg", "jpeg")))
        return name if is_chart else item
