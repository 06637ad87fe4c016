"""What an HWPX has beside its text, as an HWPX without text: its document goes out on it [FM8].

Styles, fonts and settings, how its first pages are with columns, header and footer, master pages,
and the pictures that those show. How pages of further sections are lies beside it (frames).
Scripts, objects, links to files and histories stay behind.
"""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from weboffice.paper import pixels
from weboffice.paper.features import Feature, Losses
from weboffice.paper.hwpx import frames
from weboffice.paper.hwpx import insets as hwpx_insets
from weboffice.paper.hwpx.head import blank
from weboffice.paper.markup import archive
from weboffice.paper.model import Fragment
from weboffice.paper.safe import (
    EXTENSIONS,
    LARGEST_PICTURE,
    Package,
    Refusal,
    attribute,
    local,
    open_package,
    picture_type,
)

F = Feature
HEADER, SECTION, CONTENTS = "Contents/header.xml", "Contents/section0.xml", "Contents/content.hpf"
_SECTION = re.compile(r"^Contents/section\d+\.xml$")
MOST_BYTES = 16 << 20
MOST_PAGES = 20
EDGES = frozenset({"header", "footer", "pageNum"})
_BARRED = frozenset(
    {
        "ole", "video", "chart", "script", "presentation", "trackChanges", "trackChangeAuthors",
        "fieldBegin", "fieldEnd", "hiddenComment", "insertBegin", "insertEnd", "deleteBegin",
        "deleteEnd", "linesegarray", "btn", "radioBtn", "checkBtn", "comboBox", "edit", "listBox",
        "scrollBar",
    }
)  # fmt: skip
_PICTURED = frozenset({"pic", "fillBrush"})


def base_of(package: Package, insets: tuple[Fragment, ...] = ()) -> tuple[bytes, Losses]:
    """The HWPX without text, empty when nothing is kept; and what it keeps, by feature."""
    work = _Base(package, insets)
    data = work.made()
    return (data, +work.kept) if data and len(data) <= MOST_BYTES else (b"", Counter())


