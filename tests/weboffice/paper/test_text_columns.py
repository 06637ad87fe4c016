"""Columns of text (다단): how many, how far apart, with a line or none, in each stretch."""

import io
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from tests.weboffice.paper.test_insets import through_editor
from tests.weboffice.paper.test_kept import HANGUL
from tests.weboffice.paper.test_round_trips import CODECS
from weboffice.documents.service import block_id
from weboffice.formats.rules import into_editor
from weboffice.paper import box, markdown, sections, setup, shared
from weboffice.paper.docx import onto as docx_onto
from weboffice.paper.docx import write as docx_write
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit
from weboffice.paper.fragments import insets_in
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.hwpx.read import read as read_hwpx
from weboffice.paper.model import (
    Cell,
    Columns,
    Inset,
    Line,
    Page,
    PageBreak,
    Paper,
    Read,
    Run,
    Table,
)
from weboffice.ydoc.machine import SharedDoc

TWO, THREE = Columns(2, 6.5, is_ruled=True), Columns(3, 8.0)


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


def test_a_document_has_the_columns_of_its_file() -> None:
    """[ED18]"""
    found = box.read("docx", parted())
    assert found.losses == {}
    assert found.paper.columns == Columns(2, 12.7)
    assert next(one.text for one in insets_in(found.paper)).endswith("mm, 3")
    document = SharedDoc([shared.seed(into_editor(found.paper)[0], block_id)])
    assert (document.pages.to_py() or {})["columns"] == 2
    (span,) = sections.spans(shared.read(document).paper)
    assert sections.columns_in(span) == [Columns(3, 12.7), Columns(2, 12.7)]
    assert box.read("hwpx", HANGUL).paper.columns.count == 2


def test_columns_leave_as_they_came() -> None:
    """[ED18] [FM8]"""
    found = box.read("docx", parted())
    again = docx.Document(io.BytesIO(docx_onto.write(through_editor(found), found.base)))
    columns = [one._sectPr.find(qn("w:cols")).get(qn("w:num")) for one in again.sections]  # noqa: SLF001
    assert columns == ["3", "2"]


def newspaper() -> Paper:
    """A headline across the page, text in two columns below it, and a page of three."""

    def end(columns: Columns, *, is_flowing: bool) -> Inset:
        pages = Paper(page=Page(), columns=columns)
        text = sections.told(210, 297, columns)
        return Inset("", Feature.SECTION, text, pages=pages, is_flowing=is_flowing)

    return Paper(
        (
            Line((Run("제목"), end(Columns(), is_flowing=True))),
            Line((Run("기사 하나"),)),
            Line((Run("기사 둘"), end(TWO, is_flowing=False))),
            Line((Run("셋째 쪽"),)),
        ),
        Page(),
        columns=THREE,
    )


def stretches(paper: Paper) -> list[list[Columns]]:
    return [sections.columns_in(span) for span in sections.spans(paper)]


@pytest.mark.parametrize("name", ["docx", "hwpx"])
def test_a_newspaper_comes_back_from_either_format_and_from_the_editor(name: str) -> None:
    """[ED18] [PG5]"""
    holds, write, read = CODECS[name]
    fitted, lost = fit(newspaper(), holds)
    assert not lost
    found = read(write(fitted))
    assert not found.losses
    assert stretches(found.paper) == [[Columns(), TWO], [THREE]]
    again = through_editor(Read(found.paper, found.losses))
    assert stretches(again) == [[Columns(), TWO], [THREE]]
    assert stretches(read(write(again)).paper) == [[Columns(), TWO], [THREE]]


def test_a_table_is_as_wide_as_its_column() -> None:
    """[TX16] [ED18]"""
    table = Table(((Cell((Line((Run("칸"),)),)),),))
    first, *rest = newspaper().blocks
    paper = replace(newspaper(), blocks=(table, first, table, *rest))
    whole, narrow = docx.Document(io.BytesIO(docx_write.write(paper))).tables
    widths = [one._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w")) for one in (whole, narrow)]  # noqa: SLF001
    assert [round(int(width) / 56.7) for width in widths] == [166, 80]


def test_columns_that_were_set_since_replace_those_of_a_kept_file() -> None:
    """[FM8]"""
    found = box.read("docx", parted())
    changed = replace(through_editor(found), columns=TWO)
    again = box.read("docx", docx_onto.write(changed, found.base)).paper
    assert stretches(again) == [[Columns(3, 12.7), TWO]]
    found = box.read("hwpx", HANGUL)
    changed = replace(through_editor(found), columns=THREE)
    assert read_hwpx(hwpx_write.write(changed, found.base)).paper.columns == THREE


def test_a_page_that_begins_in_other_columns_begins_in_them() -> None:
    """[PG6] The break of the page stands behind that of the columns."""
    first, *rest = newspaper().blocks
    paper = replace(newspaper(), blocks=(first, PageBreak(), *rest))
    found = read_hwpx(hwpx_write.write(paper)).paper
    kinds = [type(block) for block in found.blocks]
    assert kinds == [Line, PageBreak, Line, Line, Line]
    assert stretches(found) == [[Columns(), TWO], [THREE]]


def test_what_has_no_columns_counts_them() -> None:
    """[FM1]"""
    _, lost = fit(newspaper(), markdown.HOLDS)
    assert lost[Feature.COLUMNS] == 2


def test_whatever_another_client_says_of_columns_is_bounded() -> None:
    """[TX12]"""
    for said in ("3", 0, 1, 99, None, True):
        assert setup.paper_of({"columns": said}).columns == Columns()
    assert setup.paper_of({"columns": 2, "gap": 900, "ruled": 1}).columns == Columns(2)
