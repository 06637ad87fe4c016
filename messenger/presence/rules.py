"""Presence from signs."""

from collections.abc import Iterable
from datetime import datetime

from messenger.presence.model import Sign, State

_RANK = {State.OFFLINE: 0, State.ELSEWHERE: 1, State.HERE: 2}


def presence(signs: Iterable[Sign], now: datetime) -> State:
    """The most present of the signs that still count [PR1] [PR2]."""
    alive = [sign.state for sign in signs if now < sign.ends_at]
    return max(alive, key=_RANK.__getitem__, default=State.OFFLINE)
