"""What the messenger asks of the place where documents are kept."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from kernel.actor import Actor, UserId
from messenger.messages.model import Card, Sharing


class Cards(Protocol):
    def describe(self, actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
        """Those of `ids` that the actor may read; the others are left out, for whatever reason."""
        ...

    def find(self, actor: Actor, text: str, limit: int) -> Sequence[Card]:
        """Documents that the actor may read and calls so; the last used ones for an empty text."""
        ...

    def sharing(self, actor: Actor, document_id: str, people: Collection[UserId]) -> Sharing:
        """Who of `people` may not read it. Raise NotFound when the actor may not either."""
        ...

    def grant_reading(self, actor: Actor, document_id: str, people: Collection[UserId]) -> None:
        """Let `people` read it; nothing happens to those who may. Raise Denied if one may not."""
        ...


class NoDocuments:
    """Where no drive is installed: every card is one of a document that nobody may read."""

    def describe(self, actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:  # noqa: ARG002
        return {}

    def find(self, actor: Actor, text: str, limit: int) -> Sequence[Card]:  # noqa: ARG002
        return []

    def sharing(
        self,
        actor: Actor,  # noqa: ARG002
        document_id: str,  # noqa: ARG002
        people: Collection[UserId],
    ) -> Sharing:
        return Sharing(list(people), may_grant=False)

    def grant_reading(self, actor: Actor, document_id: str, people: Collection[UserId]) -> None:
        """Nothing to grant."""
