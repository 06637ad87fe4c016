"""What a format can hold comes back from it as it was."""

import io
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest
from hwpx import HwpxDocument
from hypothesis import HealthCheck, given, settings

from tests.weboffice.paper.papers import PAPERS, plain_headings, without_widths
from weboffice.paper import carry, html_read, html_write, hwp_read, markdown, outline, shared, text
from weboffice.paper.docx import read as docx_read
from weboffice.paper.docx import write as docx_write
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit
from weboffice.paper.hwpx import read as hwpx_read
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.markup import archive
from weboffice.paper.model import (
    Align,
    Cell,
    Form,
    Line,
    Note,
    Page,
    Paper,
    Picture,
    Read,
    Rule,
    Run,
    Style,
    Table,
    plain,
)
from weboffice.paper.safe import open_package
from weboffice.paper.usual import without_usual
from weboffice.ydoc.machine import SharedDoc

calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Codec = tuple[frozenset[Feature], Callable[[Paper], bytes], Callable[[bytes], Read]]
CODECS: dict[str, Codec] = {
    "docx": (docx_write.HOLDS, docx_write.write, docx_read.read),
    "hwpx": (hwpx_write.HOLDS, hwpx_write.write, hwpx_read.read),
    "html": (html_write.HOLDS, html_write.write, html_read.read),
}


@pytest.mark.parametrize("name", CODECS)
@calm
@given(paper=PAPERS)
def test_a_paper_comes_back(name: str, paper: Paper) -> None:
    """[FM1]"""
    holds, write, read = CODECS[name]
    kept, _ = fit(plain_headings(paper), holds)
    found = read(write(kept))
    assert without_widths(found.paper).blocks == kept.blocks
    assert not found.losses


@calm
@given(PAPERS)
def test_the_editor_keeps_what_it_says_it_holds(paper: Paper) -> None:
    kept, _ = fit(paper, shared.HOLDS)
    ids = iter(range(10_000))
    state = shared.seed(kept, lambda: f"b{next(ids)}")
    found = shared.read(SharedDoc([state]))
    expected = kept.blocks or (Line(),)
    assert found.paper.blocks[: len(expected)] == expected
    assert not found.losses


@calm
@given(PAPERS)
def test_a_paper_leaves_the_sandbox_as_it_was(paper: Paper) -> None:
    assert carry.unpack(carry.pack(Read(paper))).paper == paper


@calm
@given(PAPERS)
def test_all_words_reach_markdown_and_plain_text(paper: Paper) -> None:
    """[FM1] Whatever form is lost, words are not."""
    for holds, write, read in (
        (markdown.HOLDS, markdown.write, markdown.read),
        (text.HOLDS, text.write, text.read),
    ):
        kept, _ = fit(paper, holds)
        found = read(write(kept)).paper
        assert _letters(found) >= _letters(kept)


def _letters(paper: Paper) -> set[str]:
    lines = [b for b in paper.blocks if isinstance(b, Line)]
    cells = [
        c
        for b in paper.blocks
        if not isinstance(b, Line)
        for r in getattr(b, "rows", ())
        for c in r
    ]
    return {
        char
        for line in [*lines, *(one for cell in cells for one in cell.lines)]
        for char in plain(line)
        if char.isalnum()
    }


def test_outline_items_survive_markdown() -> None:
    items = [Line((Run(f"단계 {n}"),), Form.OUTLINE, n) for n in (1, 2, 3, 4, 2)]
    paper = Paper((Line((Run("계획"),), Form.HEADING, 1), *items))
    assert markdown.read(markdown.write(paper)).paper.blocks == paper.blocks


def test_typed_signs_become_outline_items() -> None:
    said = "□ 추진 배경\n ○ 필요성\n  - 근거\n   · 통계\n본문입니다\n- 개조식이 아님"
    blocks, count = outline.recognise(text.read(said.encode()).paper.blocks)
    forms = [(b.form, b.level, plain(b)) for b in blocks if isinstance(b, Line)]
    assert count == 4
    assert forms == [
        (Form.OUTLINE, 1, "추진 배경"),
        (Form.OUTLINE, 2, "필요성"),
        (Form.OUTLINE, 3, "근거"),
        (Form.OUTLINE, 4, "통계"),
        (Form.TEXT, 1, "본문입니다"),
        (Form.TEXT, 1, "- 개조식이 아님"),
    ]


def test_what_is_lost_is_counted() -> None:
    """[FM1]"""
    paper = Paper((Line((Run("굵게", Style(bold=True)), Run("크게", Style(size=20.0)))),))
    _, losses = fit(paper, frozenset({Feature.BOLD}))
    assert losses == {Feature.SIZE: 1}


def test_a_link_that_runs_or_reads_the_reader_s_disk_is_taken_away() -> None:
    """[FM2]"""
    lines = tuple(
        Line((Run("x", Style(link=link)),))
        for link in ("javascript:alert(1)", "file:///etc/passwd")
    )
    kept, losses = fit(Paper(lines), docx_write.HOLDS)
    assert losses == {Feature.EXTERNAL: 2}
    assert all(b.inlines == (Run("x"),) for b in kept.blocks if isinstance(b, Line))


