"""Hears of sign-in sessions that end, for processes that keep sockets open."""

import logging
from collections.abc import Collection
from threading import Event
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url, select

from identity.sessions.rules import is_alive
from identity.sessions.store import ENDED, sessions
from kernel.actor import SessionId
from kernel.clock import Now
from kernel.db import Begin, DatabaseAway

log = logging.getLogger(__name__)
CHECK_SECONDS = 60  # for endings that nobody announces: a session grows old


class Sockets(Protocol):
    @property
    def open_sessions(self) -> set[SessionId]: ...
    def cut(self, sessions: Collection[SessionId]) -> None: ...


class Endings:
    def __init__(self, database_url: str, begin: Begin, now: Now) -> None:
        url = make_url(database_url).set(drivername="postgresql")
        self._conninfo = url.render_as_string(hide_password=False)
        self._begin = begin
        self._now = now
        self.stopped = Event()

    def follow(self, sockets: Sockets) -> None:
        """Until `stopped`. A lost connection may have hidden endings: all are looked at again."""
        while not self.stopped.is_set():
            try:
                self._listen(sockets)
            except (psycopg.Error, DatabaseAway) as error:
                log.warning("endings are not heard: %s", error)
                self.stopped.wait(1)

    def _listen(self, sockets: Sockets) -> None:
        with psycopg.connect(self._conninfo, autocommit=True, connect_timeout=3) as connection:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(ENDED)))
            while True:
                sockets.cut(self.ended(sockets.open_sessions))
                for notice in connection.notifies(timeout=CHECK_SECONDS):
                    sockets.cut({SessionId(notice.payload)})

    def ended(self, among: Collection[SessionId]) -> set[SessionId]:
        """Looking does not count as use, so an idle session still ends [ID2]."""
        with self._begin() as tx:
            rows = tx.db.execute(select(sessions).where(sessions.c.id.in_(among))).all()
        now = self._now()
        alive = {
            row.id
            for row in rows
            if row.ended_at is None and is_alive(row.seen_at, row.expires_at, now)
        }
        return set(among) - alive
