from dataclasses import replace
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from identity.directory import rules
from identity.directory.model import DivisionEntry, PersonEntry, Snapshot
from identity.directory.rules import (
    CloseDivision,
    DeactivatePerson,
    Mirror,
    PutDivision,
    PutPerson,
    Step,
    plan,
)
from kernel.actor import Role

DIVISIONS = [DivisionEntry(id_, None, f"{id_}과", "", 0) for id_ in "abc"]
roles = st.frozensets(st.sampled_from(Role))


def person(id_: str, division: str, user_name: str, held: frozenset[Role]) -> PersonEntry:
    return PersonEntry(id_, user_name, id_, "", "주무관", "", "", "", division, held)


people = st.lists(
    st.builds(person, st.sampled_from("123456"), st.sampled_from("abcx"), st.text(), roles),
    unique_by=(lambda p: p.id, lambda p: p.user_name),
)
divisions = st.lists(st.sampled_from(DIVISIONS), unique=True)
snapshots = st.builds(lambda d, p: Snapshot(tuple(d), tuple(p)), divisions, people)


def applied(mirror: Mirror, step: Step) -> Mirror:
    divisions, people = dict(mirror.divisions), dict(mirror.people)
    match step:
        case PutDivision(division):
            divisions[division.id] = division
        case CloseDivision(id_):
            del divisions[id_]
        case PutPerson(person):
            assert person.division_id in divisions
            people[person.id] = person
        case DeactivatePerson(id_):
            del people[id_]
    return Mirror(divisions, people)


def after(wanted: Snapshot, seen: Mirror) -> Mirror:
    return reduce(applied, plan(wanted, seen), seen)


@given(snapshots, snapshots)
def test_from_any_state_one_plan_leads_to_the_directory_and_the_next_does_nothing(
    before: Snapshot, wanted: Snapshot
) -> None:
    """[DI1]"""
    seen = after(wanted, after(before, Mirror({}, {})))
    assert plan(wanted, seen) == []
    if wanted.people:
        gone = {p.id for p in wanted.people} - set(rules.unplaced(wanted))
        assert set(seen.people) == gone
        assert set(seen.divisions) == {d.id for d in wanted.divisions}


@given(snapshots)
def test_an_empty_directory_changes_nothing(before: Snapshot) -> None:
    """[DI3]"""
    seen = after(before, Mirror({}, {}))
    assert plan(Snapshot((), ()), seen) == []


@given(snapshots)
def test_nobody_holds_two_roles_that_exclude_each_other(wanted: Snapshot) -> None:
    """[DI4]"""
    seen = after(wanted, Mirror({}, {}))
    given_roles = {p.id: p.roles for p in wanted.people}
    for found in seen.people.values():
        held = [duty for duty in rules.APART if not duty.isdisjoint(found.roles)]
        assert len(held) <= 1
        assert found.roles <= given_roles[found.id]


def test_a_person_moves_only_to_a_division_that_is_known() -> None:
    """[DI1]"""
    lost = person("1", "nowhere", "ann", frozenset())
    assert rules.unplaced(Snapshot((), (lost, replace(lost, id="2", user_name="")))) == ["1", "2"]
