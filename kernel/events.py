"""Facts that domains publish, and how they travel: as JSON, by a stable name."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self


@dataclass(frozen=True)
class Event:
    """Something that happened, named in the past tense. Fields are JSON values.

    `name` is `<domain>.<fact>` and never changes once released: events wait in the outbox while
    the program is upgraded.
    """

    name: ClassVar[str]

    def payload(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        """Fields that this release does not know are dropped."""
        known = {f.name for f in fields(cls)}
        return cls(**{key: value for key, value in payload.items() if key in known})
