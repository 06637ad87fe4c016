"""What an office and a citizen read of an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_admin.xforms.words import spoken


@pytest.mark.parametrize(
    ("kind", "looks", "value", "said"),
    [
        ("date", "", "2026-08-01", "2026. 8. 1."),
        ("date", "month-year", "2026-08-01", "2026. 8."),
        ("date", "year no-calendar", "2026-01-01", "2026."),
        ("time", "", "07:30:00.000+09:00", "07:30"),
        ("time", "", "07:30:15.500+09:00", "07:30:15"),
        ("time", "", "07:30", "07:30"),
        ("dateTime", "", "2026-11-27T07:30:00.000+09:00", "2026. 11. 27. 07:30"),
        ("geopoint", "", "37.5665 126.978 0.0 12.0", "37.566500, 126.978000 (±12 m)"),
        ("geopoint", "", "37.5665 126.978", "37.566500, 126.978000"),
        ("geotrace", "", "37.5 127 0 4;37.6 127 0 4", "점 2개, 37.500000, 127.000000 (±4 m)부터"),
        ("geoshape", "", "1 2;1 3;2 3;1 2", "점 3개, 1.000000, 2.000000부터"),
        ("decimal", "", "12.0", "12"),
        ("decimal", "", "-3.00", "-3"),
        ("decimal", "", "3.50", "3.50"),
        ("string", "", "12.0", "12.0"),
        ("string", "", "2026-08-01", "2026-08-01"),
        ("date", "", "언젠가", "언젠가"),
        ("geopoint", "", "여기", "여기"),
    ],
)
def test_answers_are_read_as_offices_write(kind: str, looks: str, value: str, said: str) -> None:
    """[FS8]"""
    assert spoken(kind, looks, value) == said


@given(
    st.sampled_from(
        ["date", "time", "dateTime", "decimal", "geopoint", "geotrace", "geoshape", "string"]
    ),
    st.text(min_size=1),
)
def test_nothing_that_came_is_lost_because_it_is_not_understood(kind: str, value: str) -> None:
    """[FS8]"""
    assert spoken(kind, "", value)
