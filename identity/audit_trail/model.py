"""What is asked of the audit, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class AuditFilter:
    """`act` may end with `.`, then it is a whole domain; `before` is a seq, for paging down."""

    actor: str | None = None
    act: str | None = None
    object: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 50


@dataclass(frozen=True)
class AuditLine:
    """One entry, with the actor's name where the actor is a person."""

    seq: int
    at: datetime
    actor: str
    actor_name: str
    act: str
    object: str
    outcome: str
    facts: dict[str, Any]
    hash: str


@dataclass(frozen=True)
class Named:
    """What an id of the audit stands for today: `kind` says what it is (`desktop`, `file`, …).
    `name` is its own name, or that of whoever it belongs to."""

    kind: str
    name: str


@dataclass(frozen=True)
class Reading:
    """`names` are of those ids in the lines that are still there, and that the reader may know."""

    lines: Sequence[AuditLine]
    more: bool
    names: Mapping[str, Named]
