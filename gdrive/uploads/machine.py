"""SHA-256 of uploads that arrive in pieces, perhaps in several processes.

A hash in progress cannot be stored, so it is kept in memory at the last offset that this process
saw; what other processes took in between, or before a restart, is read once from the stage. Each
byte is thus hashed about once, however small the pieces.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from hashlib import sha256
from threading import Lock
from typing import Any

MOST_KEPT = 256
ReadBack = Callable[[int, int], Iterable[bytes]]  # stored bytes from start to end


class RunningHashes:
    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[int, Any]] = OrderedDict()

    def at(self, key: str, offset: int, read_back: ReadBack) -> Any:
        """The hash of the first `offset` bytes."""
        with self._lock:
            known, running = self._kept.pop(key, (0, None))
        if running is None or known > offset:
            known, running = 0, sha256()
        for chunk in read_back(known, offset) if known < offset else ():
            running.update(chunk)
        return running

    def keep(self, key: str, offset: int, running: Any) -> None:
        with self._lock:
            self._kept[key] = (offset, running)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
