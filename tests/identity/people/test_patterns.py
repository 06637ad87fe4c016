import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.people.model import DivisionRow
from identity.people.rules import pattern, tree, words_of
from kernel.text import choseong

syllables = st.text(
    st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6
)
# What stands in the field of a 2-set keyboard, key by key, while 김하늘 and 박솔 are typed.
TYPED = {
    "김하늘": ["ㄱ", "기", "김", "김ㅎ", "김하", "김한", "김하느", "김하늘"],
    "박솔": ["ㅂ", "바", "박", "박ㅅ", "박소", "박솔"],
    "남궁": ["ㄴ", "나", "남", "남ㄱ", "남구", "남궁"],
    "값어치": ["가", "갑", "값", "값ㅇ", "값어", "값엋", "값어치"],
    "각하": ["각", "각ㅎ", "각하"],
    "안자": ["안", "앉", "안자"],
}


@pytest.mark.parametrize("name", TYPED)
def test_a_name_is_found_at_every_key_while_it_is_typed(name: str) -> None:
    """[PE3]"""
    for typed in TYPED[name]:
        assert re.match(pattern(typed), name), typed


@given(syllables)
def test_a_name_is_found_by_itself_its_initials_and_every_mixture(name: str) -> None:
    """[PE3]"""
    initials = choseong(name)
    for cut in range(len(name) + 1):
        assert re.fullmatch(pattern(name[:cut] + initials[cut:]), name)
        if cut:
            assert re.match(pattern(name[:cut]), name)


@given(syllables, syllables)
def test_initials_find_only_what_begins_with_them(name: str, other: str) -> None:
    """[PE3]"""
    found = re.search(pattern(choseong(name)), other) is not None
    assert found == (choseong(name) in choseong(other))


@given(st.text(min_size=1))
def test_whatever_is_typed_is_an_expression_that_finds_it(typed: str) -> None:
    """[PE3]"""
    for word in words_of(typed):
        assert re.search(pattern(word), word)


def test_the_tree_counts_people_below_and_keeps_the_order() -> None:
    """[PE1]"""
    rows = [
        DivisionRow("top", None, "부", "", 1),
        DivisionRow("b", "top", "나국", "", 2),
        DivisionRow("a", "top", "가국", "", 0),
        DivisionRow("a1", "a", "가과", "", 5),
    ]
    [top] = tree(rows)
    assert (top.people, top.total) == (1, 8)
    assert [(d.id, d.total) for d in top.children] == [("b", 2), ("a", 5)]
