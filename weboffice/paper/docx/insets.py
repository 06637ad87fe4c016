"""What stands in the text of a DOCX and is not edited here, kept whole [FM10].

Equations, charts, diagrams, groups of shapes, embedded documents, and controls with a choice: each
with the parts that it needs, cleaned as all that a stranger's file brings.
"""

import posixpath
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from weboffice.paper import embedded, fragments, metafiles, pixels
from weboffice.paper.docx.clean import BARRED, cleaned, reaches_out
from weboffice.paper.docx.parts import OFFICE, PACKAGE, R
from weboffice.paper.docx.rels import Relation, relations_of
from weboffice.paper.docx.style import Q
from weboffice.paper.features import Feature
from weboffice.paper.markup import HEAD, quoted
from weboffice.paper.model import Fragment
from weboffice.paper.safe import EXTENSIONS, Package, Refusal, local

F = Feature
DOCUMENT = "word/document.xml"
FOLDER = "word/insets"
SAFE_LINKS = ("https://", "http://", "mailto:")
RELS = f"_rels/{fragments.MAIN}.rels"
_DEEPEST = 3
_MOST_PARTS = 40
_DRAWING = "application/vnd.openxmlformats-officedocument.drawingml"
_XML = {
    "chart": f"{_DRAWING}.chart+xml",
    "chartUserShapes": f"{_DRAWING}.chartshapes+xml",
    "header": f"{OFFICE}.header+xml",
    "footer": f"{OFFICE}.footer+xml",
    "themeOverride": "application/vnd.openxmlformats-officedocument.themeOverride+xml",
    "diagramData": f"{_DRAWING}.diagramData+xml",
    "diagramLayout": f"{_DRAWING}.diagramLayout+xml",
    "diagramQuickStyle": f"{_DRAWING}.diagramStyle+xml",
    "diagramColors": f"{_DRAWING}.diagramColors+xml",
}
_SPARE = frozenset({"image", "hyperlink", "header", "footer"})  # the rest stands without it
_FILES = frozenset({"package", "oleObject"})
# Of the text around: it is written anew, or is somebody's suggestion.
_AROUND = frozenset(
    {
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference",
        "footnoteReference", "endnoteReference", "permStart", "permEnd", "proofErr", "rPrChange",
        "pPrChange", "webExtensionLinked", "webExtensionCreated", "dataBinding",
    }
)  # fmt: skip
_KEPT_HERE = frozenset({"object", "OLEObject"})
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})
_LATER = "http://schemas.microsoft.com/office/word/20"
_OWN_NAMES = frozenset({"anchorId", "editId", "paraId", "textId"})
_PROGRAMS = frozenset({"macro", "onclick", "button"})


@dataclass
class Insets:
    """Takes elements out of a package, and knows which it took."""

    package: Package
    taken: dict[str, Fragment] = field(default_factory=dict)

    def take(self, element: Any) -> str | None:
        """Its key; None for one that may not be kept, or is too large."""
        if len(self.taken) >= fragments.MOST:
            return None
        try:
            made = _Making(self.package).made(element)
        except Refusal:
            return None
        if made is None:
            return None
        self.taken[made.key] = made
        return made.key

    def fragments(self) -> tuple[Fragment, ...]:
        return tuple(self.taken.values())


class _Making:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.parts: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.is_whole = True

    def made(self, element: Any) -> Fragment | None:
        root = etree.fromstring(etree.tostring(element, with_tail=False))
        if _is_barred(root):
            return None
        barred = (BARRED - _KEPT_HERE) | _AROUND
        self.types[fragments.MAIN] = "application/xml"
        data = self.cleaned(root, DOCUMENT, fragments.MAIN, barred)
        if not self.is_whole or len(data) > fragments.MOST_ELEMENT_BYTES:
            return None
        self.parts[fragments.MAIN] = data
        if sum(map(len, self.parts.values())) > fragments.MOST_BYTES:
            return None
        return fragments.made(self.parts, self.types)

    def cleaned(self, root: Any, owner: str, name: str, barred: frozenset[str] = BARRED) -> bytes:
        """An element of `owner`, written as `name`; the parts that it needs are taken."""
        known = {one.key: one for one in relations_of(self.package, owner)}
        links: list[Relation] = []
        depth = posixpath.splitext(name)[0].count("_")

        def bring(key: str) -> str | None:
            one = known.get(key)
            made = None if one is None else self.brought(one, f"k{len(links) + 1}", name, depth)
            if made:
                links.append(made)
                return made.key
            is_spare = one is not None and one.kind in _SPARE
            self.is_whole = self.is_whole and (is_spare or owner != DOCUMENT)
            return None

        cleaned(root, bring, barred)
        _plain(root)
        if links:
            self.parts[f"_rels/{name}.rels"] = _table(links)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))

    def brought(self, one: Relation, key: str, owner: str, depth: int) -> Relation | None:
        if one.is_outside:
            is_safe = one.kind == "hyperlink" and one.target.lower().startswith(SAFE_LINKS)
            return Relation(key, one.kind, one.target, is_outside=True) if is_safe else None
        name = self.names.get(one.target) or self.part(one, owner, depth)
        return Relation(key, one.kind, name, is_outside=False) if name else None

    def part(self, one: Relation, owner: str, depth: int) -> str:
        """Its name in the fragment; empty if it may not come."""
        if one.target not in self.package.names or len(self.names) >= _MOST_PARTS:
            return ""
        stem = f"{posixpath.splitext(owner)[0]}_{len(self.names) + 1}"
        if one.kind in _XML and depth < _DEEPEST:
            name = self.names[one.target] = f"{stem}.xml"
            root = self.package.xml(one.target)
            if reaches_out(root):
                return ""
            self.put(name, self.cleaned(root, one.target, name), _XML[one.kind])
            return name
        data, extension, media_type = self.file(one)
        if not data:
            return ""
        name = self.names[one.target] = f"{stem}.{extension}"
        self.put(name, data, media_type)
        return name

    def file(self, one: Relation) -> tuple[bytes, str, str]:
        """A picture made anew, or a document that may be carried along."""
        data = self.package.read(one.target)
        if one.kind in _FILES:
            found = embedded.judged(data)
            return (data, found.extension, found.media_type) if found else (b"", "", "")
        if one.kind != "image":
            return b"", "", ""
        if kind := metafiles.kind_of(data):
            return data, kind, f"image/x-{kind}"
        try:
            made, media_type, _, _ = pixels.remade(data)
        except pixels.PixelsRefused:
            return b"", "", ""
        return made, EXTENSIONS[media_type], media_type

    def put(self, name: str, data: bytes, media_type: str) -> None:
        self.parts[name], self.types[name] = data, media_type


