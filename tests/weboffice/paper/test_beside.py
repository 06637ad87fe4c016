"""What lies beside the text of a DOCX and does not come along is said."""

import io

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from weboffice.paper import box, docx_read
from weboffice.paper.docx_parts import NAMESPACES
from weboffice.paper.model import Feature
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
