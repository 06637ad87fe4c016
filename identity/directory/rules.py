"""What must change here so that people and divisions are as the directory says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from identity.directory.model import DivisionEntry, PersonEntry, Snapshot
from kernel.actor import Role, UserId

APART = (
    frozenset({Role.IT_ADMIN, Role.HELP_DESK}),
    frozenset({Role.SECURITY_OFFICER}),
    frozenset({Role.AUDITOR}),
)
"""Duties of which one person holds one at most."""


@dataclass(frozen=True)
class PutDivision:
    division: DivisionEntry


@dataclass(frozen=True)
class CloseDivision:
    division_id: str


@dataclass(frozen=True)
class PutPerson:
    person: PersonEntry


@dataclass(frozen=True)
class DeactivatePerson:
    person_id: UserId


Step = PutDivision | CloseDivision | PutPerson | DeactivatePerson


@dataclass(frozen=True)
class Mirror:
    """What stands here now of the directory: only what is active."""

    divisions: Mapping[str, DivisionEntry]
    people: Mapping[str, PersonEntry]


def plan(wanted: Snapshot, seen: Mirror) -> list[Step]:
    """In an order that never leaves a person without a division.

    An empty directory changes nothing: it is one that was not filled, not one that all have left.
    """
    if not wanted.people:
        return []  # [DI3]
    return [
        *(PutDivision(d) for d in wanted.divisions if seen.divisions.get(d.id) != d),
        *_leavers(wanted, seen),
        *(PutPerson(p) for p in _placed(wanted) if seen.people.get(p.id) != p),
        *_closed(wanted, seen),
    ]


def _leavers(wanted: Snapshot, seen: Mirror) -> Iterator[Step]:
    """Before the others are put: a leaver's user name may be somebody else's today."""
    here = {p.id for p in _placed(wanted)}
    yield from (DeactivatePerson(UserId(id_)) for id_ in seen.people if id_ not in here)  # [DI2]


def _closed(wanted: Snapshot, seen: Mirror) -> Iterator[Step]:
    open_ = {d.id for d in wanted.divisions}
    yield from (CloseDivision(id_) for id_ in seen.divisions if id_ not in open_)


def _placed(wanted: Snapshot) -> Iterator[PersonEntry]:
    """People who can be mirrored, with the roles that one person may hold together."""
    known = {d.id for d in wanted.divisions}
    for person in wanted.people:
        if person.division_id in known and person.user_name:
            yield _apart(person)


def _apart(person: PersonEntry) -> PersonEntry:
    """Somebody whom the directory gives two roles that exclude each other gets neither. [DI4]"""
    if _duties(person) <= 1:
        return person
    return PersonEntry(**{**vars(person), "roles": person.roles.difference(*APART)})


def _duties(person: PersonEntry) -> int:
    return sum(not duty.isdisjoint(person.roles) for duty in APART)


def unplaced(wanted: Snapshot) -> list[str]:
    """Ids of people whose division is not in the directory, for the operator."""
    known = {d.id for d in wanted.divisions}
    return [p.id for p in wanted.people if p.division_id not in known or not p.user_name]


def overburdened(wanted: Snapshot) -> list[str]:
    """Ids of people with roles that exclude each other, for the operator."""
    return [p.id for p in wanted.people if _duties(p) > 1]
