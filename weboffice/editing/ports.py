"""What editing asks of others."""

from collections.abc import Collection, Mapping
from typing import Protocol

from kernel.actor import UserId
from kernel.db import Tx
from weboffice.editing.model import Mode


class Access(Protocol):
    """Who may do what with a document."""

    def may(self, tx: Tx, of: Mapping[UserId, Collection[str]]) -> dict[tuple[UserId, str], Mode]:
        """Of each person's documents that may be read now: whether writing or suggesting [ED4]."""
        ...


class Versions(Protocol):
    """Where a document's states are kept as versions."""

    def keep(self, document: str, state: bytes, text: str, person_id: UserId) -> None:
        """Blocking and idempotent by content; the person wrote last."""
        ...
