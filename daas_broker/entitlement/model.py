"""Whom a pool is for."""

from dataclasses import dataclass

from kernel.actor import Role, UserId


@dataclass(frozen=True)
class Audience:
    """Everybody, or whoever one of the three names. A division stands for all below it."""

    everybody: bool = True
    people: frozenset[UserId] = frozenset()
    divisions: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()


EVERYBODY = Audience()


@dataclass(frozen=True)
class Candidate:
    """Somebody as an audience sees them: `divisions` are their own and all above it."""

    id: UserId
    divisions: frozenset[str]
    roles: frozenset[Role]


@dataclass(frozen=True)
class Reach:
    """How many of all active people an audience admits."""

    count: int
    total: int
