"""At most so many at a time in this process, in the order in which they came.

A crowd of threads that share two cores and one interpreter runs in an order that nobody chose:
whoever came first may be served last. For short work of the same kind a queue is fairer, and no
slower, because the cores are what is waited for.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turns:
    """Not for work that takes another turn inside."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: deque[Lock] = deque()
        self._guard = Lock()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @contextmanager
    def mine(self) -> Iterator[None]:
        self._wait()
        try:
            yield
        finally:
            self._pass_on()

    def _wait(self) -> None:
        with self._guard:
            if self._free:
                self._free -= 1
                return
            called = Lock()
            called.acquire()
            self._waiting.append(called)
        called.acquire()

    def _pass_on(self) -> None:
        """To whoever waits longest: nobody who comes now can be quicker."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
