"""The rooms that this process holds: their ticks, rights that change, folding and rest.

Runs on one event loop; what blocks goes to threads.
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol, TypeVar

from prometheus_client import Counter, Gauge, Histogram

from kernel.actor import UserId
from kernel.clock import Now
from kernel.errors import Refused
from weboffice.editing.held import FRAME_HEAD, HeldRoom, Socket
from weboffice.editing.journal import Journal
from weboffice.editing.machine import Room
from weboffice.editing.model import (
    Broadcast,
    CloseCode,
    Cut,
    Entry,
    Limits,
    Out,
    Reason,
    Send,
    SetAside,
)
from weboffice.editing.rights import Rights
from weboffice.editing.service import Editing, Lease
from weboffice.editing.shards import Shards
from weboffice.editing.together import Once

log = logging.getLogger(__name__)
PRESENCE_SECONDS = 0.066  # 15 times a second
FOLD_UPDATES, FOLD_BYTES = 2000, 512 << 10
REST_SECONDS = 10.0  # an empty room is kept this long
VERSION_SECONDS = 600.0  # a room that is written in becomes a version this often
RENEW_SECONDS = 1.0  # of our lease
RIGHTS_SECONDS = 60.0  # for changes that nobody announced
T = TypeVar("T")

_rooms = Gauge("onmaru_editing_rooms", "Rooms in memory")
_members = Gauge("onmaru_editing_members", "Connections in rooms")
_deliveries = Counter("onmaru_editing_deliveries", "Frames sent to members")
_cuts = Counter("onmaru_editing_cuts", "Connections ended by us", ["reason"])
_tick_seconds = Histogram("onmaru_editing_tick_seconds", "Time of one tick, sending included")


class Passing(Protocol):
    """Whoever is led through us to a room that another process owns."""

    def send_away(self) -> None: ...


class Host:
    def __init__(self, editing: Editing, shards: Shards, limits: Limits, now: Now) -> None:
        self.editing = editing
        self.shards = shards
        self.limits = limits
        self.held: dict[str, HeldRoom] = {}
        self.passing: set[Passing] = set()
        self._now = now
        self.rights = Rights(self)
        self._opening: Once[HeldRoom] = Once()
        self.journal = Journal(editing, limits, self)
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="editing")
        self._pulse = ThreadPoolExecutor(1, thread_name_prefix="lease")  # waits for no other work
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[object]] = set()
        self._vital: set[asyncio.Task[object]] = set()

    def start(self) -> None:
        self._vital |= {self.spawn(self.journal.run()), self.spawn(self._stay())}
        self.spawn(self._keep_house())

    def spawn(self, work: Coroutine[object, object, object]) -> "asyncio.Task[object]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: "asyncio.Task[object]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("editing task failed", exc_info=error)
            if task in self._vital:
                # Nothing would be saved any more: end in good order, and be started anew.
                signal.raise_signal(signal.SIGTERM)

    async def in_thread(self, call: Callable[[], T]) -> T:
        return await self._loop.run_in_executor(self._threads, call)

    # Rooms

    async def open(self, name: str) -> HeldRoom:
        """Loaded once for all who come at the same time; raise what `Editing.load` refuses."""
        held = self.held.get(name)
        return held or await self._opening.do(name, lambda: self._load(name))

    async def _load(self, name: str) -> HeldRoom:
        loaded = await self.in_thread(lambda: self.editing.load(name, self.shards.own.id))
        stored, now = loaded.stored, self._loop.time()
        room = Room(name, loaded.doc, stored.seq, self.limits, self._now)
        room.suggested.authors.update(loaded.authors)
        held = HeldRoom(
            room, Lease(loaded.epoch, stored.hash), stored.tail, stored.tail_bytes,
            empty_since=now, version_at=now,
        )  # fmt: skip
        self.held[name] = held
        _rooms.set(len(self.held))
        return held

    def leave(self, held: HeldRoom, member_id: int) -> None:
        if held.sockets.pop(member_id, None) is None:
            return
        _members.dec()
        held.room.leave(member_id)
        held.empty_since = self._loop.time()
        self.poke(held)

    def enter(self, held: HeldRoom, member_id: int, socket: Socket, outs: list[Out]) -> None:
        held.sockets[member_id] = socket
        _members.inc()
        self.deliver(held, outs)
        self.poke(held)

    def _drop(self, held: HeldRoom, code: CloseCode, reason: str) -> None:
        """Forget the room; whoever is in it comes back and loads it again."""
        if self.held.get(held.room.name) is held:
            del self.held[held.room.name]
        for timer in (held.tick_timer, held.presence_timer):
            if timer is not None:
                timer.cancel()
        for socket in list(held.sockets.values()):
            socket.close(code, reason)
        _rooms.set(len(self.held))

    # Sending

    def deliver(self, held: HeldRoom, outs: list[Out]) -> None:
        for out in outs:
            match out:
                case Broadcast(message):
                    self._send_all(held, message)
                case Send(member, message):
                    if (socket := held.sockets.get(member)) is not None:
                        held.send(socket, message)
                case Cut(member, code, reason):
                    self.cut_member(held, member, code, reason)
                case SetAside():
                    self._set_aside(held, out)

    def _send_all(self, held: HeldRoom, message: bytes) -> None:
        frames: dict[bytes, bytearray] = {}  # framed once, in place, for all of one prefix
        members = held.room.members
        for member_id, socket in list(held.sockets.items()):
            member = members.get(member_id)
            if member is not None and member.lacks_since is None:
                frame = frames.get(socket.prefix)
                if frame is None:
                    frame = bytearray(FRAME_HEAD) + socket.prefix + message
                    frames[socket.prefix] = frame
                socket.send_shared(frame)
        _deliveries.inc(len(held.sockets))

    def cut_member(self, held: HeldRoom, member_id: int, code: CloseCode, reason: str) -> None:
        socket = held.sockets.get(member_id)
        if socket is not None:
            _cuts.labels(reason.partition(":")[0]).inc()
            self.leave(held, member_id)
            socket.close(code, reason)

    def _set_aside(self, held: HeldRoom, aside: SetAside) -> None:
        socket = held.sockets.pop(aside.member, None)
        if socket is not None:
            _members.dec()
            held.empty_since = self._loop.time()
            self.spawn(self._keep_aside(socket, held.room.name, aside))

    async def _keep_aside(self, socket: Socket, room: str, aside: SetAside) -> None:
        """Told when it is durable; until then its client has it, and brings it again [ED12]."""
        try:
            batch = await self.in_thread(lambda: self.editing.set_aside(room, aside))
        except Refused as error:
            socket.close(CloseCode.AGAIN, error.code)
        else:
            socket.close(CloseCode.SET_ASIDE, f"set_aside:{batch}")

    def poke(self, held: HeldRoom) -> None:
        """Something arrived: see that it is told and kept."""
        room = held.room
        if room.has_work and held.tick_timer is None:
            held.tick_timer = self._loop.call_later(room.pause, self._tick, held)
        if room.presence.has_news and held.presence_timer is None:
            held.presence_timer = self._loop.call_later(PRESENCE_SECONDS, self._tell, held)
        self._keep(held)

    def _tick(self, held: HeldRoom) -> None:
        held.tick_timer = None
        with _tick_seconds.time():
            self.deliver(held, held.room.tick())
        self._keep(held)

    def _tell(self, held: HeldRoom) -> None:
        held.presence_timer = None
        if held.room.presence.has_news:
            self._send_all(held, held.room.presence.news())

    # Keeping

    def _keep(self, held: HeldRoom) -> None:
        entries = held.room.take_entries()
        if entries:
            held.last_writer = entries[-1].person_id
            self.journal.add(entries, held.lease.epoch)
            self._press(held)

    def lease_of(self, name: str) -> Lease | None:
        held = self.held.get(name)
        return held.lease if held else None

    def lost(self, name: str) -> None:
        log.warning("room %s has another owner", name)
        if name in self.held:
            self._drop(self.held[name], CloseCode.AGAIN, "moved")

    def storage_changed(self) -> None:
        for held in list(self.held.values()):
            self._press(held)

    def _press(self, held: HeldRoom) -> None:
        """Tell the room how saving goes [ED7]."""
        is_full = held.room.unsaved_bytes > self.limits.unsaved_room
        storage = Reason.STORAGE_FULL if is_full else self.journal.storage
        self.deliver(held, held.room.storage(storage))

    def committed(self, name: str, hash_: bytes, entries: list[Entry]) -> None:
        held = self.held.get(name)
        if held is None:
            return
        size = sum(len(entry.update) for entry in entries)
        held.lease = Lease(held.lease.epoch, hash_)
        held.tail += len(entries)
        held.tail_bytes += size
        self.deliver(held, held.room.committed(entries[-1].seq, size))
        self._press(held)
        if held.tail >= FOLD_UPDATES or held.tail_bytes >= FOLD_BYTES:
            self._fold_soon(held, None)

    def _fold_soon(self, held: HeldRoom, writer: UserId | None) -> None:
        if not held.is_folding:
            held.is_folding = True
            self.spawn(self._fold(held, writer))

    async def _fold(self, held: HeldRoom, writer: UserId | None) -> None:
        """Shorten what a load must read; a failure leaves all as it was and is tried again."""
        tail, tail_bytes = held.tail, held.tail_bytes
        try:
            await self.in_thread(lambda: self.editing.fold(held.room.name, writer))
        except Refused as error:
            log.warning("room %s is not folded: %s", held.room.name, error)
        else:
            held.tail -= tail
            held.tail_bytes -= tail_bytes
            if writer is not None and held.last_writer == writer:
                held.last_writer = None
        finally:
            held.version_at = self._loop.time()
            held.is_folding = False

    # Housekeeping

    async def _stay(self) -> None:
        """Renew our lease; what was lost while it had lapsed is let go before it misleads [ED9]."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            epochs = {name: held.lease.epoch for name, held in self.held.items()}
            try:
                renew = partial(self.shards.renew, epochs)
                gone = await self._loop.run_in_executor(self._pulse, renew)
            except Refused as error:
                log.warning("our lease is not renewed: %s", error)
            else:
                for name in gone:
                    if name in self.held and self.held[name].lease.epoch == epochs[name]:
                        self.lost(name)

    async def _keep_house(self) -> None:
        checked = self._loop.time()
        while True:
            await asyncio.sleep(1)
            now = self._loop.time()
            for held in list(self.held.values()):
                self._look_after(held, now)
            try:
                if now - checked >= RIGHTS_SECONDS:
                    checked = now
                    await self.rights.recheck()
            except Refused as error:
                log.warning("housekeeping waits: %s", error)

    def _look_after(self, held: HeldRoom, now: float) -> None:
        held.rest()
        for member_id, socket in list(held.sockets.items()):
            since = socket.slow_since
            if since is not None and now - since > self.limits.slow_seconds:
                self.cut_member(held, member_id, CloseCode.TOO_SLOW, "too_slow")
        if not held.sockets and not held.arriving:
            if now - held.empty_since > REST_SECONDS and not self._is_busy(held):
                held.is_folding = True
                self.spawn(self._retire(held))
        elif held.last_writer is not None and now - held.version_at > VERSION_SECONDS:
            self._fold_soon(held, held.last_writer)

    @staticmethod
    def _is_busy(held: HeldRoom) -> bool:
        room = held.room
        return held.is_folding or room.has_work or room.seq != room.durable_seq

    async def _retire(self, held: HeldRoom) -> None:
        """Fold an empty room and let it go, unless somebody comes meanwhile."""
        if held.last_writer is not None:
            await self._fold(held, held.last_writer)
        held.is_folding = False
        if held.sockets or held.arriving or self._is_busy(held) or held.last_writer is not None:
            return
        self._drop(held, CloseCode.AGAIN, "rest")
        try:
            epoch = held.lease.epoch
            await self.in_thread(lambda: self.editing.release(held.room.name, epoch))
        except Refused as error:
            log.warning("lease of %s not released: %s", held.room.name, error)

    async def stop(self) -> None:
        """Keep what was accepted, then let everybody go to the next process."""
        for held in list(self.held.values()):
            if held.tick_timer is not None:
                held.tick_timer.cancel()
            self._tick(held)
        await self.journal.drain()
        try:
            await self.in_thread(lambda: self.shards.end(self.shards.own.id))
        except Refused as error:
            log.warning("our lease is not given up, it will lapse: %s", error)
        for held in list(self.held.values()):
            self._drop(held, CloseCode.AGAIN, "restart")
        for passing in list(self.passing):
            passing.send_away()
