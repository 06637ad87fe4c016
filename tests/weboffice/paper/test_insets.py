"""Equations, charts and the like come back whole in the format they came in [FM10]."""

import io
import re
from collections.abc import Callable

import docx
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from hwpx.tools.package_validator import validate_editor_open_safety
from lxml import etree

from tests.weboffice.paper import hangul_insets, word_insets
from tests.weboffice.paper.word_insets import Word, compound, drawn_object, sheet
from weboffice.documents.service import block_id
from weboffice.formats.adapters.converter import TARGETS
from weboffice.formats.adapters.office import through_office
from weboffice.formats.model import Format, Kept
from weboffice.formats.rules import HOLDS, fitted, into_editor
from weboffice.paper import box, embedded, shared
from weboffice.paper.docx import onto as docx_onto
from weboffice.paper.docx import write as docx_write
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit
from weboffice.paper.fragments import insets_in
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.model import Inset, Line, Paper, Read, Run, plain
from weboffice.paper.safe import open_package
from weboffice.paper.shared import Readings
from weboffice.ydoc.machine import SharedDoc

F = Feature
WORD = box.read("docx", word_insets.whole())


def through_editor(found: Read) -> Paper:
    paper, lost = into_editor(found.paper)
    assert not set(lost) & {F.EQUATION, F.CHART, F.OBJECT, F.CONTROL}
    document = SharedDoc([shared.seed(paper, block_id)])
    return shared.read(document).paper


def test_what_word_sets_into_a_text_comes_back_whole() -> None:
    """[FM10] Through the editor's document: the elements as they were, with their parts."""
    kinds = [(one.what, one.text) for one in insets_in(WORD.paper)]
    assert kinds == [
        (F.EQUATION, "x=(-b±√D)/2a"), (F.CHART, "분기별 예산"), (F.SHAPE, "기안 결재"),
        (F.OBJECT, "Excel.Sheet.12"), (F.CONTROL, "총무과"),
    ]  # fmt: skip
    assert not set(WORD.losses) & {F.EQUATION, F.CHART, F.SHAPE, F.OBJECT, F.CONTROL}
    again = docx_onto.write(through_editor(WORD), WORD.base)
    package = open_package(again)
    text = package.read("word/document.xml").decode()
    for part in ("<m:rad>", "c:chart ", "wpg:wgp", "OLEObject", "w:dropDownList", "기획과"):
        assert part in text
    assert "anchorId" not in text
    second = box.read("docx", again)
    assert [(i.what, i.text) for i in insets_in(second.paper)] == kinds
    charts = [name for name in package.names if b"barChart" in package.read(name)]
    books = [name for name in package.names if name.endswith(".xlsx")]
    assert (len(charts), len(books)) == (1, 2)


def test_libreoffice_draws_the_chart_that_came_back() -> None:
    """[FM10] Another program than ours finds all parts of it."""
    again = docx_onto.write(through_editor(WORD), WORD.base)
    odt = through_office("in.docx", again, TARGETS[Format.ODT], lambda: True)
    package = open_package(odt)
    drawn = [name for name in package.names if re.match(r"Object \d+/content.xml", name)]
    assert any(b"chart:chart" in package.read(name) for name in drawn)


def test_an_inset_that_was_taken_out_is_in_no_file() -> None:
    """[FM8] [FM10] Neither its words nor its parts."""
    paper = through_editor(WORD)
    kept = tuple(
        block
        for block in paper.blocks
        if not (isinstance(block, Line) and any(isinstance(i, Inset) for i in block.inlines))
    )
    package = open_package(docx_onto.write(Paper((*kept, Line((Run("끝"),)))), WORD.base))
    assert not [name for name in package.names if "insets" in name]
    types = package.read("[Content_Types].xml").decode()
    assert "insets" not in types


def test_another_format_says_what_it_loses_and_has_its_words() -> None:
    """[FM1] [FM10]"""
    paper = through_editor(WORD)
    found = Read(paper)
    kept = Kept(Format.DOCX, {}, {inset.key for inset in insets_in(paper)})
    both = Readings(found, found)
    assert not fitted(both, Format.DOCX, kept)[1]
    html, lost = fitted(both, Format.HTML, kept)
    assert {F.EQUATION, F.CHART, F.SHAPE, F.OBJECT, F.CONTROL} <= set(lost)
    assert not list(insets_in(html))
    said = "".join(plain(block) for block in html.blocks if isinstance(block, Line))
    assert "[수식: x=(-b±√D)/2a]" in said
    assert "부서: 총무과" in said
    _, elsewhere = fitted(both, Format.DOCX, Kept(Format.DOCX, {}, ()))
    assert elsewhere[F.CHART] == 1


def of(word: Word, kind: str, data: bytes) -> str:
    return drawn_object(word.part(data, kind, "a.bin")[0])


