"""When and from where a desktop may be used, from values alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from daas_broker.policies import entering, rules
from daas_broker.policies.model import Access, Hours, Scope, ScopeKind
from kernel.settings import Zone

OFFICE = Access(hours=(Hours(frozenset({0, 1, 2, 3, 4}), 8 * 60, 20 * 60),))
HERE = Access(networks=("10.20.0.0/16", "2001:db8::/32"))
HOURS = st.builds(
    Hours,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.integers(0, 719),
    st.integers(720, 1440),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(day: int, clock: str) -> datetime:
    """In November 2026, whose 23rd is a Monday, as the clock shows it in Seoul."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=entering.SEOUL)


@pytest.mark.parametrize(
    ("day", "clock", "opens"),
    [
        (23, "07:59", at(23, "08:00")),
        (23, "20:00", at(24, "08:00")),
        (27, "20:00", at(30, "08:00")),
        (28, "12:00", at(30, "08:00")),
    ],
)
def test_outside_its_hours_it_is_shut_and_says_when_it_opens(
    day: int, clock: str, opens: datetime
) -> None:
    """[DV9]"""
    assert entering.shut(OFFICE, "-", at(day, clock)) == entering.Shut("access_hours", opens)


@pytest.mark.parametrize("clock", ["08:00", "19:59"])
def test_within_its_hours_it_is_open_until_they_end(clock: str) -> None:
    """[DV9]"""
    assert entering.shut(OFFICE, "-", at(23, clock)) is None
    assert entering.closes_at(OFFICE, at(23, clock)) == at(23, "20:00")


def test_hours_that_touch_are_one_also_over_midnight() -> None:
    """[DV9]"""
    night = (Hours(frozenset({0}), 1200, 1440), Hours(frozenset({1}), 0, 360))
    assert entering.closes_at(Access(hours=night), at(23, "21:00")) == at(24, "06:00")
    always = Access(hours=(Hours(frozenset(range(7)), 0, 1440),))
    assert entering.closes_at(always, at(23, "21:00")) is None


@pytest.mark.parametrize(
    ("caller", "is_open"),
    [
        ("10.20.1.7", True),
        ("::ffff:10.20.1.7", True),
        ("2001:db8::5", True),
        ("10.21.0.1", False),
        ("-", False),
        ("10.20.1.7, 1.2.3.4", False),
    ],
)
def test_it_opens_from_its_addresses_only(caller: str, *, is_open: bool) -> None:
    """[DV9]"""
    found = entering.shut(HERE, caller, at(23, "12:00"))
    assert (found is None) is is_open
    assert found is None or found == entering.Shut("access_place")


@given(st.tuples(HOURS, HOURS), MOMENTS)
def test_what_it_says_of_its_next_change_is_true(hours: tuple[Hours, Hours], now: datetime) -> None:
    """[DV9]"""
    access, instant = Access(hours=hours), timedelta(minutes=1)
    found = entering.shut(access, "-", now)
    if found is None:
        closes = entering.closes_at(access, now)
        assert closes is None or entering.shut(access, "-", closes) is not None
        assert closes is None or entering.shut(access, "-", closes - instant) is None
    else:
        assert found.opens_at is not None
        assert found.opens_at > now
        assert entering.shut(access, "-", found.opens_at) is None


@pytest.mark.parametrize(
    "access",
    [
        {"hours": [{"days": [], "begins": 0, "ends": 60}]},
        {"hours": [{"days": [0], "begins": 60, "ends": 60}]},
        {"hours": [{"days": [7], "begins": 0, "ends": 60}]},
        {"networks": ["10.20.0.1/16"]},
        {"networks": ["everywhere"]},
    ],
)
def test_hours_and_places_that_cannot_be_meant_are_refused(access: dict[str, JsonValue]) -> None:
    """[DV9]"""
    with pytest.raises(rules.PolicyMalformed):
        rules.check(Scope(ScopeKind.PERSON, "ann"), {"access": access})


def test_a_policy_says_its_hours_as_it_was_told_them() -> None:
    """[DV9]"""
    said: JsonValue = {
        "hours": [{"days": [0, 4], "begins": 0, "ends": 1440}],
        "networks": ["10.0.0.0/8"],
    }
    body: dict[str, JsonValue] = {**rules.body_of(rules.DEFAULTS[Zone.WORK]), "access": said}
    assert rules.body_of(rules.parse(body))["access"] == said