def _is_barred(root: Any) -> bool:
    """It runs or fetches something, or somebody's suggestion is open in it."""
    if reaches_out(root):
        return True
    for element in root.iter():
        name = local(element)
        if name in {"control", "movie"} or (name in _TRACKED and len(element)):
            return True
        if name == "OLEObject" and element.get("Type") != "Embed":
            return True
    return False


def _plain(root: Any) -> None:
    """Without names that are to be unique in a document, and calls of programs."""
    for element in root.iter():
        for name in [name for name in element.attrib if _is_passing(name)]:
            del element.attrib[name]


def _is_passing(name: str) -> bool:
    space, _, own = name.rpartition("}")
    is_later = own in _OWN_NAMES and space.startswith("{" + _LATER)
    is_edit = own.startswith("rsid") and space == Q[:-1]
    return is_later or is_edit or own.lower() in _PROGRAMS


def _table(links: list[Relation]) -> bytes:
    """Relations of a part of a fragment; all its parts lie in one folder."""
    rows = "".join(
        f'<Relationship Id="{one.key}" Type="{R}/{one.kind}" Target={quoted(one.target)}'
        + (' TargetMode="External"/>' if one.is_outside else "/>")
        for one in links
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'.encode()


def stored(found: tuple[Fragment, ...]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Parts of a base, and their types, by name."""
    parts = {f"{FOLDER}/{one.key}/{n}": data for one in found for n, data in one.parts.items()}
    types = {f"{FOLDER}/{one.key}/{n}": kind for one in found for n, kind in one.types.items()}
    return parts, types


class Shelf:
    """The insets of a base, brought back one by one."""

    def __init__(self, base: Package | None) -> None:
        self.base = base
        self.used: dict[str, list[Relation]] = {}
        types = None if base is None else base.find_xml("[Content_Types].xml")
        found = [] if types is None else types
        self.known = {one.get("PartName", "")[1:]: one.get("ContentType", "") for one in found}

    def has(self, key: str) -> bool:
        return self.base is not None and f"{FOLDER}/{key}/{fragments.MAIN}" in self.base.names

    def place(self, key: str) -> tuple[Package, str] | None:
        """Where one lies."""
        is_here = self.base is not None and self.has(key)
        return (self.base, f"{FOLDER}/{key}/{fragments.MAIN}") if self.base and is_here else None

    def element(self, key: str, number: int) -> str:
        """As it goes into the document, its relations under names of their own."""
        if self.base is None:
            return ""
        part = f"{FOLDER}/{key}/{fragments.MAIN}"
        root = self.base.xml(part)
        links = {one.key: one for one in relations_of(self.base, part)}
        for element in root.iter():
            for name, said in list(element.attrib.items()):
                if name.startswith(f"{{{R}}}") and said in links:
                    element.set(name, f"q{key}{said}")
            if local(element) == "docPr":
                element.set("id", str(number))
        self.used[key] = [
            Relation(
                f"q{key}{one.key}", one.kind,
                one.target if one.is_outside else f"/{one.target}", one.is_outside,
            )
            for one in links.values()
        ]  # fmt: skip
        made = str(etree.tostring(root, encoding="unicode"))
        return made if root.tag in _AS_IT_IS else f"<w:r>{made}</w:r>"

    def links(self) -> list[Relation]:
        return [one for links in self.used.values() for one in links]

    def types(self) -> dict[str, str]:
        return {name: self.known[name] for name in self.parts() if name in self.known}

    def parts(self) -> dict[str, bytes]:
        """What the used ones need, but for the elements themselves."""
        if self.base is None:
            return {}
        wanted = tuple(f"{FOLDER}/{key}/" for key in self.used)
        own = {f"{FOLDER}/{key}/{name}" for key in self.used for name in (fragments.MAIN, RELS)}
        names = (n for n in self.base.archive.namelist() if n.startswith(wanted))
        return {name: self.base.read(name) for name in names if name not in own}


_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_AS_IT_IS = frozenset({f"{_MATH}oMath", f"{_MATH}oMathPara", f"{Q}sdt", f"{Q}sectPr"})
