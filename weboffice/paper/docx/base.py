"""What a DOCX has beside its text, as a DOCX without text: its document goes out on it again [FM8].

Only parts named here are taken, each parsed and written anew under a name of ours. Text that
people may have taken out meanwhile is in none of them; headers are, since who does not change them
keeps them.
"""

from collections import Counter
from typing import Any

from lxml import etree

from weboffice.paper import pixels
from weboffice.paper.docx import insets as docx_insets
from weboffice.paper.docx.clean import cleaned, reaches_out
from weboffice.paper.docx.parts import NAMESPACES, OFFICE, PACKAGE, R, content_types
from weboffice.paper.docx.rels import Relation, relations_of, table_of
from weboffice.paper.docx.sections import sections_in
from weboffice.paper.docx.style import Q, value
from weboffice.paper.features import Feature, Losses
from weboffice.paper.markup import HEAD, archive, quoted
from weboffice.paper.model import Fragment
from weboffice.paper.safe import (
    EXTENSIONS,
    LARGEST_PICTURE,
    Package,
    Refusal,
    local,
    picture_type,
)

F = Feature
DOCUMENT = "word/document.xml"
MOST_BYTES = 16 << 20
MOST_DATA = 100
SAFE_TARGETS = ("https://", "http://", "mailto:")
_XML = "application/vnd.openxmlformats-officedocument"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
# Kind of relation → the part's name here, its type, and what that is to people, if anything.
_PARTS: dict[str, tuple[str, str, Feature | None]] = {
    "styles": ("word/styles.xml", f"{OFFICE}.styles+xml", F.STYLES),
    "numbering": ("word/numbering.xml", f"{OFFICE}.numbering+xml", None),
    "settings": ("word/settings.xml", f"{OFFICE}.settings+xml", F.SETTINGS),
    "webSettings": ("word/webSettings.xml", f"{OFFICE}.webSettings+xml", None),
    "fontTable": ("word/fontTable.xml", f"{OFFICE}.fontTable+xml", None),
    "theme": ("word/theme/theme1.xml", f"{_XML}.theme+xml", F.THEME),
}
_TOP: dict[str, tuple[str, str, Feature | None]] = {
    "core-properties": ("docProps/core.xml", _CORE, F.PROPERTIES),
    "extended-properties": ("docProps/app.xml", f"{_XML}.extended-properties+xml", None),
    "custom-properties": ("docProps/custom.xml", f"{_XML}.custom-properties+xml", F.PROPERTIES),
}
# Numbers that are of the file that was, and lists of what it led to.
_STALE = frozenset(
    {
        "Pages", "Words", "Characters", "Lines", "Paragraphs", "CharactersWithSpaces", "TotalTime",
        "HLinks", "HyperlinkBase", "TitlesOfParts", "HeadingPairs", "Template", "DigSig",
    }
)  # fmt: skip


def base_of(package: Package, insets: tuple[Fragment, ...] = ()) -> tuple[bytes, Losses]:
    """The DOCX without text, empty when nothing is kept; and what it keeps, by feature."""
    work = _Base(package, insets)
    data = work.made()
    return (data, +work.kept) if data and len(data) <= MOST_BYTES else (b"", Counter())


