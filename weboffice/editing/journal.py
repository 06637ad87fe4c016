"""Accepted updates on their way to the disk: in memory, in groups, in the order of their numbers.

An acknowledgement follows the commit that holds the update [ED1]. While the database is away the
same group is tried again and nothing overtakes it, so that a log has no gap [ED7]. What was
accepted under a lease that is gone is not kept, and was not acknowledged: its writer has it [ED9].
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from prometheus_client import Counter, Gauge, Histogram

from kernel.errors import Refused
from weboffice.editing.model import Entry, Limits, Reason
from weboffice.editing.service import Editing, Lease

log = logging.getLogger(__name__)
COMMIT_GAP = 0.010  # seconds; a commit takes all that came since the one before
COMMIT_SECONDS = 2.0  # one that lasts longer is shown as waiting
FIRST_WAIT, LONGEST_WAIT = 0.1, 2.0  # between tries while the database is away
STOP_SECONDS = 5.0  # for the last commit
_unsaved = Gauge("onmaru_editing_unsaved_bytes", "Accepted and not yet durable")
_updates = Counter("onmaru_editing_updates", "Updates accepted")
_commit_seconds = Histogram("onmaru_editing_commit_seconds", "Time of one group commit")


class Rooms(Protocol):
    """Who is told."""

    def lease_of(self, name: str) -> Lease | None: ...
    def committed(self, name: str, hash_: bytes, entries: list[Entry]) -> None: ...
    def lost(self, name: str) -> None: ...
    def storage_changed(self) -> None: ...


class Journal:
    def __init__(self, editing: Editing, limits: Limits, rooms: Rooms) -> None:
        self._editing = editing
        self._limits = limits
        self._rooms = rooms
        self._waiting: list[tuple[int, Entry]] = []  # under which epoch it was accepted
        self._unsaved_bytes = 0
        self._is_away = False
        self._wake = asyncio.Event()
        self._drained = asyncio.Event()
        self._drained.set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="commit")

    def add(self, entries: list[Entry], epoch: int) -> None:
        self._waiting += [(epoch, entry) for entry in entries]
        self._count(sum(len(entry.update) for entry in entries))
        _updates.inc(len(entries))
        self._drained.clear()
        self._wake.set()

    def _count(self, more: int) -> None:
        self._unsaved_bytes += more
        _unsaved.set(self._unsaved_bytes)

    @property
    def storage(self) -> Reason:
        if self._unsaved_bytes > self._limits.unsaved_all:
            return Reason.STORAGE_FULL
        return Reason.STORAGE_AWAY if self._is_away else Reason.NONE

    async def run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            batch, self._waiting = self._waiting, []
            await self._commit(batch)
            if not self._waiting:
                self._drained.set()
            await asyncio.sleep(COMMIT_GAP)

    async def _commit(self, batch: list[tuple[int, Entry]]) -> None:
        wait, is_repeat = FIRST_WAIT, False
        while True:
            try:
                return await self._try_commit(batch, is_repeat=is_repeat)
            except Refused as error:
                log.warning("%s updates wait for the database: %s", len(batch), error)
            self._set_away(is_away=True)
            await asyncio.sleep(wait)
            wait, is_repeat = min(wait * 2, LONGEST_WAIT), True

    async def _try_commit(self, batch: list[tuple[int, Entry]], *, is_repeat: bool) -> None:
        by_room: dict[str, list[Entry]] = {}
        leases: dict[str, Lease] = {}
        for epoch, entry in batch:
            lease = self._rooms.lease_of(entry.room)
            if lease is not None and lease.epoch == epoch:
                leases[entry.room] = lease
                by_room.setdefault(entry.room, []).append(entry)
        entries = [entry for kept in by_room.values() for entry in kept]
        if len(entries) < len(batch):
            log.warning("%s updates came under a lease that is gone", len(batch) - len(entries))
        loop = asyncio.get_running_loop()
        slow = loop.call_later(COMMIT_SECONDS, lambda: self._set_away(is_away=True))
        try:
            with _commit_seconds.time():
                done = await loop.run_in_executor(
                    self._thread, lambda: self._editing.append(entries, leases, is_repeat=is_repeat)
                )
        finally:
            slow.cancel()
        self._count(-sum(len(entry.update) for _, entry in batch))
        self._set_away(is_away=False)
        for name, lease in leases.items():
            if self._rooms.lease_of(name) != lease:
                continue  # let go while the database wrote
            if name in done.lost:
                self._rooms.lost(name)
            else:
                self._rooms.committed(name, done.hashes[name], by_room[name])

    def _set_away(self, *, is_away: bool) -> None:
        if is_away != self._is_away:
            self._is_away = is_away
            self._rooms.storage_changed()

    async def drain(self) -> None:
        """Return when all is durable, or after STOP_SECONDS."""
        await asyncio.wait([asyncio.ensure_future(self._drained.wait())], timeout=STOP_SECONDS)
