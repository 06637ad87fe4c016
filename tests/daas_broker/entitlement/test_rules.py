from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from daas_broker.entitlement.model import Audience, Candidate
from daas_broker.entitlement.rules import is_entitled, is_nobody, reach
from daas_broker.entitlement.store import audience_of, values_of
from kernel.actor import Role, UserId

IDS = st.frozensets(st.sampled_from([UserId("ann"), UserId("ben"), UserId("cho")]))
DIVISIONS = st.frozensets(st.sampled_from(["ministry", "bureau", "section"]))
ROLES = st.frozensets(st.sampled_from(list(Role)))
AUDIENCES = st.builds(Audience, st.booleans(), IDS, DIVISIONS, ROLES)
PEOPLE = st.builds(
    Candidate, st.sampled_from([UserId("ann"), UserId("ben"), UserId("dan")]), DIVISIONS, ROLES
)


@given(AUDIENCES, PEOPLE)
def test_one_reason_is_enough_and_without_one_nobody_is_entitled(
    audience: Audience, who: Candidate
) -> None:
    """[DP2]"""
    reasons = [
        audience.everybody,
        who.id in audience.people,
        bool(audience.divisions & who.divisions),
        bool(audience.roles & who.roles),
    ]
    assert is_entitled(audience, who) == any(reasons)


@given(AUDIENCES, PEOPLE, IDS, DIVISIONS, ROLES)
def test_naming_more_takes_the_pool_from_nobody(
    audience: Audience,
    who: Candidate,
    people: frozenset[UserId],
    divisions: frozenset[str],
    roles: frozenset[Role],
) -> None:
    """[DP2]"""
    wider = replace(
        audience,
        people=audience.people | people,
        divisions=audience.divisions | divisions,
        roles=audience.roles | roles,
    )
    assert is_entitled(wider, who) or not is_entitled(audience, who)


@given(AUDIENCES, st.lists(PEOPLE))
def test_the_preview_counts_those_whom_the_rule_admits(
    audience: Audience, people: list[Candidate]
) -> None:
    """[DP2]"""
    found = reach(audience, people)
    assert found.total == len(people)
    assert found.count == len([who for who in people if is_entitled(audience, who)])
    assert not (is_nobody(audience) and found.count)


@given(AUDIENCES)
def test_an_audience_is_kept_as_it_was_said(audience: Audience) -> None:
    assert audience_of(values_of(audience)) == audience