class _Base:
    def __init__(self, package: Package, insets: tuple[Fragment, ...]) -> None:
        self.package = package
        self.parts, self.types = docx_insets.stored(insets)
        self.extensions: dict[str, str] = {}
        self.kept: Losses = Counter()
        self.size = sum(map(len, self.parts.values()))
        self.images: dict[str, str] = {}

    def made(self) -> bytes:
        top = self.fixed("", _TOP)
        links = self.fixed(DOCUMENT, _PARTS) + self.data()
        section = self.section(links)
        body = b"" if section is None else bytes(etree.tostring(section))
        self.put(
            DOCUMENT,
            f"{HEAD}<w:document {NAMESPACES}><w:body>".encode() + body + b"</w:body></w:document>",
            f"{OFFICE}.document.main+xml",
        )
        top.append(Relation("k0", "officeDocument", DOCUMENT, is_outside=False))
        self.parts[table_of("")] = table("", top)
        self.parts[table_of(DOCUMENT)] = table(DOCUMENT, links)
        types = content_types(self.types, self.extensions)
        return archive({"[Content_Types].xml": types} | self.parts)

    def put(self, name: str, data: bytes, media_type: str) -> None:
        self.parts[name], self.types[name] = data, media_type
        self.size += len(data)

    def fixed(
        self, owner: str, wanted: dict[str, tuple[str, str, Feature | None]]
    ) -> list[Relation]:
        """The first part of each wanted kind, under its name here."""
        made: list[Relation] = []
        for one in relations_of(self.package, owner):
            known = wanted.get(one.kind)
            if known is None or one.is_outside or known[0] in self.parts:
                continue
            root = self.parse(one.target)
            if root is None:
                continue
            name, media_type, feature = known
            self.put(name, written(_trimmed(cleaned(root), one.kind)), media_type)
            made.append(Relation(f"k{len(made) + 1}", one.kind, name, is_outside=False))
            if feature:
                self.kept[feature] += _weight(root, feature)
        return made

    def parse(self, name: str) -> Any | None:
        try:
            return self.package.find_xml(name)
        except Refusal:
            return None  # the text came in; what cannot be read beside it stays behind

    def data(self) -> list[Relation]:
        """Custom XML: data that a form or a system of records put there."""
        made: list[Relation] = []
        for one in relations_of(self.package, DOCUMENT):
            root = self.parse(one.target) if one.kind == "customXml" else None
            if root is None or len(made) >= MOST_DATA or self.size > MOST_BYTES:
                continue
            number = len(made) + 1
            name = f"customXml/item{number}.xml"
            self.put(name, written(root), "application/xml")
            self.kept[F.DATA] += 1
            about = [
                r for r in relations_of(self.package, one.target) if r.kind == "customXmlProps"
            ]
            known = self.parse(about[0].target) if about else None
            if known is not None:
                props = f"customXml/itemProps{number}.xml"
                self.put(props, written(known), f"{_XML}.customXmlProperties+xml")
                link = Relation("k1", "customXmlProps", props, is_outside=False)
                self.parts[table_of(name)] = table(name, [link])
            made.append(Relation(f"d{number}", "customXml", name, is_outside=False))
        return made

    def section(self, links: list[Relation]) -> Any | None:
        """How the last pages are; columns, grid, borders; with their headers and footers."""
        root = self.parse(DOCUMENT)
        found = [] if root is None else sections_in(root)
        if not found:
            return None
        known = {one.key: one for one in relations_of(self.package, DOCUMENT)}
        last = found[-1]

        def bring(key: str) -> str | None:
            one = known.get(key)
            if one is None or one.kind not in {"header", "footer"} or one.is_outside:
                return None
            new = f"e{len(links) + 1}"
            part = self.edge(one, new)
            if part:
                links.append(Relation(new, one.kind, part, is_outside=False))
            return new if part else None

        cleaned(_plain(last), bring)
        columns = last.find(f"{Q}cols")
        self.kept[F.COLUMNS] += value(columns, "num") not in {"", "0", "1"}
        last.tail = None
        return last

    def edge(self, one: Relation, key: str) -> str:
        """A header or footer under a name of ours, with its pictures; empty if it may not come."""
        root = self.parse(one.target)
        if root is None or reaches_out(root):
            return ""
        known = {r.key: r for r in relations_of(self.package, one.target)}
        links: list[Relation] = []

        def bring(key: str) -> str | None:
            found = known.get(key)
            new = None if found is None else self.brought(found, f"k{len(links) + 1}")
            if new:
                links.append(new)
            return new.key if new else None

        name = f"word/{one.kind}_{key}.xml"
        self.put(name, written(cleaned(root, bring)), f"{OFFICE}.{one.kind}+xml")
        self.kept[F.HEADER] += 1
        if links:
            self.parts[table_of(name)] = table(name, links)
        return name

    def brought(self, one: Relation, key: str) -> Relation | None:
        if one.kind == "hyperlink" and one.is_outside:
            is_safe = one.target.lower().startswith(SAFE_TARGETS)
            return Relation(key, one.kind, one.target, is_outside=True) if is_safe else None
        if one.kind != "image" or one.is_outside:
            return None
        name = self.images.get(one.target) or self.image(one.target)
        return Relation(key, one.kind, name, is_outside=False) if name else None

    def image(self, part: str) -> str:
        """Made anew from its pixels, as any picture that comes in."""
        if part not in self.package.names or self.size > MOST_BYTES:
            return ""
        try:
            data = self.package.read(part)
            if picture_type(data) is None or len(data) > LARGEST_PICTURE:
                return ""
            made, media_type, _, _ = pixels.remade(data)
        except (Refusal, pixels.PixelsRefused):
            return ""
        extension = EXTENSIONS[media_type]
        name = f"word/media/kept{len(self.images) + 1}.{extension}"
        self.images[part] = name
        self.parts[name] = made
        self.extensions[extension] = media_type
        self.size += len(made)
        return name


def _plain(section: Any) -> Any:
    """In the standard's own words alone: it will stand in a document that declares no others."""
    for element in list(section.iter()):
        parent = element.getparent()
        if not element.tag.startswith(Q) and parent is not None and element is not section:
            parent.remove(element)
            continue
        for name in list(element.attrib):
            if not name.startswith((Q, f"{{{R}}}")):
                del element.attrib[name]
    return section


def _trimmed(root: Any, kind: str) -> Any:
    if kind == "extended-properties":
        for element in [one for one in root if local(one) in _STALE]:
            root.remove(element)
    if kind == "settings":  # they name separators among notes that are written anew
        for name in ("footnotePr", "endnotePr"):
            for element in root.findall(f"{Q}{name}"):
                root.remove(element)
    return root


def _weight(root: Any, feature: Feature) -> int:
    return sum(local(one) == "style" for one in root) if feature is F.STYLES else 1


def written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def table(owner: str, links: list[Relation]) -> bytes:
    """The relations of a part; targets from the top, which needs no folder of the owner."""
    rows = "".join(
        f'<Relationship Id="{one.key}" Type="{_type(one)}" '
        + f"Target={quoted(one.target if one.is_outside or not owner else f'/{one.target}')}"
        + (' TargetMode="External"/>' if one.is_outside else "/>")
        for one in links
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'.encode()


def _type(one: Relation) -> str:
    if one.kind == "core-properties":
        return f"{PACKAGE}/relationships/metadata/core-properties"
    return f"{R}/{one.kind}"