HOSTILE: dict[str, Callable[[Word], str]] = {
    "link": lambda word: drawn_object(word.part(sheet(), "package", "a.xlsx")[0], "Link"),
    "macros": lambda word: of(word, "package", sheet("xl/vbaProject.bin")),
    "leads out": lambda word: of(word, "package", sheet(target="file://server/a.xlsx")),
    "program": lambda word: of(word, "oleObject", compound("\x01Ole10Native")),
    "equation editor": lambda word: of(word, "oleObject", compound("Equation Native")),
    "control": lambda word: of(word, "package", sheet()).replace(
        "</w:object>", '<w:control r:id="rId1" w:name="x"/></w:object>'
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_could_run_or_fetch_stays_behind_and_is_counted(what: str) -> None:
    """[FM2] [FM10]"""
    word = Word()
    word.say("앞", HOSTILE[what](word))
    found = box.read("docx", word.saved())
    assert not list(insets_in(found.paper))
    assert found.losses[F.OBJECT] == 1
    base = open_package(found.base)
    assert not any(b"OLEObject" in base.read(name) for name in base.names)


def test_a_chart_comes_without_a_workbook_that_may_not() -> None:
    """[FM10] Its numbers are in itself."""
    word = Word()
    word.say("", word.chart(sheet("xl/vbaProject.bin")))
    found = box.read("docx", word.saved())
    again = open_package(docx_onto.write(through_editor(found), found.base))
    assert not [name for name in again.names if name.endswith((".xlsx", ".bin"))]
    chart = next(again.read(name) for name in again.names if b"barChart" in again.read(name))
    assert b"externalData" not in chart


def test_known_documents_may_be_carried_along() -> None:
    """[FM10] By what is in them, not by their names."""
    assert embedded.judged(compound("Workbook", "\x01CompObj"))
    for bad in ("VBA", "_VBA_PROJECT_CUR", "Macros", "\x01Ole10Native", "\x03LinkInfo"):
        assert embedded.judged(compound("Workbook", bad)) is None
    assert embedded.judged(sheet()) is not None
    assert embedded.judged(b"MZ\x90\0") is None
    assert embedded.judged(compound("Workbook")[:700]) is None
    assert embedded.judged(b"\0" * (embedded.LARGEST + 1)) is None


def test_what_hangul_sets_into_a_text_comes_back_whole() -> None:
    """[FM10] Read again by ours and by python-hwpx."""
    data = hangul_insets.whole()
    found = box.read("hwpx", data)
    kinds = [one.what for one in insets_in(found.paper)]
    assert kinds == [F.EQUATION, F.SHAPE, F.CHART, F.FIELD, F.OBJECT]
    assert next(insets_in(found.paper)).text == "x = {1} over {2}"
    again = hwpx_write.write(through_editor(found), found.base)
    package = open_package(again)
    section = package.read("Contents/section0.xml").decode()
    for part in ("hp:equation", "hp:container", "hp:ole", "hp:chart", "hp:checkBtn"):
        assert f"<{part} " in section
    contents = etree.fromstring(package.read("Contents/content.hpf"))
    listed = {one.get("href") for one in contents.iter() if one.get("href")}
    held = {name for name in package.names if name.startswith("BinData/")}
    assert held
    assert held <= listed
    assert not [name for name in package.names if name.startswith("Insets/")]
    report = validate_editor_open_safety(again)
    assert report.ok, report.summary
    report = validate_editor_open_safety(again)
    assert report.ok, report.summary
    second = box.read("hwpx", again)
    assert [one.what for one in insets_in(second.paper)] == kinds


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("LINK", compound("Workbook")),
        ("EMBEDDED", compound("\x01Ole10Native")),
        ("EMBEDDED", b"MZ"),
    ],
)
def test_hangul_s_objects_are_judged_as_word_s_are(kind: str, data: bytes) -> None:
    """[FM2] [FM10]"""
    found = box.read("hwpx", hangul_insets.hostile(kind, data))
    assert not list(insets_in(found.paper))
    assert found.losses[F.OBJECT] == 1


def test_an_inset_without_its_base_is_words() -> None:
    """[FM10] A document that was copied to another house has none."""
    paper = through_editor(WORD)
    for data in (docx_write.write(paper), hwpx_write.write(paper)):
        assert data
    assert not list(insets_in(fit(paper, HOLDS[Format.DOCX])[0]))


def sections() -> bytes:
    """By python-docx: upright with a header, turned in two columns, upright again."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "앞 구역"
    made.add_paragraph("첫 구역의 글")
    turned = made.add_section(WD_SECTION.NEW_PAGE)
    turned.orientation = WD_ORIENT.LANDSCAPE
    turned.page_width, turned.page_height = turned.page_height, turned.page_width
    turned.header.is_linked_to_previous = False
    turned.header.paragraphs[0].text = "옆으로"
    made.add_paragraph("넓은 표의 구역")
    last = made.add_section(WD_SECTION.NEW_PAGE)
    last.orientation = WD_ORIENT.PORTRAIT
    last.page_width, last.page_height = last.page_height, last.page_width
    made.add_paragraph("끝 구역")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_sections_come_back_where_they_end_with_their_pages_and_headers() -> None:
    """[FM10] Read again by python-docx, which made them."""
    found = box.read("docx", sections())
    assert [one.what for one in insets_in(found.paper)] == [F.SECTION, F.SECTION]
    assert not found.losses
    again = docx.Document(io.BytesIO(docx_onto.write(through_editor(found), found.base)))
    pages = [
        (one.orientation is WD_ORIENT.LANDSCAPE, one.header.paragraphs[0].text)
        for one in again.sections
    ]
    assert pages == [(False, "앞 구역"), (True, "옆으로"), (False, "옆으로")]
    said = [one.text for one in again.paragraphs if one.text]
    assert said == ["첫 구역의 글", "넓은 표의 구역", "끝 구역"]
    kept = Readings(Read(through_editor(found)), Read(through_editor(found)))
    assert not fitted(kept, Format.HWPX)[1]
