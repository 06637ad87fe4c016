"""Columns of a file are told to who writes in its document, where the sheet has one column."""

import io

import docx
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from tests.weboffice.paper.test_insets import through_editor
from tests.weboffice.paper.test_kept import HANGUL
from weboffice.documents.service import block_id
from weboffice.formats.rules import into_editor
from weboffice.paper import box, docx_onto, shared
from weboffice.paper.fragments import insets_in
from weboffice.ydoc.machine import SharedDoc


def parted() -> bytes:
    """A first section of three columns, and a last one of two on the same page."""
    made = docx.Document()
    made.add_paragraph("세 단")
    made.sections[0]._sectPr.find(qn("w:cols")).set(qn("w:num"), "3")  # noqa: SLF001 - no word for it
    last = made.add_section(WD_SECTION.CONTINUOUS)
    last._sectPr.find(qn("w:cols")).set(qn("w:num"), "2")  # noqa: SLF001
    made.add_paragraph("두 단")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_document_says_how_many_columns_its_file_had() -> None:
    """[ED18]"""
    found = box.read("docx", parted())
    assert found.paper.columns == 2
    assert next(one.text for one in insets_in(found.paper)).endswith("mm, 3")
    document = SharedDoc([shared.seed(into_editor(found.paper)[0], block_id)])
    assert (document.pages.to_py() or {})["columns"] == 2
    assert shared.read(document).paper.columns == 2
    assert box.read("hwpx", HANGUL).paper.columns == 2


def test_told_columns_leave_as_they_came() -> None:
    """[ED18] [FM8]"""
    found = box.read("docx", parted())
    again = docx.Document(io.BytesIO(docx_onto.write(through_editor(found), found.base)))
    columns = [one._sectPr.find(qn("w:cols")).get(qn("w:num")) for one in again.sections]  # noqa: SLF001
    assert columns == ["3", "2"]
