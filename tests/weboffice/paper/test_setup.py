"""How pages are goes between documents and files."""

import io
from dataclasses import replace

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.weboffice.paper.test_insets import through_editor
from tests.weboffice.paper.test_round_trips import CODECS
from weboffice.formats import rules
from weboffice.paper import setup, shared
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit
from weboffice.paper.markup import archive
from weboffice.paper.model import (
    Align,
    Figures,
    Line,
    Numbers,
    Page,
    Paper,
    Read,
    Run,
    Style,
    plain,
)
from weboffice.paper.safe import open_package
from weboffice.ydoc.machine import SharedDoc


def fresh() -> str:
    return "id"


SET = Paper(
    (Line((Run("본문"),)),),
    Page(297.0, 210.0, (30.0, 22.0, 28.0, 25.0)),
    (Line((Run("한빛부 추진 계획"),), align=Align.RIGHT),),
    (Line((Run("대외 주의"),)),),
    numbers=Numbers.PLAIN,
    is_first_bare=True,
)


@pytest.mark.parametrize("name", ["docx", "hwpx"])
@pytest.mark.parametrize("numbers", list(Numbers))
def test_pages_survive_a_file(name: str, numbers: Numbers) -> None:
    """[FM1]"""
    holds, write, read = CODECS[name]
    paper = Paper(**{**vars(SET), "numbers": numbers})
    fitted, lost = fit(paper, holds)
    assert lost == {}
    found = read(write(fitted))
    assert found.losses == {}
    back = found.paper
    assert back.numbers is fitted.numbers
    assert back.is_first_bare
    assert [plain(line) for line in back.header + back.footer] == ["한빛부 추진 계획", "대외 주의"]
    assert back.page is not None
    assert (back.page.width, back.page.height) == (297.0, 210.0)
    assert back.page.margins == pytest.approx((30.0, 22.0, 28.0, 25.0), abs=0.2)


BAND = Line((Run("한빛부\t대외비\t{date}"),))
BELOW = Line((Run("{title}\t\t{page} 쪽"),))


@pytest.mark.parametrize("figures", list(Figures))
@pytest.mark.parametrize("name", ["docx", "hwpx"])
def test_three_places_with_fields_survive_a_file(name: str, figures: Figures) -> None:
    """[PG4] The day and the title are fields in a DOCX and words in an HWPX."""
    holds, write, read = CODECS[name]
    paper = replace(
        SET, header=(BAND,), footer=(BELOW,), figures=figures, title="계획", today="2030. 1. 7."
    )
    fitted, lost = fit(paper, holds)
    assert lost == {}
    found = read(write(fitted))
    assert found.losses == {}
    back = found.paper
    assert (back.figures, back.numbers) == (figures, Numbers.PLAIN)
    is_word = name == "docx"
    assert plain(back.header[0]) == f"한빛부\t대외비\t{'{date}' if is_word else '2030. 1. 7.'}"
    assert plain(back.footer[0]) == f"{'{title}' if is_word else '계획'}\t\t{{page}} 쪽"


@pytest.mark.parametrize("name", ["docx", "hwpx"])
def test_a_first_page_of_its_own_survives_a_file(name: str) -> None:
    """[PG4] And is counted where a format has no word for it."""
    first = Line((Run("결재용"),), align=Align.CENTER)
    paper = replace(SET, first_header=(first,), first_footer=(Line((Run("{page}"),)),))
    holds, write, read = CODECS[name]
    fitted, lost = fit(paper, holds)
    found = read(write(fitted))
    assert (lost, found.losses) == ({}, {})
    back = found.paper
    assert (back.first_header, back.first_footer) == (paper.first_header, paper.first_footer)
    assert back.is_first_bare
    assert [plain(one) for one in back.blocks if isinstance(one, Line)] == [
        plain(one) for one in paper.blocks if isinstance(one, Line)
    ]
    assert fit(paper, holds - {Feature.FIRST_BAND})[1] == {Feature.FIRST_BAND: 1}


def test_fields_that_word_writes_in_pieces_are_read() -> None:
    """[PG4] By python-docx, a complex field in the middle of words."""
    made = docx.Document()
    line = made.sections[0].footer.paragraphs[0]
    line.add_run("제 ")
    for kind in ("begin", "", "separate", "end"):
        run = line.add_run("9" if kind == "end" else "")
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = " PAGE \\* MERGEFORMAT "
        run.element.append(mark)
    line.add_run(" 쪽")
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    made.save(out)
    back = rules.into_editor(CODECS["docx"][2](out.getvalue()).paper)[0]
    assert [(plain(one), one.align) for one in back.footer] == [("제 {page} 쪽", Align.RIGHT)]


def test_a_number_that_hangul_has_elsewhere_is_a_field_there() -> None:
    """[PG4]"""
    empty = CODECS["hwpx"][1](Paper((Line((Run("본문"),)),), numbers=Numbers.DASH))
    package = open_package(empty)
    parts = {name: package.read(name) for name in package.archive.namelist()}
    section = parts["Contents/section0.xml"]
    parts["Contents/section0.xml"] = section.replace(b"BOTTOM_CENTER", b"TOP_RIGHT")
    back = CODECS["hwpx"][2](archive(parts, frozenset({"mimetype"}))).paper
    assert [(plain(one), one.align) for one in back.header] == [("- {page} -", Align.RIGHT)]
    assert back.numbers is Numbers.NONE


def test_pages_survive_the_shared_document() -> None:
    """[TX12]"""
    for paper in (
        SET,
        replace(SET, header=(BAND,), footer=(BELOW,), figures=Figures.HANGUL),
        replace(SET, first_header=(BAND,), first_footer=(BELOW,), numbers=Numbers.OF),
    ):
        assert shared.read(SharedDoc([shared.seed(paper, fresh)])).paper == paper


def test_a_new_document_is_numbered_as_the_office_does() -> None:
    made = shared.read(SharedDoc([shared.seed(Paper(), fresh)])).paper
    assert (made.page, made.numbers, made.header) == (Page(), Numbers.DASH, ())


def test_what_the_editor_cannot_set_is_made_simple_and_counted() -> None:
    """[FM1]"""
    rich = Line((Run("굵게", Style(bold=True)), Run(" 보통")))
    paper = Paper(page=Page(182.0, 257.0), header=(rich, Line((Run("둘째"),))))
    made, lost = rules.into_editor(paper)
    assert made.page == Page()
    assert [plain(line) for line in made.header] == ["굵게 보통 둘째"]
    assert (lost[Feature.PAGE], lost[Feature.HEADER]) == (1, 1)
    assert rules.into_editor(made) == (made, {})


def test_what_another_client_wrote_is_read_within_bounds() -> None:
    document = SharedDoc()
    with document.doc.transaction():
        setup.write(document, SET)
    found = document.pages
    found["top"] = 1e9
    found["header"] = 5
    found["numbers"] = "roman"
    made = setup.read(document)
    assert made.page is not None
    assert made.page.margins[0] == Page().margins[0]
    assert (made.header, made.numbers) == ((), Numbers.DASH)


def test_pages_that_a_file_does_not_number_are_not_numbered() -> None:
    """[PG4] [FM1] What knows no pages is numbered as any paper of the office."""
    line = Line((Run("본문"),))
    for paper, numbers in (
        (Paper((line,), Page()), Numbers.NONE),
        (Paper((line,), Page(), numbers=Numbers.DASH), Numbers.DASH),
        (Paper((line,)), Numbers.DASH),
    ):
        assert through_editor(Read(rules.into_editor(paper)[0])).numbers is numbers
