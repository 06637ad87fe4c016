"""The display gateway: `ONMARU_ZONE=internet python -m workplace.display`.

One process for each origin, without privileges: browsers on one side, desktops' sockets on the
other, and nothing of a desktop on any other way.
"""

import asyncio
import json
import logging
import signal
import sys
import threading
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg
import uvloop
from picows import WSListener, WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from psycopg import sql
from sqlalchemy import make_url

from daas_broker.continuity.journal import Journal
from daas_broker.continuity.seal import Seal
from daas_broker.desktops.model import DesktopId
from daas_broker.desktops.store import RELEASED
from daas_broker.display.browser import probe
from daas_broker.display.browser.second import SecondWindow
from daas_broker.display.companions.idle import Idle
from daas_broker.display.companions.model import Link
from daas_broker.display.companions.voice import Voice
from daas_broker.display.companions.watcher import Watcher
from daas_broker.display.desktop.console import ConsoleView, OpenConsoles
from daas_broker.display.load.garbage import Garbage
from daas_broker.display.model import (
    FROM_VIEWER_BYTES,
    SECOND,
    SUBPROTOCOL,
    TICKET_PREFIX,
    Wish,
)
from daas_broker.display.offline import EnduringDoors, Offline
from daas_broker.display.realtime import Viewer
from daas_broker.display.service import Doors
from daas_broker.display.streams import Streams
from daas_broker.display.unix_websocket import Manner, serve_unix
from daas_broker.egress import store as egress
from daas_broker.helpdesk.store import MOVED
from daas_broker.policies.store import CHANGED
from daas_broker.sessions.model import Stream
from identity.tickets.model import Presented
from kernel.actor import SessionId
from kernel.db import DatabaseAway
from kernel.hints import Behind, Gathered, RedisAnnouncer
from kernel.http import CLIENT_HEADER, session_of
from kernel.log import start_logging
from kernel.settings import Settings, Zone, read_settings, read_zone
from workplace.endings import Endings
from workplace.foundation import foundation
from workplace.seats import Seats, build

log = logging.getLogger(__name__)
PATH = "/display/"
CHECK = "/display/check"
AGENT_LENGTH = 200
SECOND_WINDOW = "/second"
WATCH = "/watch"
CONSOLE = "/console"
THREADS = 8
# A thread that hears from the database waits for the loop to let go of the interpreter, by default
# 5 ms for each answer, while the loop is busy with those who come.
SWITCH_SECONDS = 0.0005
HEARTBEAT_SECONDS = 20.0
CHECK_SECONDS = 30
BROWSERS = Manner(FROM_VIEWER_BYTES, heartbeat=HEARTBEAT_SECONDS, read_buffer_bytes=2048)


