from contextlib import suppress
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weboffice.templates.rules import TEMPLATES, TemplateUnknown, get_template
from weboffice.ydoc.bounds import check_update
from weboffice.ydoc.machine import BadUpdate, SharedDoc
from weboffice.ydoc.model import Heading, Item, ItemKind, Mark, Paragraph, Rule, Run, Table
from weboffice.ydoc.rules import plain_text, seed


def text_of(*blocks: object) -> str:
    ids = count()
    return plain_text(SharedDoc([seed(list(blocks), lambda: str(next(ids)))]))  # type: ignore[arg-type]


def test_blocks_become_lines_with_the_signs_of_their_lists() -> None:
    """[OF2] [OF4]"""
    assert (
        text_of(
            Heading((Run("현황"),), 2),
            Item((Run("첫째 "), Run("굵게", (Mark.BOLD,)))),
            Item((Run("둘째"),), ItemKind.OUTLINE, 3),
            Item((Run("점"),), ItemKind.BULLET),
            Rule(),
            Table((("일", "이"), ("", "삼"))),
            Paragraph(),
        )
        == "현황\n□ 첫째 굵게\n    - 둘째\n• 점\n일\t이\n\t삼\n"
    )


@pytest.mark.parametrize("template", [t.id for t in TEMPLATES])
def test_every_template_can_be_seeded(template: str) -> None:
    """[OF2]"""
    blocks = get_template(template).blocks
    lines = [block for block in blocks if not isinstance(block, Rule)]
    assert text_of(*blocks).count("\n") >= len(lines) - 1


def test_an_official_letter_is_in_the_order_that_the_regulation_gives() -> None:
    """[TX6]"""
    text = text_of(*get_template("official").blocks)
    order = ["수신", "(경유)", "제목", "관련:", "붙임", "끝.", "부 장 관", "기안자", "시행", "우 "]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_a_press_release_says_when_it_may_be_told_and_whom_to_ask() -> None:
    """[TX6]"""
    text = text_of(*get_template("press").blocks)
    assert text.startswith("보도자료\n보도 시점\t")
    assert text.index("담당 부서") > text.index("붙임")


def test_an_unknown_template_is_refused_with_the_known_ones() -> None:
    """[OF2]"""
    with pytest.raises(TemplateUnknown) as refused:
        get_template("sonnet")
    assert "report" in str(refused.value.facts["known"])


@given(st.binary(max_size=60))
def test_any_bytes_are_applied_or_refused_and_the_document_lives_on(data: bytes) -> None:
    """[ED6]"""
    shared = SharedDoc([seed([Paragraph((Run("온마루"),))], lambda: "a")])
    with suppress(BadUpdate):
        check_update(data)
        shared.apply(data)
    assert "온마루" in plain_text(shared)
    assert SharedDoc([shared.whole()]).state() == shared.state()


def test_what_is_known_already_is_no_news_and_what_must_wait_is() -> None:
    """[ED3]"""
    author, other = SharedDoc(), SharedDoc()
    first = seed([Paragraph((Run("가"),))], lambda: "a")
    author.apply(first)
    known = author.state()
    with author.doc.transaction():
        author.body.children[0].children[0].insert(0, "나")  # type: ignore[union-attr]
    later = author.since(known)
    assert other.brings(later)
    assert other.brings(first)
    assert not other.brings(later)
    assert not other.brings(first)
    assert plain_text(other) == plain_text(author)
