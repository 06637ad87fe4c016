from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_admin.exports.model import Comparison, Join, Op
from mobile_admin.exports.rules import FilterRefused, cell, parsed

DAY = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_filter_is_read_as_it_is_meant() -> None:
    """[EX4]"""
    assert parsed("") is None
    later = Comparison("", Op.GE, DAY)
    assert parsed("__system/submissionDate ge 2026-11-01T00:00:00.000Z") == later
    assert parsed("__system/submissionDate ge 2026-11-01") == later
    year = Comparison("year", Op.EQ, 2026)
    both = "year(__system/submissionDate) eq 2026 and __system/submissionDate ge 2026-11-01"
    assert parsed(both) == Join("and", (year, later))
    either = f"not ({both}) or year(__system/submissionDate) eq 2026"
    assert parsed(either) == Join("or", (Join("not", (Join("and", (year, later)),)), year))


@pytest.mark.parametrize(
    "text",
    [
        "__system/submitterId eq 5", "__system/submissionDate ge", "1 eq 1; drop table x",
        "year(__system/submissionDate) eq 2026-11-01", "(" * 50 + ")" * 50,
        "__system/submissionDate ge 2026-13-01", "__system/submissionDate ge 5 extra",
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
