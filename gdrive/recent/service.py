"""What somebody worked with lately."""

from dataclasses import dataclass
from datetime import datetime

from gdrive.access.model import Card
from gdrive.access.service import cards, readable
from gdrive.recent import store
from kernel.actor import Actor
from kernel.db import Begin

LOOKED_THROUGH = 200  # some of the latest may be gone or closed by now


@dataclass(frozen=True)
class Used:
    card: Card
    used_at: datetime


@dataclass(frozen=True)
class Recent:
    begin: Begin

    def list_recent(self, actor: Actor, limit: int) -> list[Used]:
        with self.begin() as tx:
            used = store.latest(tx.db, actor.user_id, LOOKED_THROUGH)
            found = readable(tx.db, actor, used)[:limit]
            return [Used(card, used[card.access.node.id]) for card in cards(tx.db, found)]
