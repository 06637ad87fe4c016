"""One function decides what crosses."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.desktops.model import PoolId
from daas_broker.policies import rules
from daas_broker.policies.model import (
    NUMBERS,
    Advice,
    Answer,
    Clipboard,
    Files,
    NeedsReason,
    Passed,
    Policy,
    Refused,
    Scope,
    ScopeKind,
    Sign,
    Subject,
    Version,
    Way,
)
from kernel.actor import UserId
from kernel.settings import Zone
from tests.support.world import START

TODAY = date(2026, 11, 25)
NUMBER = "900101-1234568"
WORK, INTERNET = rules.DEFAULTS[Zone.WORK], rules.DEFAULTS[Zone.INTERNET]
clipboards = st.builds(
    Clipboard,
    most_bytes=st.integers(1, 300),
    content=st.dictionaries(st.sampled_from(Sign), st.sampled_from(Answer)),
)
files = st.builds(Files, most_bytes=st.integers(0, 2**31))
policies = st.builds(
    Policy,
    clipboard_in=clipboards,
    clipboard_out=clipboards,
    files_in=files,
    files_out=files,
    characters_per_second=st.integers(0, 100_000),
)
ways = st.sampled_from(Way)
pieces = st.sampled_from(
    [NUMBER, "900101-1000000", "4111 1111 1111 1111", "대외비", "[비밀]", "글"]
)
texts = st.text(max_size=400) | st.lists(pieces, max_size=6).map("\n".join)


def version(kind: ScopeKind, id_: str, **body: Any) -> Version:
    return Version(1, Scope(kind, id_), 1, body, UserId("ida"), START)


def subject(*divisions: str) -> Subject:
    return Subject(Zone.WORK, PoolId("pool"), UserId("ann"), divisions)


@given(policies, ways, texts, st.text(max_size=10))
def test_what_passes_is_open_small_enough_and_carries_nothing_refused(
    policy: Policy, way: Way, text: str, reason: str
) -> None:
    """[DLP4] [DLP5] [DLP6]"""
    clipboard = policy.clipboard_in if way is Way.IN else policy.clipboard_out
    files = policy.files_in if way is Way.IN else policy.files_out
    match rules.decide_text(policy, way, text, TODAY, reason):
        case Passed(text=passed, signs=signs):
            assert clipboard.is_open
            assert len(text.encode(errors="replace")) <= clipboard.most_bytes
            assert len(passed) == len(text)
            assert Answer.REFUSE not in {clipboard.content.get(sign) for sign in signs}
        case NeedsReason(signs=signs):
            assert len(reason.strip()) < rules.SHORTEST_REASON
            assert Answer.REASON in {clipboard.content.get(sign) for sign in signs}
        case Refused(rule=rule, advice=advice):
            assert rule
            assert files.is_open or advice is not Advice.DRIVE


def test_what_leaves_the_work_desktop_is_refused_with_the_way_by_the_drive() -> None:
    """[DLP4] [DLP6]"""
    refused = rules.decide_text(WORK, Way.OUT, "추진계획", TODAY)
    assert refused == Refused("clipboard_out_closed", Advice.DRIVE)


def test_numbers_marks_and_cards_are_answered_as_the_policy_says() -> None:
    """[DLP5]"""

    def decide(text: str, reason: str = "") -> object:
        return rules.decide_text(INTERNET, Way.IN, text, TODAY, reason)

    assert decide("회의는 3시") == Passed("회의는 3시")
    assert decide("대외비") == Refused(
        "content_in", Advice.REMOVE, frozenset({Sign.RESTRICTED_MARK})
    )
    assert decide("4111 1111 1111 1111") == Passed(
        "**** **** **** 1111", frozenset({Sign.CARD_NUMBER}), is_masked=True
    )
    assert decide("900101-1000000") == NeedsReason(frozenset({Sign.RESIDENT_NUMBER_LIKELY}))
    assert isinstance(decide("900101-1000000", "민원인이 요청함"), Passed)
    assert isinstance(decide("900101-1000000 대외비", "민원인이 요청함"), Refused)


def test_nearer_scopes_change_what_they_name_and_nothing_else() -> None:
    """[DLP1]"""
    current = [
        version(ScopeKind.PERSON, "ann", watermark=False),
        version(ScopeKind.POOL, "pool", watermark=True, lock_after_minutes=5),
        version(ScopeKind.DIVISION, "below", lock_after_minutes=9, characters_per_second=2),
        version(ScopeKind.DIVISION, "above", characters_per_second=3),
        version(ScopeKind.POOL, "another", characters_per_second=1),
    ]
    found = rules.in_force(subject("below", "above"), current)
    assert (found.watermark, found.lock_after_minutes) == (False, 5)
    assert found.characters_per_second == 2
    assert found.clipboard_out == WORK.clipboard_out


@given(policies)
def test_a_policy_survives_the_database(policy: Policy) -> None:
    """[DLP1]"""
    body = rules.body_of(policy)
    masked_marks = [
        sign
        for clipboard in (policy.clipboard_in, policy.clipboard_out)
        for sign, answer in clipboard.content.items()
        if answer is Answer.MASK and sign not in NUMBERS
    ]
    if masked_marks:
        with pytest.raises(rules.PolicyMalformed, match="policy_malformed"):
            rules.parse(body)
    else:
        assert rules.parse(body) == policy


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (ScopeKind.ZONE, None),
        (ScopeKind.ZONE, {"watermark": True}),
        (ScopeKind.POOL, {"watermark": "perhaps"}),
        (ScopeKind.POOL, {"unheard_of": 1}),
        (ScopeKind.POOL, {"clipboard_in": {"is_open": True, "most_bytes": 2**40}}),
        (ScopeKind.POOL, {"clipboard_in": {"is_open": True, "content": {"secret_mark": "mask"}}}),
    ],
)
def test_a_malformed_policy_is_refused_with_the_place(kind: ScopeKind, body: Any) -> None:
    """[DLP4]"""
    with pytest.raises(rules.PolicyMalformed) as refused:
        rules.check(Scope(kind, "work"), body)
    assert refused.value.facts["field"]


def test_a_file_passes_by_the_drive_within_its_size() -> None:
    """[DLP4]"""
    assert rules.decide_file(WORK, Way.OUT, 1) is None
    assert rules.decide_file(INTERNET, Way.IN, 1) == Refused("files_in_closed", Advice.ASK)
    refused = rules.decide_file(WORK, Way.OUT, WORK.files_out.most_bytes + 1)
    assert refused is not None
    assert refused.advice is Advice.SHORTER
