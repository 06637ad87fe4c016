"""How many may come in from one address."""

from datetime import timedelta

from identity.login.service import ADDRESS_LIMIT

PEOPLE, WITHIN, UNEVEN = 1_000, timedelta(minutes=5), 2


def test_a_thousand_behind_one_address_come_in_within_five_minutes() -> None:
    """[DPR5] Not evenly: a minute may bring twice its share."""
    share = PEOPLE * (ADDRESS_LIMIT.window / WITHIN)
    assert ADDRESS_LIMIT.count >= UNEVEN * share
