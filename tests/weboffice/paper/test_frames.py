"""A single box of text is a frame in the text, as a box that is pasted: a table of one cell."""

import io

import docx
from docx.oxml import parse_xml

from tests.weboffice.paper.test_insets import through_editor
from weboffice.paper import box
from weboffice.paper.features import Feature
from weboffice.paper.hwpx import read as hwpx_read
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.markup import archive
from weboffice.paper.model import Line, Paper, Run, Table, plain
from weboffice.paper.safe import open_package

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = (
    f'<w:r {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape style="width:200pt;'
    'height:60pt"><v:textbox><w:txbxContent><w:p><w:r><w:t>결재 요청</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>7월 30일까지</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>"
    "</w:pict></w:r>"
)
RECT = (
    '<hp:p xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph" id="9" paraPrIDRef="0" '
    'styleIDRef="0"><hp:run charPrIDRef="0"><hp:rect id="7"><hp:drawText><hp:subList>'
    '<hp:p id="10" paraPrIDRef="0" styleIDRef="0"><hp:run charPrIDRef="0"><hp:t>알림</hp:t>'
    "</hp:run></hp:p></hp:subList></hp:drawText></hp:rect></hp:run></hp:p>"
)


def told(paper: Paper) -> list[object]:
    return [
        [[plain(line) for line in cell.lines] for row in block.rows for cell in row]
        if isinstance(block, Table)
        else plain(block)
        for block in paper.blocks
        if isinstance(block, Line | Table)
    ]


def word() -> bytes:
    made = docx.Document()
    made.add_paragraph("앞 글")._p.append(parse_xml(BOX))  # noqa: SLF001 - python-docx has no boxes
    cell = made.add_table(1, 1).cell(0, 0).paragraphs[0]
    cell._p.append(parse_xml(BOX))  # noqa: SLF001
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_box_of_word_stands_behind_its_line_and_within_a_cell_as_lines() -> None:
    """[FM1] It is counted: where it floated is lost."""
    found = box.read("docx", word())
    frame = [["결재 요청", "7월 30일까지"]]
    assert told(found.paper)[:2] == ["앞 글", frame]
    assert "결재 요청" in str(told(found.paper)[2])
    assert found.losses[Feature.SHAPE] == 2
    assert told(through_editor(found))[:2] == ["앞 글", frame]


def test_a_box_of_hangul_is_a_frame() -> None:
    """[FM1]"""
    package = open_package(hwpx_write.write(Paper((Line((Run("앞 글"),)),))))
    parts = {name: package.read(name) for name in package.archive.namelist()}
    section = "Contents/section0.xml"
    parts[section] = parts[section].replace(b"</hs:sec>", f"{RECT}</hs:sec>".encode())
    found = hwpx_read.read(archive(parts, frozenset({"mimetype"})))
    assert told(found.paper) == ["앞 글", [["알림"]]]
