"""Writes a DOCX on what was kept of the one it came from [FM8].

Text, notes, comments and changes are ours. Looks of styles, settings, theme, properties and data
are those of the original; how pages are, and headers, only where nobody changed them since.
"""

from copy import deepcopy
from typing import Any

from weboffice.paper import setup
from weboffice.paper.docx import read as docx_read
from weboffice.paper.docx import write as docx_write
from weboffice.paper.docx.base import DOCUMENT, written
from weboffice.paper.docx.insets import FOLDER, Shelf
from weboffice.paper.docx.parts import R
from weboffice.paper.docx.rels import relations_of, table_of
from weboffice.paper.docx.sections import mended
from weboffice.paper.docx.style import Q, value
from weboffice.paper.markup import archive
from weboffice.paper.model import Paper
from weboffice.paper.safe import Package, local, open_package, parse

_TYPES = "[Content_Types].xml"
_STYLED = frozenset({"pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"})
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_R = f"{{{R}}}"


def write(paper: Paper, base: bytes) -> bytes:
    """Raise Refusal when `base` is none of ours."""
    return _Onto(paper, open_package(base)).package()


class _Onto:
    def __init__(self, paper: Paper, base: Package) -> None:
        self.paper = paper
        self.base = base
        self.ours = docx_write.parts_of(paper, Shelf(base))
        self.roots = {
            name: parse(data)
            for name, data in self.ours.items()
            if name.startswith("word/") and name.endswith(".xml") and not _is_inset(name)
        }

    def package(self) -> bytes:
        self.styles()
        self.numbering()
        self.section()
        names = [name for name in self.base.archive.namelist() if not _is_inset(name)]
        made = {name: self.base.read(name) for name in names}
        kept_settings = "word/settings.xml" in made
        for name, data in self.ours.items():
            if name.startswith("word/settings") and kept_settings:
                continue
            if name.startswith("docProps/") and name in made:
                continue
            made[name] = written(self.roots[name]) if name in self.roots else data
        if "docProps/core.xml" in self.base.names:
            made["docProps/core.xml"] = self.titled()
        for table in ("_rels/.rels", table_of(DOCUMENT)):
            made[table] = self.joined(table, "Id")
        made[_TYPES] = self.joined(_TYPES, "PartName", "Extension")
        return pruned(archive({_TYPES: made.pop(_TYPES)} | made))

    def joined(self, name: str, *keys: str) -> bytes:
        """A table of the package: what was kept, and what of ours is not in there yet."""
        root = self.base.xml(name)
        for one in [one for one in root if _is_inset(str(one.get("PartName", ""))[1:])]:
            root.remove(one)
        known = {one.get(key) for one in root for key in keys if one.get(key)}
        targets = {str(one.get("Target", "")).lstrip("/").rpartition("word/")[2] for one in root}
        for one in list(parse(self.ours[name])):
            target = str(one.get("Target", "")).rpartition("word/")[2]
            is_part = one.get("TargetMode") is None and target != ""
            if any(one.get(key) in known for key in keys if one.get(key)):
                continue
            if is_part and target in targets:
                continue
            root.append(one)
        return written(root)

    def titled(self) -> bytes:
        root = self.base.xml("docProps/core.xml")
        found = next((one for one in root if one.tag == _TITLE), None)
        if found is None:
            found = root.makeelement(_TITLE, {})
            root.append(found)
        found.text = self.paper.title
        return written(root)

    def styles(self) -> None:
        """Ours by the names of theirs; those that they have not are added."""
        theirs = self.base.find_xml("word/styles.xml")
        if theirs is None:
            return
        named = {_style_key(one): value(one, "styleId") for one in theirs.findall(f"{Q}style")}
        usual = {
            value(one, "type"): value(one, "styleId")
            for one in theirs.findall(f"{Q}style")
            if value(one, "default") in {"1", "true", "on"}
        }
        taken = set(named.values())
        names: dict[str, str] = {}
        added = []
        for one in self.roots["word/styles.xml"].findall(f"{Q}style"):
            own = deepcopy(one)
            key = value(own, "styleId")
            known = named.get(_style_key(own))
            if value(own, "default") == "1":
                known = usual.get(value(own, "type"), known)
            names[key] = known or (key if key not in taken else f"Onmaru{key}")
            if known is None:
                own.set(f"{Q}styleId", names[key])
                added.append(own)
        theirs.extend(added)
        for root in (*self.roots.values(), *added):
            _renamed(root, names)
        self.roots["word/styles.xml"] = theirs

    def numbering(self) -> None:
        """Ours behind theirs, which their styles may speak of."""
        theirs = self.base.find_xml("word/numbering.xml")
        if theirs is None:
            return
        ours = self.roots["word/numbering.xml"]
        shapes, lists = theirs.findall(f"{Q}abstractNum"), theirs.findall(f"{Q}num")
        first_shape = 1 + max((_number(one, "abstractNumId") for one in shapes), default=0)
        first_list = 1 + max((_number(one, "numId") for one in lists), default=0)
        place = theirs.index(lists[0]) if lists else len(theirs)
        for shape in ours.findall(f"{Q}abstractNum"):
            _raise(shape, "abstractNumId", first_shape)
            theirs.insert(place, shape)
            place += 1
        place = theirs.index(lists[-1]) + 1 if lists else len(theirs)
        for one in ours.findall(f"{Q}num"):
            _raise(one, "numId", first_list)
            _raise(one.find(f"{Q}abstractNumId"), "val", first_shape)
            theirs.insert(place, one)
            place += 1
        for root in self.roots.values():
            for one in root.iter(f"{Q}numPr"):
                _raise(one.find(f"{Q}numId"), "val", first_list)
        self.roots["word/numbering.xml"] = theirs

    def section(self) -> None:
        kept = self.base.xml(DOCUMENT).find(f"{Q}body/{Q}sectPr")
        own = self.roots[DOCUMENT].find(f"{Q}body/{Q}sectPr")
        if kept is None or own is None:
            return
        was, _ = setup.simple(docx_read.read_package(self.base).paper)
        mended(kept, own, was, self.paper)
        own.getparent().replace(own, kept)


