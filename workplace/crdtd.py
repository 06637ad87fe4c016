"""The editing server: `python -m workplace.crdtd` serves documents' rooms on its unix socket."""

import asyncio
import logging
import signal
import socket
import sys
import threading
from collections.abc import Collection
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any

import psycopg
import uvloop
from sqlalchemy import make_url

from kernel.actor import SessionId
from kernel.errors import Refused
from kernel.log import start_logging
from kernel.settings import read_settings
from weboffice.editing.host import Host
from weboffice.editing.model import Limits
from weboffice.editing.realtime import EditingServer
from workplace.endings import Endings
from workplace.wiring import Workplace, build, foundation

log = logging.getLogger(__name__)
ACCESS_CHANGED = "gdrive_access_changed"  # its payload is a document's id
BACKLOG = 1024
SWITCH_SECONDS = 0.001  # a thread that commits must not keep the loop waiting for the interpreter


class Sockets:
    """The rooms, for threads that hear of endings."""

    def __init__(self, host: Host, loop: asyncio.AbstractEventLoop) -> None:
        self._host = host
        self._loop = loop

    @property
    def open_sessions(self) -> set[SessionId]:
        return self._host.open_sessions

    def cut(self, sessions: Collection[SessionId]) -> None:
        if sessions:
            self._loop.call_soon_threadsafe(self._host.cut_sessions, set(sessions))


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


async def serve(workplace: Workplace, path: Path) -> None:
    loop = asyncio.get_running_loop()
    base = workplace.base
    host = Host(workplace.office.editing, Limits(), base.now)
    endings = Endings(base.settings.database_url, base.begin, base.now)
    host.start()
    _in_background(endings.follow, Sockets(host, loop))
    changed = partial(loop.call_soon_threadsafe, partial(_recheck, host))
    _in_background(follow_access, base.settings.database_url, changed)
    editing = EditingServer(base.settings, host, endings.ended)
    server = await editing.listen(listener(path))
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    await stopped.wait()
    server.close()
    await host.stop()


def _recheck(host: Host, rooms: Collection[str] | None) -> None:
    host.spawn(_recheck_patiently(host, rooms))


async def _recheck_patiently(host: Host, rooms: Collection[str] | None) -> None:
    """Until it was possible: a database that is away must not keep a lost right alive."""
    while True:
        try:
            await host.recheck(rooms)
        except Refused as error:
            log.warning("rights are asked again: %s", error)
            await asyncio.sleep(1)
        else:
            return


def _in_background(work: object, *arguments: object) -> None:
    threading.Thread(target=work, args=arguments, daemon=True).start()  # type: ignore[arg-type]


class UnixStream(socket.socket):
    """picows sets and reads TCP options on every connection; here there is no TCP."""

    def setsockopt(self, level: int, *option: Any) -> None:
        if level != socket.IPPROTO_TCP:
            super().setsockopt(level, *option)

    def getsockopt(self, level: int, *option: Any) -> Any:
        return super().getsockopt(level, *option) if level != socket.IPPROTO_TCP else 0


class UnixListener(socket.socket):
    def accept(self) -> tuple[UnixStream, Any]:
        accepted, address = super().accept()
        return UnixStream(fileno=accepted.detach()), address


def listener(path: Path) -> UnixListener:
    """A unix socket that the edge, in the same group, may open."""
    path.unlink(missing_ok=True)
    found = UnixListener(socket.AF_UNIX, socket.SOCK_STREAM)
    found.bind(str(path))
    path.chmod(0o660)
    found.listen(BACKLOG)
    found.setblocking(False)  # noqa: FBT003 - the socket's own signature
    return found


def main() -> None:
    start_logging()
    logging.getLogger("picows").setLevel(logging.WARNING)  # it tells of every connection
    sys.setswitchinterval(SWITCH_SECONDS)
    settings = read_settings()
    uvloop.run(serve(build(foundation(settings)), settings.socket("crdtd")))


if __name__ == "__main__":
    main()
