from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.address_holds import rules
from identity.address_holds.model import Hold, Tries

counts = st.integers(0, 2_000)


def test_one_password_tried_on_many_names_is_an_attack_and_so_are_many_on_a_few() -> None:
    """[SI11]"""
    assert not rules.is_attack(Tries(failures=10, names_failed=10, names_in=0))
    assert rules.is_attack(Tries(failures=11, names_failed=11, names_in=0))
    assert not rules.is_attack(Tries(failures=50, names_failed=3, names_in=0))
    assert rules.is_attack(Tries(failures=51, names_failed=3, names_in=0))


def test_an_office_of_two_hundred_mistypes_more_than_a_single_person() -> None:
    """[SI11]"""
    assert not rules.is_attack(Tries(failures=120, names_failed=40, names_in=200))
    assert rules.is_attack(Tries(failures=120, names_failed=51, names_in=200))


@given(counts, counts, counts, counts)
def test_more_people_who_got_in_never_make_an_attack_of_what_was_none(
    failures: int, names: int, people: int, more: int
) -> None:
    """[SI11]"""
    before, after = Tries(failures, names, people), Tries(failures, names, people + more)
    assert rules.is_attack(before) or not rules.is_attack(after)
    worse = Tries(failures + more, names + more, people)
    assert rules.is_attack(worse) or not rules.is_attack(before)


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("-", "-"),
    ],
)
def test_who_has_an_address_of_ipv6_has_all_of_its_network(address: str, source: str) -> None:
    """[SI11]"""
    assert rules.source(address) == source


def test_a_mark_tells_two_names_apart_and_is_another_at_each_address() -> None:
    """[SI5]"""
    marks = {rules.mark("10.1.2.3", name) for name in ("ann", "ben", "cho")}
    assert len(marks) == 3
    assert rules.mark("10.1.2.3", "ann") != rules.mark("10.1.2.4", "ann")
    assert all(0 <= each < 2**16 for each in marks)


def test_a_refusal_says_until_when() -> None:
    """[SI11]"""
    now = datetime(2030, 1, 7, tzinfo=UTC)
    facts = rules.refusal(Hold("10.1.2.3", now + timedelta(minutes=5)), now).facts
    assert facts == {"until": "2030-01-07T00:05:00+00:00", "retry_after": 301}