def _is_inset(name: str) -> bool:
    """Which of them are in the text again, is in ours."""
    return name.startswith(f"{FOLDER}/")


def pruned(data: bytes) -> bytes:
    """Without headers that the document does not name, and what only they led to."""
    package = open_package(data)
    document = package.xml(DOCUMENT)
    named = {str(v) for e in document.iter() for n, v in e.attrib.items() if n.startswith(_R)}
    links = relations_of(package, DOCUMENT)
    gone = {
        one.target: one.key
        for one in links
        if one.kind in {"header", "footer"} and one.key not in named
    }
    parts = {
        name: package.read(name)
        for name in package.archive.namelist()
        if name not in gone and name not in {table_of(one) for one in gone}
    }
    parts[table_of(DOCUMENT)] = _without(parts[table_of(DOCUMENT)], "Id", set(gone.values()))
    used = {r.target for name in parts for r in relations_of(package, name)}
    lost = {name for name in parts if name.startswith("word/media/") and name not in used}
    types = _without(parts[_TYPES], "PartName", {f"/{name}" for name in gone})
    return archive({n: d for n, d in (parts | {_TYPES: types}).items() if n not in lost})


def _without(table: bytes, key: str, values: set[str]) -> bytes:
    root = parse(table)
    for one in [one for one in root if one.get(key) in values]:
        root.remove(one)
    return written(root)


def _style_key(style: Any) -> tuple[str, str]:
    return value(style, "type"), value(style.find(f"{Q}name")).lower()


def _renamed(root: Any, names: dict[str, str]) -> None:
    for element in root.iter():
        if local(element) in _STYLED and value(element) in names:
            element.set(f"{Q}val", names[value(element)])


def _number(element: Any, name: str) -> int:
    said = value(element, name)
    return int(said) if said.isascii() and said.isdecimal() else 0


def _raise(element: Any | None, name: str, by: int) -> None:
    if element is not None and value(element, name):
        element.set(f"{Q}{name}", str(_number(element, name) + by))