class _Base:
    def __init__(self, package: Package, insets: tuple[Fragment, ...]) -> None:
        self.package = package
        self.insets = hwpx_insets.stored(insets)
        self.kept: Losses = Counter()
        self.items: list[tuple[str, str, str]] = []  # id, part, type
        self.parts: dict[str, bytes] = {}
        self.images: dict[str, str] = {}
        contents = package.find_xml(CONTENTS)
        self.contents: Any = contents
        found = [] if contents is None else [e for e in contents.iter() if local(e) == "item"]
        self.hrefs = {attribute(one, "id"): attribute(one, "href") for one in found}

    def made(self) -> bytes:
        section = self.section()
        if section is None or self.contents is None:
            return b""
        header = self.header()
        settings = self.package.find_xml("settings.xml")
        if settings is not None:
            self.parts["settings.xml"] = written(self.cleaned(settings))
            self.items.append(("settings", "settings.xml", "application/xml"))
        empty = open_package(blank())
        version = self.package.find_xml("version.xml")
        frame = {name: empty.read(name) for name in empty.archive.namelist() if _is_frame(name)}
        if version is not None:
            frame["version.xml"] = written(version)
        body = {HEADER: header, SECTION: section, CONTENTS: self.listing()}
        return archive(frame | body | self.parts | self.insets, frozenset({"mimetype"}))

    def header(self) -> bytes:
        root = self.cleaned(self.package.xml(HEADER))
        root.set("secCnt", "1")
        for one in root.iter():
            if local(one) == "linkinfo":  # a file elsewhere that this one is a part of
                one.set("path", "")
            elif local(one) == "font":
                one.set("isEmbedded", "0")
                one.attrib.pop("binaryItemIDRef", None)
        self.kept[F.STYLES] += sum(local(one) == "style" for one in root.iter())
        self.kept[F.SETTINGS] += 1
        return written(root)

    def section(self) -> bytes | None:
        """The first line's run that says how pages are, and what stands above and below."""
        root = self.package.find_xml(SECTION)
        found = [] if root is None else [e for e in root.iter() if local(e) == "secPr"]
        if root is None or not found:
            return None
        run = found[0].getparent()
        made = etree.Element(root.tag, nsmap=root.nsmap)
        paragraph = etree.SubElement(made, run.getparent().tag, dict(run.getparent().attrib))
        into = etree.SubElement(paragraph, run.tag, dict(run.attrib))
        into.append(deepcopy(found[0]))
        for one in list(into[0].iter()):
            if local(one) in EDGES | {"headerApply", "footerApply"}:
                _remove(one)  # some write them here a second time
        self.masters()
        frames.with_masters(frames.named(into), self.parts.__contains__)
        for control in run.getparent().iter():
            if local(control.getparent()) != "ctrl":
                continue
            if local(control) == "colPr" or local(control) in EDGES:
                held = etree.SubElement(into, control.getparent().tag)
                held.append(deepcopy(control))
        self.cleaned(into)
        for control in into.iter():
            self.kept[F.HEADER] += local(control) in {"header", "footer"}
        return written(made)

    def sections(self) -> Iterator[Any]:
        """The `secPr` of each."""
        for name in sorted(self.package.names):
            if _SECTION.match(name):
                found = frames.properties_of(self.package.xml(name))
                yield from () if found is None else (found,)

    def masters(self) -> None:
        """Master pages (바탕쪽) of all sections, each under a name of ours; columns are counted."""
        for section in self.sections():
            own = frames.columns_of(section.getparent())
            self.kept[F.COLUMNS] += any(attribute(c, "colCount") not in {"", "0", "1"} for c in own)
            for one in section:
                if local(one) == "masterPage":
                    self.master(attribute(one, "idRef"))

    def master(self, key: str) -> None:
        name = frames.master(key)
        part = f"Contents/{name}.xml"
        is_over = part in self.parts or self.kept[F.MASTER_PAGE] >= MOST_PAGES
        root = None if is_over else self.package.find_xml(self.hrefs.get(key, ""))
        if root is None:
            return
        root.set("id", name)
        self.parts[part] = written(self.cleaned(root))
        self.items.append((name, part, "application/xml"))
        self.kept[F.MASTER_PAGE] += 1

    def cleaned(self, root: Any) -> Any:
        for element in list(root.iter()):
            if local(element) in _BARRED:
                _remove(element)
                continue
            key = element.get("binaryItemIDRef")
            if key is None or local(element) == "font":
                continue
            name = self.image(key)
            if name:
                element.set("binaryItemIDRef", name)
            else:
                outer = [e for e in element.iterancestors() if local(e) in _PICTURED]
                _remove(outer[0] if outer else element)
        return root

    def image(self, key: str) -> str:
        """Made anew from its pixels, as any picture that comes in; empty if it may not come."""
        if key in self.images:
            return self.images[key]
        part = self.hrefs.get(key, "")
        if part not in self.package.names or sum(map(len, self.parts.values())) > MOST_BYTES:
            return ""
        try:
            data = self.package.read(part)
            if picture_type(data) is None or len(data) > LARGEST_PICTURE:
                return ""
            made, media_type, _, _ = pixels.remade(data)
        except (Refusal, pixels.PixelsRefused):
            return ""
        name = f"KEPT{len(self.images) + 1:04}"
        self.images[key] = name
        href = f"BinData/{name}.{EXTENSIONS[media_type]}"
        self.parts[href] = made
        self.items.append((name, href, media_type))
        return name

    def listing(self) -> bytes:
        """The list of parts anew, with what is said of the document."""
        root = self.contents
        for element in list(root):
            if local(element) == "metadata":
                said = sum(bool((one.text or "").strip()) for one in element)
                self.kept[F.PROPERTIES] += said > 1  # a title and a language everything has
            elif local(element) == "manifest":
                tag = (
                    element[0].tag if len(element) else f"{{{etree.QName(element).namespace}}}item"
                )
                _emptied(element)
                base = [
                    ("header", HEADER, "application/xml"),
                    ("section0", SECTION, "application/xml"),
                ]
                for key, part, media_type in base + self.items:
                    made = etree.SubElement(element, tag, id=key, href=part)
                    made.set("media-type", media_type)
                    if part.startswith("BinData/"):
                        made.set("isEmbeded", "1")
            elif local(element) == "spine":
                tag = f"{{{etree.QName(element).namespace}}}itemref"
                _emptied(element)
                for key in ("header", "section0"):
                    etree.SubElement(element, tag, idref=key, linear="yes")
            else:
                root.remove(element)
        return written(root)


def _is_frame(name: str) -> bool:
    return name in {"mimetype", "version.xml", "Preview/PrvText.txt"} or name.startswith(
        "META-INF/"
    )


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _emptied(element: Any) -> None:
    for one in list(element):
        element.remove(one)


def written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
