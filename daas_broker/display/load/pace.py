"""How much of the gateway's time the words of one desktop may take: the others' pictures wait for
each of them. Pictures go through as they come and cost next to nothing; their words are looked at.

Counted is the time of the processor, so that a busy machine slows no desktop down.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep, thread_time
from typing import TypeVar

T = TypeVar("T")
SHARE = 0.25  # of each second
AT_ONCE = 0.1  # seconds of work, which a desktop takes that says nothing for long
SHORTEST_REST = 0.01
SHORTEST_WORK = 0.001  # before a thread rests: waking up again takes time as well


@dataclass
class Pace:
    """Sans I/O; `debt` is work in seconds that was not yet waited for."""

    debt: float = 0.0
    at: float = 0.0

    def rest(self, now: float, worked: float) -> float:
        """How long nothing more is heard, after so much work."""
        self.debt = max(0.0, self.debt - (now - self.at) * SHARE) + worked
        self.at = now
        wait = (self.debt - AT_ONCE) / SHARE
        return wait if wait >= SHORTEST_REST else 0.0


class Breath:
    """For a thread beside the loop: while it works it holds the interpreter, and the loop waits at
    each of its calls. Called between two pieces of work, it rests for its share."""

    def __init__(self) -> None:
        self._began = thread_time()

    def __call__(self) -> None:
        worked = thread_time() - self._began
        if worked >= SHORTEST_WORK:
            sleep(worked * (1 - SHARE) / SHARE)
            self._began = thread_time()


class Paced:
    """Reads while nobody holds it up and it need not rest [DK15]."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._is_held = False
        self._rest: asyncio.TimerHandle | None = None

    @abstractmethod
    def _read_on(self, *, reads: bool) -> None:
        """Whether the desktop is heard; it may be gone."""

    def pause(self) -> None:
        self._is_held = True
        self._read_on(reads=False)

    def resume(self) -> None:
        self._is_held = False
        if self._rest is None:
            self._read_on(reads=True)

    def _count(self, hear: Callable[[T], None], data: T) -> None:
        """The desktop's words, heard; once for each piece of a picture as well where a line carries
        both, and therefore no context manager, which takes longer than the rest of it."""
        began = thread_time()
        hear(data)
        wait = self._pace.rest(monotonic(), thread_time() - began)
        if wait and self._rest is None:
            self._read_on(reads=False)
            self._rest = asyncio.get_running_loop().call_later(wait, self._rested)

    def _rested(self) -> None:
        self._rest = None
        if not self._is_held:
            self._read_on(reads=True)
