from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.login import rules
from identity.login.model import Tally
from identity.login.rules import SignInLocked, SignInRefused

START = datetime(2030, 1, 7, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pauses = st.lists(st.timedeltas(timedelta(), timedelta(minutes=90)), max_size=40)


def test_the_locks_grow_from_one_minute_to_an_hour() -> None:
    """[SI2]"""
    tally, now, locks = None, START, []
    for _ in range(13):
        tally = rules.counted(tally, now)
        locks.append(((tally.locked_until or now) - now) // MINUTE)
        now = tally.locked_until or now
    assert locks == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


@given(pauses)
def test_no_password_is_looked_at_during_a_lock_whatever_the_rhythm(
    rhythm: list[timedelta],
) -> None:
    """[SI2]"""
    tally: Tally | None = None
    now, looked_at = START, []
    for pause in rhythm:
        now += pause
        try:
            tally = rules.counted(tally, now)
        except SignInLocked:
            assert tally is not None
            assert tally.locked_until is not None
            assert now < tally.locked_until
        else:
            looked_at.append(now)
    for first, sixth in zip(looked_at, looked_at[5:], strict=False):
        assert sixth - first >= MINUTE


def test_a_day_without_failures_forgets_them() -> None:
    """[SI2]"""
    almost = Tally(4, START)
    assert rules.counted(almost, START + timedelta(hours=23)).failures == 5
    assert rules.counted(almost, START + timedelta(hours=24)).failures == 1


def test_the_answer_says_how_many_attempts_are_left_or_until_when_it_is_locked() -> None:
    """[SI2]"""
    left = rules.refusal(Tally(4, START), START)
    assert isinstance(left, SignInRefused)
    assert left.facts == {"attempts_left": 1}
    locked = rules.refusal(Tally(5, START, START + MINUTE), START)
    assert isinstance(locked, SignInLocked)
    assert locked.facts["until"] == "2030-01-07T00:01:00+00:00"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("127.0.0.1", "loopback"),
        ("::1", "loopback"),
        ("-", "-"),
    ],
)
def test_a_place_is_the_neighbourhood_of_an_address(address: str, network: str) -> None:
    """[SI8]"""
    assert rules.network(address) == network
