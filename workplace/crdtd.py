"""One of the editing processes: `python -m workplace.crdtd 1` serves rooms on its unix socket.

They share the rooms among them (weboffice/editing/leases.py); any may open any room.
"""

import asyncio
import logging
import signal
import sys
import threading
from collections.abc import Collection
from functools import partial
from time import sleep

import psycopg
import uvloop
from sqlalchemy import make_url

from kernel.actor import SessionId
from kernel.errors import Refused
from kernel.ids import fresh_id
from kernel.log import start_logging
from kernel.settings import editing_process, read_settings
from weboffice.editing.host import Host
from weboffice.editing.leases import Shard, ShardId
from weboffice.editing.model import Limits
from weboffice.editing.realtime import EditingServer
from weboffice.editing.shards import Shards
from weboffice.editing.unix import listener
from workplace.endings import Endings
from workplace.foundation import foundation
from workplace.rooms import Rooms, build

log = logging.getLogger(__name__)
ACCESS_CHANGED = "gdrive_access_changed"  # its payload is a document's id
SWITCH_SECONDS = 0.001  # a thread that commits must not keep the loop waiting for the interpreter


class Sockets:
    """The rooms, for threads that hear of endings."""

    def __init__(self, host: Host, loop: asyncio.AbstractEventLoop) -> None:
        self._host = host
        self._loop = loop

    @property
    def open_sessions(self) -> set[SessionId]:
        return self._host.rights.open_sessions

    def cut(self, sessions: Collection[SessionId]) -> None:
        """Also of none: it was looked anew, and whoever comes in this moment must be, too."""
        self._loop.call_soon_threadsafe(self._host.rights.cut_sessions, set(sessions))


def follow_access(database_url: str, changed: "partial[None]") -> None:
    """Never returns. A lost connection may have hidden changes: then all rooms are asked about."""
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            with psycopg.connect(url, autocommit=True, connect_timeout=3) as connection:
                connection.execute(f"LISTEN {ACCESS_CHANGED}")
                changed(None)
                for notice in connection.notifies():
                    changed([notice.payload])
        except psycopg.Error as error:
            log.warning("changes of access are not heard: %s", error)
            sleep(1)


async def serve(rooms: Rooms, name: str) -> None:
    loop = asyncio.get_running_loop()
    base = rooms.base
    path = base.settings.socket(name)
    shards = Shards(base.begin, base.now, Shard(ShardId(fresh_id()), name, str(path)))
    host = Host(rooms.editing, shards, Limits(), base.now)
    await _enter(host)
    endings = Endings(base.settings.database_url, base.begin, base.now)
    host.start()
    _in_background(endings.follow, Sockets(host, loop))
    changed = partial(loop.call_soon_threadsafe, partial(_recheck, host))
    _in_background(follow_access, base.settings.database_url, changed)
    editing = EditingServer(base.settings, host, endings.ended)
    server = await editing.listen(listener(path))
    stopped = asyncio.Event()
    for end in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(end, stopped.set)
    await stopped.wait()
    server.close()
    await host.stop()


async def _enter(host: Host) -> None:
    """Before anybody comes in: from now on the rooms of our former run are free."""
    while True:
        try:
            return await host.in_thread(host.shards.enter)
        except Refused as error:
            log.warning("the database is awaited: %s", error)
            await asyncio.sleep(1)


def _recheck(host: Host, rooms: Collection[str] | None) -> None:
    host.spawn(_recheck_patiently(host, rooms))


async def _recheck_patiently(host: Host, rooms: Collection[str] | None) -> None:
    """Until it was possible: a database that is away must not keep a lost right alive."""
    while True:
        try:
            await host.rights.recheck(rooms)
        except Refused as error:
            log.warning("rights are asked again: %s", error)
            await asyncio.sleep(1)
        else:
            return


def _in_background(work: object, *arguments: object) -> None:
    threading.Thread(target=work, args=arguments, daemon=True).start()  # type: ignore[arg-type]


def main() -> None:
    start_logging()
    logging.getLogger("picows").setLevel(logging.WARNING)  # it tells of every connection
    sys.setswitchinterval(SWITCH_SECONDS)
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    uvloop.run(serve(build(foundation(read_settings())), editing_process(number)))


if __name__ == "__main__":
    main()
