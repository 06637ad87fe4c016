"""What the agency's directory says: who works where, and in which role."""

from dataclasses import dataclass

from kernel.actor import Role


@dataclass(frozen=True)
class DivisionEntry:
    """`id` is stable for ever; no parent means the agency itself; `position` orders siblings."""

    id: str
    parent_id: str | None
    name: str
    name_en: str
    position: int


@dataclass(frozen=True)
class PersonEntry:
    """`id` is the employee number, which outlives names, user names and transfers."""

    id: str
    user_name: str
    name: str
    name_en: str
    post: str
    duty: str
    phone: str
    email: str
    division_id: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Snapshot:
    """The whole directory at one moment; every division's parent is in it."""

    divisions: tuple[DivisionEntry, ...]
    people: tuple[PersonEntry, ...]
