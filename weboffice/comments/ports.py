"""What comments ask of others."""

from typing import Protocol

from kernel.actor import UserId
from kernel.db import Tx


class Readers(Protocol):
    def may_read(self, tx: Tx, person_id: UserId, document_id: str) -> bool:
        """Whether the person may read the document now."""
        ...
