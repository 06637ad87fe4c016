from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.almanac import rules
from daas_broker.almanac.adapters.korea import KoreanHolidays
from daas_broker.almanac.model import Leave, OwnDay
from daas_broker.forecast.model import DayName
from kernel.actor import UserId

DAYS = st.dates(date(2029, 12, 1), date(2030, 2, 28))
FIRST, LAST = date(2030, 1, 1), date(2030, 1, 31)


def test_public_holidays_of_the_sun_and_the_moon_and_those_that_make_up_for_them() -> None:
    """[DC3] As the government announced them: 월력요항 2025."""
    found = KoreanHolidays().of(date(2025, 1, 1), date(2025, 12, 31))
    assert "설날" in found[date(2025, 1, 29)].ko
    assert found[date(2025, 1, 29)].en == "Korean New Year"
    assert "추석" in found[date(2025, 10, 6)].ko
    assert "대체" in found[date(2025, 3, 3)].ko  # for the Saturday of 삼일절
    assert "대체" in found[date(2025, 10, 8)].ko  # for the Sunday within 추석
    assert date(2025, 11, 26) not in found


def test_the_agencys_word_counts_before_the_public_calendar() -> None:
    """[DC3]"""
    holiday, ours, plain = date(2030, 1, 1), date(2030, 1, 10), date(2030, 1, 11)
    own = [OwnDay(holiday, is_off=False, name=""), OwnDay(ours, is_off=True, name="창립기념일")]
    found = rules.days_off({holiday: DayName("신정", "New Year")}, own)
    assert {day: (one.name.en, one.is_own) for day, one in found.items()} == {
        ours: ("창립기념일", True)
    }
    assert plain not in found


def test_a_day_off_without_a_name_is_refused() -> None:
    with pytest.raises(rules.DayNameless):
        rules.check(OwnDay(FIRST, is_off=True, name="  "))


def test_a_sheet_is_read_as_people_export_it() -> None:
    sheet = "\ufeff로그인,시작,끝\r\nkim,2026-12-24,2026-12-26\r\n\r\nlee,2026.1.2.,20260103\r\n"
    lines = rules.read(sheet)
    assert [(one.number, one.user_name, one.begins, one.ends) for one in lines] == [
        (2, "kim", date(2026, 12, 24), date(2026, 12, 26)),
        (4, "lee", date(2026, 1, 2), date(2026, 1, 3)),
    ]


@pytest.mark.parametrize(
    "wrong", ["lee,2026-13-01,2026-13-02", "lee,2026-01-05,2026-01-04", "lee", "lee,,", ",a,b"]
)
def test_one_wrong_line_refuses_the_whole_and_is_named(wrong: str) -> None:
    """[DC4]"""
    with pytest.raises(rules.LeaveUnreadable) as refused:
        rules.read(f"kim,2026-01-01,2026-01-02\n{wrong}\n")
    assert refused.value.facts["lines"] == [2]


@given(st.text(max_size=200))
def test_no_sheet_is_more_than_refused(sheet: str) -> None:
    """[DC4]"""
    try:
        lines = rules.read(sheet)
    except rules.LeaveUnreadable:
        return
    assert all(one.begins <= one.ends and one.user_name for one in lines)


@given(st.lists(st.builds(Leave, st.sampled_from([UserId("a"), UserId("b")]), DAYS, DAYS)))
def test_who_is_away_twice_counts_once(leaves: list[Leave]) -> None:
    """[DC3]"""
    found = rules.away(leaves, FIRST, LAST)
    for day in rules.span(FIRST, LAST):
        absent = {one.person_id for one in leaves if one.begins <= day <= one.ends}
        assert found[day] == len(absent)
    assert all(FIRST <= day <= LAST for day in found)


def test_a_span_has_both_its_ends() -> None:
    assert list(rules.span(FIRST, FIRST + timedelta(days=1))) == [FIRST, date(2030, 1, 2)]
