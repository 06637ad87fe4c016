"""What lies beside the text of a DOCX and does not come along is said."""

import io

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from weboffice.paper import box
from weboffice.paper.docx import read as docx_read
from weboffice.paper.docx.parts import NAMESPACES
from weboffice.paper.docx.parts import R as RELATION
from weboffice.paper.features import Feature
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.markup import archive
from weboffice.paper.model import Line, Paper, Run
from weboffice.paper.safe import open_package

F = Feature
BLOCK = "<w:docPart><w:docPartBody><w:p/></w:docPartBody></w:docPart>"
GLOSSARY = (
    f"<w:glossaryDocument {NAMESPACES}><w:docParts>{BLOCK * 3}</w:docParts></w:glossaryDocument>"
)
SIGNED = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"


def word(glossary: bytes) -> bytes:
    """By python-docx: a glossary, a font of which two faces are one file, two signatures."""
    made = docx.Document()
    made.add_paragraph("본문")
    package = made.part.package

    def part(name: str, data: bytes) -> Part:
        return Part(PackURI(name), "application/octet-stream", data, package)

    made.part.relate_to(part("/word/blocks.xml", glossary), RELATIONSHIP_TYPE.GLOSSARY_DOCUMENT)
    fonts = made.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    font = part("/word/fonts/font1.odttf", b"\x00\x01")
    fonts.rels.add_relationship(RELATIONSHIP_TYPE.FONT, font, "rId1")
    fonts.rels.add_relationship(RELATIONSHIP_TYPE.FONT, font, "rId2")
    origin = part("/_xmlsignatures/origin.sigs", b"")
    package.relate_to(origin, f"{SIGNED}/origin")
    for name in ("sig1", "sig2"):
        signature = part(f"/_xmlsignatures/{name}.xml", b"<Signature/>")
        origin.relate_to(signature, f"{SIGNED}/signature")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_blocks_fonts_and_signatures_that_stay_behind_are_counted() -> None:
    """[FM1] [FM8]"""
    found = box.read("docx", word(GLOSSARY.encode()))
    assert found.losses == {F.BUILDING_BLOCK: 3, F.EMBEDDED_FONT: 1, F.SIGNATURE: 2}
    names = open_package(found.base).names
    assert not any("blocks" in n or "glossary" in n or "odttf" in n or "sig" in n for n in names)


def test_blocks_that_cannot_be_read_are_counted_as_one_and_hold_nobody_up() -> None:
    """[FM1]"""
    found = docx_read.read(word(b"<no xml"))
    assert found.losses[F.BUILDING_BLOCK] == 1


def test_what_a_file_plugs_in_is_counted_and_stays_behind() -> None:
    """[FM1] [FM8] A template, the list of a mail merge, buttons, an extension."""
    made = docx.Document()
    made.add_paragraph("본문")
    settings = made.settings.element
    settings.append(parse_xml(f"<w:mailMerge {nsdecls('w')}/>"))
    part = made.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
    part.relate_to("file:///s/a.dotm", f"{RELATION}/attachedTemplate", is_external=True)
    out = io.BytesIO()
    made.save(out)
    package = open_package(out.getvalue())
    parts = {name: package.read(name) for name in package.archive.namelist()}
    parts |= {"customUI/customUI14.xml": b"<a/>", "word/webextensions/webextension1.xml": b"<a/>"}
    found = box.read("docx", archive(parts))
    assert found.losses == {
        F.ATTACHED_TEMPLATE: 1, F.MAIL_MERGE: 1, F.CUSTOM_UI: 1, F.WEB_EXTENSION: 1,
    }  # fmt: skip
    base = open_package(found.base)
    said = b"".join(base.read(name) for name in base.names)
    assert not any(word in said for word in (b"mailMerge", b"a.dotm", b"customUI", b"webext"))


def test_signatures_of_hangul_are_counted() -> None:
    """[FM1]"""
    package = open_package(hwpx_write.write(Paper((Line((Run("본문"),)),))))
    parts = {name: package.read(name) for name in package.archive.namelist()}
    parts["META-INF/signatures.xml"] = b"<signatures/>"
    assert box.read("hwpx", archive(parts, frozenset({"mimetype"}))).losses == {F.SIGNATURE: 1}
