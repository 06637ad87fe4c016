"""Who must hear of a review."""

from typing import Protocol

from kernel.actor import Actor
from kernel.db import Tx
from mobile_admin.reviews.model import Review


class Reviewed(Protocol):
    def reviewed(self, tx: Tx, actor: Actor, review: Review, /) -> None:
        """In the review's transaction."""
