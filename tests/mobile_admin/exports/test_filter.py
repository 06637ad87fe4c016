from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_admin.exports.asking import (
    CursorRefused,
    FilterRefused,
    OrderRefused,
    cursor_of,
    filtered,
    ordered,
    token_of,
)
from mobile_admin.exports.model import Comparison, Cursor, Field, Join, Op, Order
from mobile_admin.exports.rules import cell

DAY = datetime(2026, 11, 1, tzinfo=UTC)


def parsed(text: str) -> object:
    return filtered(text, DAY)


def test_a_filter_is_read_as_it_is_meant() -> None:
    """[EX4]"""
    assert parsed("") is None
    later = Comparison(Field.DATE, "", Op.GE, DAY)
    assert parsed("__system/submissionDate ge 2026-11-01T00:00:00.000Z") == later
    assert parsed("__system/submissionDate ge 2026-11-01") == later
    year = Comparison(Field.DATE, "year", Op.EQ, 2026)
    both = "year(__system/submissionDate) eq 2026 and __system/submissionDate ge 2026-11-01"
    assert parsed(both) == Join("and", (year, later))
    either = f"not ({both}) or year(__system/submissionDate) eq 2026"
    assert parsed(either) == Join("or", (Join("not", (Join("and", (year, later)),)), year))
    assert parsed("$root/Submissions/__system/submissionDate ge now()") == later
    said = Comparison(Field.REVIEW, "", Op.NE, "it's")
    assert parsed("__system/reviewState ne 'it''s'") == said
    assert parsed("__system/reviewState eq null") == Comparison(Field.REVIEW, "", Op.EQ, "")


def test_an_order_is_of_three_things_at_most_and_each_once() -> None:
    """[EX6]"""
    told = "__system/reviewState desc,__system/submissionDate"
    assert ordered(told) == (Order(Field.REVIEW, True), Order(Field.DATE, False))  # noqa: FBT003
    assert ordered(" ") == ()
    for wrong in ("business", "__system/reviewState down", ",".join([told, told]), ","):
        with pytest.raises(OrderRefused):
            ordered(wrong)


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 10**9))
def test_a_token_is_read_as_it_was_given_and_another_is_refused(
    text: str, value: str, given: int
) -> None:
    """[EX5]"""
    cursor = Cursor((value.replace("\0", ""), DAY.isoformat()), "s1", given)
    order = ordered("__system/submitterId")
    assert cursor_of(token_of(cursor), order) == cursor
    assert cursor_of("", order) is None
    with pytest.raises(CursorRefused):
        cursor_of(token_of(cursor), ())
    if text:
        with pytest.raises(CursorRefused):
            cursor_of(f"!{text}", order)


@pytest.mark.parametrize(
    "text",
    [
        "__system/submitterId eq 5", "__system/submissionDate ge", "1 eq 1; drop table x",
        "year(__system/submissionDate) eq 2026-11-01", "(" * 50 + ")" * 50,
        "__system/submissionDate ge 2026-13-01", "__system/submissionDate ge 5 extra",
        "__system/reviewState gt 'a'", "__system/submissionDate eq null", "1 eq " * 300,
    ],
)  # fmt: skip
def test_what_is_no_filter_on_the_date_is_refused(text: str) -> None:
    """[EX4]"""
    with pytest.raises(FilterRefused):
        parsed(text)


@given(st.text(max_size=80))
def test_whatever_is_asked_is_read_or_refused(text: str) -> None:
    """[EX4]"""
    try:
        parsed(text)
    except FilterRefused:
        return


@given(st.text(max_size=40))
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    """[EX2]"""
    told = cell(text)
    assert told.lstrip("'") == text.lstrip("'")
    if told[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        assert told.lstrip("+-").replace(".", "", 1).isdigit()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-5.5", "-5.5"), ("+82", "+82"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"), ("온마루", "온마루"),
    ],
)  # fmt: skip
def test_numbers_stay_numbers_and_formulas_become_text(text: str, told: str) -> None:
    """[EX2]"""
    assert cell(text) == told
