"""Finding nodes by name."""

from dataclasses import dataclass

from gdrive.access.model import Card
from gdrive.access.service import cards, readable, who_is
from gdrive.search import rules, store
from kernel.actor import Actor
from kernel.db import Begin


@dataclass(frozen=True)
class Search:
    begin: Begin

    def find(self, actor: Actor, query: str, limit: int) -> list[Card]:
        """Nothing for an empty query [SE1]."""
        words = rules.words(query)
        if not words:
            return []
        with self.begin() as tx:
            ids = store.find(tx.db, who_is(tx.db, actor), words, limit)
            return cards(tx.db, readable(tx.db, actor, ids))
