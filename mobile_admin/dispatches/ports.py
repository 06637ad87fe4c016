"""What dispatches need to know of assignments."""

from datetime import datetime
from typing import Protocol

from kernel.actor import Actor
from kernel.db import Tx
from mobile_admin.dispatches.model import Operation, Standing


class Assignments(Protocol):
    def standing(
        self, tx: Tx, actor: Actor, assignment_id: str, at: datetime, /
    ) -> Standing | None:
        """Whose it was `at` that time; None where it never was the actor's."""

    def note(self, tx: Tx, actor: Actor, operation: Operation, standing: Standing, /) -> None:
        """Moves the case where the operation moves one; may come in any order."""
