"""What seating people must know of money."""

from collections.abc import Collection
from typing import Protocol

from daas_broker.sessions.model import HeldBack
from kernel.actor import UserId


class Budgets(Protocol):
    """Asked at each claim: it answers at once, and may be half a minute late."""

    def held_back(self, person_id: UserId) -> HeldBack | None: ...

    def all_held_back(self, how: HeldBack) -> Collection[UserId]: ...
