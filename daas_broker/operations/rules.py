"""Why somebody waits, from what a pool has."""

from collections.abc import Sequence

from daas_broker.desktops.machine import COMING, TAKEN, Desktop, State
from daas_broker.operations.model import Wait
from daas_broker.pools.model import Pool


def why_waiting(pool: Pool, own: Sequence[Desktop], position: int, *, rests: bool) -> Wait:
    """`rests` says that its host or its image is left alone, because it failed [DP9]."""
    if sum(one.state is State.WARM for one in own) >= position:
        return Wait.READY
    if sum(one.state in TAKEN for one in own) >= pool.wish.maximum:
        return Wait.FULL
    if rests or any(one.error for one in own):
        return Wait.FAILING
    return Wait.STARTING if any(one.state in COMING for one in own) else Wait.NONE
