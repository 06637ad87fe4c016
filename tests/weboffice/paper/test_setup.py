"""How pages are goes between documents and files."""

import pytest

from tests.weboffice.paper.test_round_trips import CODECS
from weboffice.formats import rules
from weboffice.paper import setup, shared
from weboffice.paper.fit import fit
from weboffice.paper.model import (
    Align,
    Feature,
    Line,
    Numbers,
    Page,
    Paper,
    Run,
    Style,
    plain,
)
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
    assert lost == ({Feature.PAGE_COUNT: 1} if (name, numbers) == ("hwpx", Numbers.OF) else {})
    found = read(write(fitted))
    assert found.losses == {}
    back = found.paper
    assert back.numbers is fitted.numbers
    assert back.is_first_bare
    assert [plain(line) for line in back.header + back.footer] == ["한빛부 추진 계획", "대외 주의"]
    assert back.page is not None
    assert (back.page.width, back.page.height) == (297.0, 210.0)
    assert back.page.margins == pytest.approx((30.0, 22.0, 28.0, 25.0), abs=0.2)


def test_pages_survive_the_shared_document() -> None:
    """[TX12]"""
    made = shared.read(SharedDoc([shared.seed(SET, fresh)])).paper
    assert made == SET


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