def test_old_korean_text_files_are_read() -> None:
    assert text.decode("한글 똠방각하".encode("cp949")) == "한글 똠방각하"


PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQ"
    "DwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def _cell(text: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell((Line((Run(text),)),), columns, rows)


REPORT = Paper(
    (
        Line((Run("추진 계획(안)"),), Form.HEADING, 1, Align.CENTER),
        Line((Run("배경"),), Form.OUTLINE, 1),
        Line((Run("필요성", Style(bold=True)), Run(" 근거")), Form.OUTLINE, 2),
        Line((Run("법령", Style(link="https://www.law.example/법?a=1;b=2")),), Form.NUMBER, 1),
        Rule(),
        Table(((_cell("합친 칸", 2), _cell("높은 칸", 1, 2)), (_cell("가"), _cell("나")))),
        Line(
            (
                Run("본문"),
                Note((Run("각주의 글"),)),
                Picture(PIXEL, "image/png", 30.0, 20.0, "그림"),
            )
        ),
    ),
    Page(297.0, 210.0, (25.0, 20.0, 15.0, 20.0)),
    (Line((Run("머리말"),)),),
    (Line((Run("꼬리말"),), align=Align.CENTER),),
    "추진 계획(안)",
)


@pytest.mark.parametrize("name", ["docx", "hwpx"])
def test_notes_pictures_and_pages_come_back(name: str) -> None:
    """[FM1]"""
    _, write, read = CODECS[name]
    found = read(write(REPORT))
    assert without_widths(found.paper) == without_widths(REPORT)
    assert found.paper.page == REPORT.page
    assert not found.losses


def test_the_binary_format_of_hangul_is_read(tmp_path: Path) -> None:
    """[FM1] Made by python-hwpx; Hangul itself is not to be had here."""
    file = tmp_path / "보고.hwp"
    HwpxDocument.open(io.BytesIO(hwpx_write.write(REPORT))).save_to_path(file)
    package, dropped = hwp_read.as_hwpx(file.read_bytes())
    assert dropped == 0
    found = hwpx_read.read(package)
    assert without_widths(found.paper).blocks == REPORT.blocks
    assert (found.paper.page, found.paper.header) == (REPORT.page, REPORT.header)
    assert not found.losses


def test_a_reader_without_marks_of_ours_reads_our_hwpx() -> None:
    """python-hwpx' own reader finds the words and checks the parts against its schema."""
    document = HwpxDocument.open(io.BytesIO(hwpx_write.write(REPORT)))
    assert not document.validate().issues
    assert "높은 칸" in document.text.plain()


def test_the_usual_size_and_font_are_no_marks() -> None:
    """[FM1] Only what differs from its kind of line is told as a change."""
    body = Style(size=11.0, font="바탕")
    paper = Paper(
        (
            Line((Run("제목", Style(size=16.0, font="바탕")),), Form.HEADING, 1),
            Line((Run("보통 글이 많음", body), Run("크게", Style(size=20.0, font="바탕")))),
        )
    )
    found = without_usual(paper)
    lines = [block for block in found.blocks if isinstance(block, Line)]
    styles = [part.style for line in lines for part in line.inlines if isinstance(part, Run)]
    assert styles == [Style(), Style(), Style(size=20.0)]


def with_body(xml: str) -> bytes:
    """A DOCX whose body is `xml`, as another program might have written it."""
    made = open_package(docx_write.write(Paper()))
    parts = {name: made.read(name) for name in made.archive.namelist()}
    head, _, _ = parts["word/document.xml"].partition(b"<w:body>")
    parts["word/document.xml"] = head + f"<w:body>{xml}</w:body></w:document>".encode()
    return archive(parts)


def test_comments_of_word_are_counted_and_tracked_changes_kept() -> None:
    """[FM1] [SG6]"""
    found = docx_read.read(
        with_body(
            '<w:p><w:r><w:t xml:space="preserve">앞 </w:t></w:r>'
            '<w:ins w:id="1" w:author="a"><w:r><w:t>넣은 글</w:t></w:r></w:ins>'
            '<w:del w:id="2" w:author="a"><w:r><w:delText>지운 글</w:delText></w:r></w:del>'
            '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
        )
    )
    assert [plain(b) for b in found.paper.blocks if isinstance(b, Line)] == ["앞 넣은 글지운 글"]
    assert found.losses == {Feature.COMMENT: 1}


def test_the_result_of_a_field_stays_and_its_code_does_not() -> None:
    found = docx_read.read(
        with_body(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE '
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t>'
            '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        )
    )
    assert [plain(b) for b in found.paper.blocks if isinstance(b, Line)] == ["3"]
    assert found.losses == {Feature.FIELD: 1}
