from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.continuity import rules
from daas_broker.continuity.model import Entitlement, Shown, Why
from daas_broker.desktops.model import DesktopId, Protocol
from daas_broker.policies.model import Access, Hours, Policy, Printing, Recording
from daas_broker.policies.rules import merged
from kernel.actor import SessionId, UserId
from kernel.settings import Zone

NOW = datetime(2030, 1, 7, 0, 30, tzinfo=UTC)  # Monday, 09:30 in Seoul
POLICY = merged(Zone.WORK, ())
HERE, ORIGIN = "10.20.30.40", "http://localhost:8080"
DESKTOP, SESSION = DesktopId("d1"), SessionId("s1")
GIVEN = Entitlement(
    id="e1",
    person_id=UserId("ann"),
    session_id=SESSION,
    desktop_id=DESKTOP,
    origin=ORIGIN,
    display="/run/d",
    text="/run/t",
    protocol=Protocol.RICH,
    device="key",
    caller=HERE,
    policy=POLICY,
    revision=3,
    mark=("앤", "과"),
    issued_at=NOW - timedelta(minutes=5),
    expires_at=NOW + timedelta(minutes=15),
)
SHOWN = Shown(GIVEN, NOW, is_signed=True, desktop_id=DESKTOP, origin=ORIGIN, caller=HERE)
RECORDED = replace(POLICY, recording=Recording(is_on=True))
NIGHT = Access(hours=(Hours(frozenset(range(7)), 0, 360),))


def given_under(policy: Policy) -> Shown:
    return replace(SHOWN, entitlement=replace(GIVEN, policy=policy))


def test_what_was_promised_a_moment_ago_lets_in() -> None:
    """[DC5]"""
    assert rules.refusal(SHOWN, rules.Heard(revision=3), NOW) is None


@pytest.mark.parametrize(
    ("shown", "heard", "why"),
    [
        (replace(SHOWN, is_signed=False), rules.Heard(), Why.OTHER_DEVICE),
        (replace(SHOWN, at=NOW - timedelta(seconds=61)), rules.Heard(), Why.OTHER_DEVICE),
        (replace(SHOWN, caller="10.20.30.41"), rules.Heard(), Why.OTHER_PLACE),
        (replace(SHOWN, origin="http://localhost:8081"), rules.Heard(), Why.OTHER_PLACE),
        (replace(SHOWN, desktop_id=DesktopId("d2")), rules.Heard(), Why.OTHER_DESKTOP),
        (SHOWN, rules.Heard(sessions={SESSION}), Why.ENDED),
        (SHOWN, rules.Heard(desktops={DESKTOP}), Why.ENDED),
        (SHOWN, rules.Heard(locked={DESKTOP}), Why.LOCKED),
        (SHOWN, rules.Heard(revision=4), Why.OUTDATED),
        (
            given_under(replace(POLICY, recording=Recording(is_on=True))),
            rules.Heard(),
            Why.RECORDED,
        ),
        (given_under(replace(POLICY, access=NIGHT)), rules.Heard(), Why.SHUT),
    ],
)
def test_one_thing_that_is_not_so_keeps_out(shown: Shown, heard: rules.Heard, why: Why) -> None:
    """[DC5]"""
    assert rules.refusal(shown, heard, NOW) is why


@given(st.timedeltas(timedelta(days=-2), timedelta(days=2)))
def test_it_counts_for_its_time_and_no_longer(later: timedelta) -> None:
    """[DC5]"""
    now = NOW + later
    shown = replace(SHOWN, at=now)
    counts = GIVEN.issued_at - rules.SKEW <= now < GIVEN.expires_at
    assert (rules.refusal(shown, rules.Heard(), now) is None) == counts


@given(st.timedeltas(timedelta(), timedelta(hours=12)))
def test_it_ends_with_the_sign_in_and_the_hours_of_the_policy(left: timedelta) -> None:
    """[DC5]"""
    assert rules.expires_at(NOW, NOW + left, POLICY) == NOW + min(left, rules.LIFE)
    until = Access(hours=(Hours(frozenset({0}), 0, 580),))  # 09:40
    ends = rules.expires_at(NOW, NOW + left, replace(POLICY, access=until))
    assert ends == NOW + min(left, timedelta(minutes=10))


@given(
    st.builds(
        replace,
        st.just(POLICY),
        watermark=st.booleans(),
        microphone=st.booleans(),
        printing=st.sampled_from(Printing),
        lock_after_minutes=st.integers(1, 480),
        characters_per_second=st.integers(0, 100),
    )
)
def test_nothing_becomes_wider_and_nothing_crosses(policy: Policy) -> None:
    """[DC6]"""
    found = rules.narrowed(policy)
    ways = (found.clipboard_in, found.clipboard_out, found.files_in, found.files_out)
    assert not any(way.is_open for way in ways)
    assert (found.microphone, found.printing, found.console) == (False, Printing.OFF, False)
    kept = ("watermark", "lock_after_minutes", "characters_per_second", "access", "recording")
    assert all(getattr(found, name) == getattr(policy, name) for name in kept)
