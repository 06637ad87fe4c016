"""When failures end a roll-out, which desktops a canary gets, and what may be removed."""

from datetime import UTC, datetime, timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.desktops.model import PODMAN, ImageKey
from daas_broker.images import rules
from daas_broker.images.model import IN_USE, NEXT, Channel, Health, Stage, Version

NOW = datetime(2030, 1, 7, tzinfo=UTC)
STABLE, CANARY = ImageKey("internet-000000000000"), ImageKey("internet-111111111111")


@st.composite
def healths(draw: st.DrawFn) -> Health:
    boots = draw(st.integers(0, 400))
    return Health(boots, draw(st.integers(0, boots)))


def version(stage: Stage, number: int = 1, age: int = 0, *, released: bool = False) -> Version:
    at = NOW - timedelta(days=age)
    key = ImageKey(f"internet-{number:012x}")
    return Version(key, PODMAN, "internet", "인터넷", number, stage, at, at, 1, released)


@given(healths(), healths())
def test_who_fails_no_more_than_the_stable_version_is_never_stopped(
    canary: Health, stable: Health
) -> None:
    """[IR4] A host in trouble fails both."""
    if canary.rate <= stable.rate or canary.failures < rules.LEAST_FAILURES:
        assert not rules.has_risen(canary, stable)


@given(healths(), healths())
def test_more_failures_never_speak_for_it_and_more_boots_never_against(
    canary: Health, stable: Health
) -> None:
    """[IR4]"""
    if rules.has_risen(canary, stable):
        worse = Health(canary.boots + 1, canary.failures + 1)
        assert rules.has_risen(worse, stable)
    else:
        better = Health(canary.boots + 1, canary.failures)
        assert not rules.has_risen(better, stable)


@given(healths())
def test_a_stable_version_that_fails_more_never_makes_a_canary_look_worse(canary: Health) -> None:
    """[IR4]"""
    verdicts = [rules.has_risen(canary, Health(100, failures)) for failures in range(0, 101, 5)]
    assert verdicts == sorted(verdicts, reverse=True)


@pytest.mark.parametrize(
    ("canary", "stable", "risen"),
    [
        (Health(1, 1), Health(500, 0), False),  # bad luck, perhaps
        (Health(2, 2), Health(500, 0), True),
        (Health(2, 2), Health(0, 0), True),
        (Health(20, 2), Health(500, 2), False),
        (Health(20, 4), Health(500, 2), True),
        (Health(4, 4), Health(10, 5), False),  # the host, not the image
        (Health(40, 3), Health(400, 16), False),
    ],
)
def test_what_counts_as_a_rise(canary: Health, stable: Health, *, risen: bool) -> None:
    """[IR4]"""
    assert rules.has_risen(canary, stable) is risen


@given(st.integers(1, 50), st.integers(1, 400))
def test_a_canary_gets_its_share_of_new_desktops_and_the_first_of_them(
    share: int, desktops: int
) -> None:
    """[IR3]"""
    channel = Channel(STABLE, CANARY, share)
    picked = [channel.pick(n) for n in range(desktops)]
    assert picked[0] == CANARY
    assert picked.count(CANARY) == ceil(desktops * share / 100)
    later = Channel(STABLE, CANARY, share, given=desktops)
    assert later.pick() == channel.pick(desktops)


def test_a_failed_canary_is_tried_once_more_and_then_the_stable_version() -> None:
    """[IR3]"""
    channel = Channel(STABLE, CANARY, 5)
    assert [channel.again(CANARY, failures) for failures in (1, 2, 3)] == [CANARY, STABLE, STABLE]
    assert channel.again(STABLE, 1) == STABLE
    assert Channel(STABLE).again(CANARY, 1) == STABLE  # it was stopped meanwhile


def test_nothing_reaches_people_that_did_not_pass_its_trial() -> None:
    """[IR2]"""
    for stage in Stage:
        for check in (lambda v: rules.check_canary(v, 5), rules.check_promotion):
            if stage in {Stage.BUILT, Stage.TRYING, Stage.REFUSED, Stage.STOPPED, Stage.REMOVED}:
                with pytest.raises(rules.StageForbids):
                    check(version(stage))
    rules.check_canary(version(Stage.TRIED), 5)
    rules.check_promotion(version(Stage.CANARY))
    with pytest.raises(rules.ShareImpossible):
        rules.check_canary(version(Stage.TRIED), 51)


@given(st.lists(st.tuples(st.sampled_from(Stage), st.integers(0, 90), st.booleans()), max_size=12))
def test_what_is_removed_by_itself_is_old_and_in_no_use(
    drawn: list[tuple[Stage, int, bool]],
) -> None:
    """[IR5]"""
    versions = [version(s, n, age, released=r) for n, (s, age, r) in enumerate(drawn)]
    held = frozenset(v.key for v in versions[::3])
    gone = list(rules.superfluous(versions, held, NOW))
    for one in gone:
        assert one.stage not in IN_USE | {Stage.TRYING, Stage.REMOVED}
        assert one.key not in held
        assert not one.released
        assert Stage.REMOVED in NEXT[one.stage]
        younger = [v for v in versions if v not in gone and v.built_at >= one.built_at]
        assert len(younger) >= rules.KEPT


def test_one_goes_back_to_what_was_everybodys_last() -> None:
    old, older = version(Stage.FORMER, 2, age=1), version(Stage.FORMER, 1, age=5)
    assert rules.former([older, old, version(Stage.STABLE, 3)]) == old
    assert rules.former([version(Stage.STABLE)]) is None
