"""Who looks at a desktop or at its pool is told that it moved."""

from collections.abc import Sequence

from daas_broker.desktops.machine import Desktop, State
from daas_broker.sessions.joining import Joined
from daas_broker.sessions.parting import Parted
from kernel.db import Tx


def hint_all(tx: Tx, found: Sequence[Joined | Parted], state: State) -> None:
    topics = [f"desktop:{one.desktop_id}" for one in found]
    if topics:
        tx.announce_each(topics, "desktop.moved", state=state.value)
    for pool in {one.pool_id for one in found}:
        tx.announce("pools:all", "desktop.moved", pool_id=pool, state=state.value)


def hint(tx: Tx, desktop: Desktop, state: State) -> None:
    tx.announce(f"desktop:{desktop.id}", "desktop.moved", state=state.value)
    tx.announce("pools:all", "desktop.moved", pool_id=desktop.pool, state=state.value)