class Gateway:
    def __init__(self, settings: Settings, zone: Zone, seats: Seats) -> None:
        self.name = f"display-{zone.value}"
        self._settings, self._zone = settings, zone
        broker = seats.daas_broker
        self.helpers = broker.helpers
        self.consoles = OpenConsoles(broker.consoles)
        self.doors = Doors(
            seats.base.begin,
            broker.seating,
            seats.identity.tickets,
            seats.identity.sessions,
            self.name,
            settings.origin(zone),
            broker.farewells,
        )
        self.permits, self.crossings = broker.permits, broker.crossings()
        self.offline = self._offline(seats)
        self.crossings.admit = self.offline.permits_of(self.crossings.admit)
        companions = broker.companions()
        self.streams = Streams(
            EnduringDoors(self.doors, self.offline),
            ThreadPoolExecutor(THREADS, "doors"),
            (self.crossings, self._idle, self._voice, *companions.first),
            companions.second,
        )

    def _offline(self, seats: Seats) -> Offline:
        """Its journal is this gateway's own, also of one that died while the database was away."""
        settings, now, continuity = self._settings, seats.base.now, seats.daas_broker.continuity
        return Offline(
            settings.origin(self._zone),
            Seal(settings.secrets),
            Journal(settings.var / "continuity" / f"{self.name}.jsonl", now),
            now,
            self.permits.code,
            lambda lines, is_whole: continuity.tell(self.name, lines, is_whole=is_whole),
        )

    def _idle(self, link: Link) -> Idle:
        return Idle(link, self.crossings.locks_after)

    def _voice(self, link: Link) -> Voice:
        return Voice(link, self.crossings.permit_of, self.permits.note_microphone)

    def answer(self, request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        """The upgrade for a browser of ours with something like a ticket; pages for a probe."""
        path = request.path.decode("ascii", "replace")
        if path in PAGES:
            return _page(path)
        origin = request.headers.get("Origin", "")
        if origin != self._settings.origin(self._zone):
            return _refusal(403, "wrong_origin")
        offered = _offered(request)
        if path == CHECK and probe.SUBPROTOCOL in offered:
            return _upgrade(probe.SUBPROTOCOL, probe.Probe())
        token = next((p for p in offered if p.startswith(TICKET_PREFIX)), None)
        if not path.startswith(PATH) or SUBPROTOCOL not in offered or token is None:
            return _refusal(404, "not_found")
        agent = request.headers.get("User-Agent", "")[:AGENT_LENGTH]
        shown = Presented(
            token.removeprefix(TICKET_PREFIX),
            session_of(request.headers.get("Cookie", ""), self._zone),
            request.headers.get(CLIENT_HEADER, "-"),
        )
        listener = self._listener(shown, path, agent)
        return _upgrade(SUBPROTOCOL, listener)

    def _listener(self, shown: Presented, path: str, agent: str) -> WSListener:
        """A ticket of one kind opens nothing at another's address [DR1]."""
        desktop, origin = path.removeprefix(PATH), self._settings.origin(self._zone)
        if desktop.endswith(CONSOLE):
            machine = desktop.removesuffix(CONSOLE)
            return ConsoleView(self.consoles, shown, machine, origin)
        if desktop.endswith(WATCH):
            return Watcher(self.helpers, shown, desktop.removesuffix(WATCH), origin)
        if desktop.endswith(SECOND_WINDOW):
            first = DesktopId(desktop.removesuffix(SECOND_WINDOW))
            return SecondWindow(self.streams, Wish(shown, first, SECOND))
        return Viewer(self.streams, Wish(shown, DesktopId(desktop)), agent)


def _upgrade(protocol: str, listener: WSListener) -> WSUpgradeResponseWithListener:
    response = WSUpgradeResponse.create_101_response({"Sec-WebSocket-Protocol": protocol})
    return WSUpgradeResponseWithListener(response, listener)


PAGES = ("/healthz", "/metrics")


def _page(path: str) -> WSUpgradeResponseWithListener:
    body = b'{"ok": true}' if path == "/healthz" else generate_latest()
    kind = "application/json" if path == "/healthz" else CONTENT_TYPE_LATEST
    response = WSUpgradeResponse.create_ok_response(body, {"Content-Type": kind})
    return WSUpgradeResponseWithListener(response, None)


def _refusal(status: int, code: str) -> WSUpgradeResponseWithListener:
    response = WSUpgradeResponse.create_error_response(
        status, json.dumps({"code": code}).encode(), {"Content-Type": "application/json"}
    )
    return WSUpgradeResponseWithListener(response, None)


def _offered(request: WSUpgradeRequest) -> list[str]:
    lines = request.headers.getall("Sec-WebSocket-Protocol", [])
    return [word.strip() for line in lines for word in line.split(",")]


class Notices:
    """Carries what other threads hear onto the loop on which the streams live."""

    def __init__(self, gateway: Gateway, loop: asyncio.AbstractEventLoop) -> None:
        self._gateway, self._loop = gateway, loop
        self.stopped = threading.Event()
        self._revision = -1

    @property
    def open_sessions(self) -> set[SessionId]:
        return asyncio.run_coroutine_threadsafe(self._sessions(), self._loop).result(5)

    def cut(self, sessions: Collection[SessionId]) -> None:
        if sessions:
            gateway = self._gateway
            gateway.offline.hear_sessions(sessions)
            for part in (gateway.streams, gateway.helpers, gateway.consoles):
                self._loop.call_soon_threadsafe(part.cut_sessions, set(sessions))

    def follow_releases(self, database_url: str) -> None:
        """Until `stopped`. After a lost connection all streams are looked at again [DK9]."""
        url = make_url(database_url).set(drivername="postgresql")
        while not self.stopped.is_set():
            try:
                self._listen(url.render_as_string(hide_password=False))
            except (psycopg.Error, DatabaseAway) as error:
                log.warning("releases are not heard: %s", error)
                self._gateway.offline.lost()
                self.stopped.wait(1)

    def _listen(self, conninfo: str) -> None:
        streams = self._gateway.streams
        with psycopg.connect(conninfo, autocommit=True, connect_timeout=3) as connection:
            for channel in (RELEASED, CHANGED, MOVED, egress.CHANGED):
                connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
            self._come_back()
            before: set[str] = set()
            while not self.stopped.is_set():
                # A stream is looked at once it is older than one round: its opening is not done
                # the moment it is counted.
                known = self._snapshot()
                settled = [stream for stream in known if stream.connection_id in before]
                before = {stream.connection_id for stream in known}
                ended = self._gateway.doors.ended(settled)
                self._loop.call_soon_threadsafe(streams.cut_connections, ended)
                self._follow_policies()
                self._look_at_helpers(None)
                self._look_at_consoles()
                for notice in connection.notifies(timeout=CHECK_SECONDS):
                    if self.stopped.is_set():
                        return
                    self._hear(notice.channel, notice.payload)

    def _hear(self, channel: str, word: str) -> None:
        streams = self._gateway.streams
        if channel == CHANGED:
            self._follow_policies()
        elif channel == egress.CHANGED:
            tell = partial(streams.tell_all, "zone.changed", zone=word)
            self._loop.call_soon_threadsafe(tell)  # [DH9]
        elif channel == MOVED:
            self._look_at_helpers(DesktopId(word))  # [DR4]
        else:
            self._gateway.offline.hear_desktop(DesktopId(word))
            self._loop.call_soon_threadsafe(streams.cut_desktop, DesktopId(word))
            self._look_at_consoles()

    def _come_back(self) -> None:
        """The database answers: what happened meanwhile is told, and who came in by an entitlement
        comes in by a ticket [DC7]."""
        came = self._gateway.offline.returned()
        self._loop.call_soon_threadsafe(self._gateway.streams.send_away, came)

    def _look_at_helpers(self, desktop: DesktopId | None) -> None:
        asyncio.run_coroutine_threadsafe(self._gateway.helpers.look(desktop), self._loop)

    def _look_at_consoles(self) -> None:
        asyncio.run_coroutine_threadsafe(self._gateway.consoles.look(), self._loop)

    def _follow_policies(self) -> None:
        """After a change, and after one that was missed: every open stream is told [DLP3]."""
        revision = self._gateway.permits.revision()
        self._gateway.offline.hear_revision(revision)
        if revision != self._revision:
            permits = self._gateway.permits.of_streams(self._snapshot())
            self._loop.call_soon_threadsafe(self._gateway.crossings.adopt, permits)
            self._look_at_consoles()  # whose user may look is a policy's to say [DVM8]
            self._revision = revision

    def _snapshot(self) -> list[Stream]:
        return asyncio.run_coroutine_threadsafe(self._streams(), self._loop).result(5)

    async def _sessions(self) -> set[SessionId]:
        own = {stream.session_id for stream in self._gateway.streams.streams}
        return own | self._gateway.helpers.sessions | self._gateway.consoles.sessions

    async def _streams(self) -> list[Stream]:
        return self._gateway.streams.streams


async def run(settings: Settings, zone: Zone, seats: Seats) -> None:
    loop = asyncio.get_running_loop()
    gateway = Gateway(settings, zone, seats)
    await loop.run_in_executor(None, gateway.doors.forget_streams)
    notices = Notices(gateway, loop)
    endings = Endings(settings.database_url, seats.base.begin, seats.base.now)
    for follow, argument in (
        (endings.follow, notices),
        (notices.follow_releases, settings.database_url),
    ):
        threading.Thread(target=follow, args=(argument,), daemon=True).start()
    garbage = Garbage(gateway.streams.rush)
    garbage.begin()
    gateway.streams.spawn(loop.create_task(garbage.look_on()))
    sys.setswitchinterval(SWITCH_SECONDS)
    server = await serve_unix(gateway.answer, settings.socket(gateway.name), BROWSERS)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await stop.wait()
    server.close()


def main() -> None:
    start_logging()
    logging.getLogger("daas_broker.display.unix_websocket").setLevel(logging.WARNING)
    settings = read_settings()
    hints = Gathered(Behind(RedisAnnouncer(settings.redis_url)))
    base = foundation(settings, announce=hints)
    uvloop.run(run(settings, read_zone(), build(base)))


if __name__ == "__main__":
    main()
