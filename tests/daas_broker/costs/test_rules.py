from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.costs.model import Assumptions, AtLimit, Budget, BudgetLevel, Used
from daas_broker.costs.rules import (
    POLICY,
    AssumptionImpossible,
    BudgetImpossible,
    bill,
    check,
    check_budget,
    compare,
    forecast,
    held_back,
    levers,
    standing,
)
from daas_broker.sessions.model import HeldBack

amounts = st.floats(0, 1e9)
uses = st.builds(Used, *[amounts] * 6)
TODAY = date(2030, 1, 16)  # a Wednesday
MONTHS = st.dictionaries(
    st.integers(0, 27).map(lambda n: TODAY - timedelta(days=n)), st.floats(0, 1e8), max_size=28
)


def added(a: Used, b: Used) -> Used:
    return Used(*(x + y for x, y in zip(vars(a).values(), vars(b).values(), strict=True)))


@given(uses, uses)
def test_bills_of_parts_add_up_to_the_bill_of_the_whole(a: Used, b: Used) -> None:
    """[DU4]"""
    prices = Assumptions()
    whole = bill(added(a, b), prices)
    assert whole.total == pytest.approx(bill(a, prices).total + bill(b, prices).total)
    assert whole.kwh == pytest.approx(bill(a, prices).kwh + bill(b, prices).kwh)


def test_an_hour_held_costs_what_the_prices_say() -> None:
    """[DU4] Held for 2 h with 1 h of processor, 8 GiB-hours and 3 GiB sent."""
    used = Used(7200, 3600, 0, 3600, 8 * 3600, 3 * 2**30)
    lines = bill(used, Assumptions()).lines
    assert lines["held"] == 2 * 55
    assert lines["cpu"] == 18
    assert lines["memory"] == 32
    assert lines["transfer"] == 36
    assert lines["energy"] == pytest.approx((2 * 3 + 1 * 9) * 1.5 / 1000 * 150)


@given(MONTHS)
def test_a_forecast_never_falls_below_what_is_spent(daily: dict[date, float]) -> None:
    """[DU4]"""
    spent = sum(won for day, won in daily.items() if day.month == TODAY.month)
    assert forecast(daily, TODAY) >= spent - 1e-6


def test_a_forecast_knows_weekends() -> None:
    """[DU4] 100 each working day before: eleven passed, today, and eleven are to come."""
    days = [TODAY - timedelta(days=n) for n in range(1, 29)]
    daily = {day: 100.0 for day in days if day.weekday() < 5}
    assert forecast(daily, TODAY) == pytest.approx(2300.0)


def test_the_policys_saving_comes_out_under_its_assumptions_and_not_under_ours() -> None:
    """[DU5]"""
    assert compare(POLICY).saving == pytest.approx(0.70, abs=0.01)
    assert compare(Assumptions()).saving < 0.5
    undone = replace(POLICY, notebook_licence_year=Assumptions().notebook_licence_year)
    assert compare(undone).saving < 0.65


def test_without_a_second_pc_there_is_little_to_save() -> None:
    """[DU5]"""
    assert compare(replace(Assumptions(), pcs_per_seat=1)).saving < 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("pue", 0.5), ("share_at_once", 1.2), ("pc_years", 0.0), ("kwh", float("nan"))]
    + [(each.name, -1.0) for each in fields(Assumptions)],
)
def test_a_number_from_which_nothing_can_be_computed_is_refused(name: str, value: float) -> None:
    """[DU5]"""
    with pytest.raises(AssumptionImpossible) as refused:
        check(replace(Assumptions(), **{name: value}))
    assert refused.value.facts["field"] == name


def test_the_levers_name_what_the_saving_hangs_on() -> None:
    """[DU5]"""
    found = levers(Assumptions())
    assert found[0].name == "pcs_per_seat"
    assert found == sorted(found, key=lambda lever: -lever.reach)


@given(st.floats(0, 1e9), st.sampled_from(AtLimit))
def test_nobody_is_held_back_before_the_budget_is_spent(spent: float, at_limit: AtLimit) -> None:
    """[DU6]"""
    at = standing(Budget("div", 1e6, at_limit), spent)
    assert (at.level is BudgetLevel.OK) == (spent < 0.8e6)
    assert (at.level is BudgetLevel.OVER) == (spent >= 1e6)
    held = held_back(at)
    assert (held is None) == (spent < 1e6 or at_limit is AtLimit.WARN)
    assert held is None or held.value == at_limit.value


def test_without_a_budget_nobody_is_held_back() -> None:
    """[DU6]"""
    assert held_back(None) is None
    assert {how.value for how in HeldBack} < {how.value for how in AtLimit}


@pytest.mark.parametrize("monthly", [0, -1, 0.5, 1.5, 1e12 + 1, float("inf"), float("nan")])
def test_a_budget_is_some_whole_won_and_no_more_than_a_state_s(monthly: float) -> None:
    """[DU6]"""
    with pytest.raises(BudgetImpossible):
        check_budget(Budget("div", monthly, AtLimit.WARN))


@pytest.mark.parametrize("monthly", [1, 1e6, 1e12])
def test_a_budget_of_whole_won_is_taken(monthly: float) -> None:
    """[DU6]"""
    assert check_budget(Budget("div", monthly, AtLimit.WARN)).monthly == monthly
