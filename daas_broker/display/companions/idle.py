"""Locks the screen of who is away: after minutes without a key or the pointer, or when told to."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from time import monotonic
from typing import ClassVar

from daas_broker.display.companions.model import Companion, Link
from daas_broker.display.model import Control, ToDisplay, ToText

LOCK = "idle.lock"
LOCK_AFTER = timedelta(minutes=15)
WARNING_SECONDS = 60.0
LOOK_SECONDS = 15.0  # a policy may have changed meanwhile
USE = ("m", "k")  # the pointer and keys; all else a page says by itself


class Step(Enum):
    WAIT = "wait"
    WARN = "warn"
    LOCK = "lock"


def step(quiet: float, after: float) -> tuple[Step, float]:
    """What to do after `quiet` seconds, and in how many to look again. Pure."""
    warning = min(WARNING_SECONDS, after / 2)
    if quiet >= after:
        return Step.LOCK, 0.0
    if quiet >= after - warning:
        return Step.WARN, after - quiet
    return Step.WAIT, after - warning - quiet


def is_use(passed: ToDisplay | ToText) -> bool:
    return isinstance(passed, ToText) or passed.message.startswith(USE)


class Idle(Companion):
    controls: ClassVar[frozenset[str]] = frozenset({LOCK})

    def __init__(self, link: Link, after: Callable[[Link], float]) -> None:
        """`after` tells in seconds what the policy of this stream asks for, now."""
        self._link, self._after = link, after
        self._used_at, self._is_warned = monotonic(), False
        self._alarm: asyncio.TimerHandle | None = None
        self._look()

    def heard(self, control: Control) -> None:  # noqa: ARG002 - it has one
        self._link.lock()

    def went_in(self, passed: ToDisplay | ToText) -> None:
        if not is_use(passed):
            return
        self._used_at = monotonic()
        if self._is_warned:
            self._is_warned = False
            self._link.tell("idle.used")

    def closed(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()

    def _look(self) -> None:
        what, wait = step(monotonic() - self._used_at, self._after(self._link))
        if what is Step.LOCK:
            self._link.lock()
            return
        if what is Step.WARN and not self._is_warned:
            self._is_warned = True
            self._link.tell("idle.warned", seconds=round(wait))
        self._alarm = asyncio.get_running_loop().call_later(
            min(max(wait, 0.05), LOOK_SECONDS), self._look
        )
