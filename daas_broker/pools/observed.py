"""What a desktop is when it is planned, and when its host was looked at."""

from dataclasses import replace
from datetime import datetime

from daas_broker.desktops.machine import Desktop, State
from daas_broker.desktops.model import (
    SeenDesktop,
)
from daas_broker.pools.model import Pool
from daas_broker.pools.rules import (
    Add,
)


def planned(step: Add, pool: Pool, now: datetime) -> Desktop:
    return Desktop(
        id=step.desktop,
        generation=1,
        pool=pool.id,
        image=step.image,
        zone=pool.wish.zone,
        size=pool.wish.size,
        state=State.PLANNED,
        state_since=now,
        provider=pool.wish.provider,
        app=pool.wish.app,
    )


def as_seen(desktop: Desktop, seen: SeenDesktop, now: datetime) -> Desktop:
    state = State.WARM if seen.ready else State.BOOTING
    if state is desktop.state:
        return desktop
    return replace(desktop.moved(state, now), endpoint=seen.endpoint, failures=0, error="")
