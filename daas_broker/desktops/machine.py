"""One desktop's life as the broker sees it, and the arrows between its states."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from daas_broker.desktops.model import (
    PODMAN,
    DesktopId,
    DesktopSize,
    DesktopSpec,
    Endpoint,
    ImageKey,
    PoolId,
    Provider,
)
from kernel.settings import Zone


class State(StrEnum):
    PLANNED = "planned"  # a row, and nothing on any host
    PROVISIONING = "provisioning"  # a host was asked, or is about to be
    BOOTING = "booting"  # a host holds it, its screen is not drawn yet
    WARM = "warm"
    CLAIMED = "claimed"  # somebody's, and not looked at yet
    IN_USE = "in_use"
    DISCONNECTED = "disconnected"  # still somebody's, for the grace
    RECYCLING = "recycling"  # everything of it is being destroyed
    FAILED = "failed"  # waits to be tried again, as its next generation
    GONE = "gone"


NEXT: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.PROVISIONING, State.RECYCLING}),
    State.PROVISIONING: frozenset(
        {State.PLANNED, State.BOOTING, State.WARM, State.FAILED, State.RECYCLING}
    ),
    State.BOOTING: frozenset({State.WARM, State.FAILED, State.RECYCLING}),
    State.WARM: frozenset({State.CLAIMED, State.RECYCLING}),
    State.CLAIMED: frozenset({State.IN_USE, State.RECYCLING}),
    State.IN_USE: frozenset({State.DISCONNECTED, State.RECYCLING}),
    State.DISCONNECTED: frozenset({State.IN_USE, State.RECYCLING}),
    State.RECYCLING: frozenset({State.GONE}),
    State.FAILED: frozenset({State.PLANNED, State.RECYCLING}),
    State.GONE: frozenset(),
}
COMING = frozenset({State.PLANNED, State.PROVISIONING, State.BOOTING, State.FAILED})
TAKEN = frozenset({State.CLAIMED, State.IN_USE, State.DISCONNECTED})
ON_HOST = frozenset({State.BOOTING, State.WARM}) | TAKEN


@dataclass(frozen=True)
class Desktop:
    """`failures` counts generations that failed in a row; nothing is tried before `not_before`."""

    id: DesktopId
    generation: int
    pool: PoolId
    image: ImageKey
    zone: Zone
    size: DesktopSize
    state: State
    state_since: datetime
    failures: int = 0
    not_before: datetime | None = None
    unseen_since: datetime | None = None
    endpoint: Endpoint | None = None
    error: str = ""
    provider: Provider = PODMAN
    app: str = ""

    @property
    def spec(self) -> DesktopSpec:
        return DesktopSpec(
            self.id, self.generation, self.pool, self.image, self.zone, self.size, self.app
        )

    def moved(self, state: State, now: datetime) -> "Desktop":
        """The same desktop in its next state; a bug where no arrow leads there [DK2]."""
        if state not in NEXT[self.state]:
            raise AssertionError(f"{self.state} → {state}")
        return replace(self, state=state, state_since=now, unseen_since=None, not_before=None)
