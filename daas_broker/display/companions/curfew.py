"""Ends a stream when its policy's hours are over, or no longer name the place it comes from."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from daas_broker.display.companions.model import Companion, Link
from daas_broker.display.model import Close
from daas_broker.policies import entering
from daas_broker.policies.permits import Permit
from daas_broker.sessions.model import ConnectionId
from kernel.errors import Unavailable

WARNING = timedelta(minutes=5)
LONGEST_WAIT = timedelta(minutes=1)  # the clock may be set


@dataclass
class Curfews:
    """Begins one for each stream, and hears of policies (`crossing`). `note` writes into the audit
    chain, whose stream, why and from where, and blocks."""

    now: Callable[[], datetime]
    note: Callable[[Permit, entering.Shut, str], None]
    open: dict[ConnectionId, "Curfew"] = field(default_factory=dict)

    def __call__(self, link: Link) -> "Curfew":
        found = self.open[link.opened.stream.connection_id] = Curfew(self, link)
        return found

    def adopt(self, found: Mapping[ConnectionId, Permit]) -> None:
        for connection, permit in found.items():
            curfew = self.open.get(connection)
            if curfew is not None:
                curfew.adopt(permit)


class Curfew(Companion):
    """Before its permit is known nothing passes anyway, and its ticket was asked the same."""

    def __init__(self, curfews: Curfews, link: Link) -> None:
        self._curfews, self._link = curfews, link
        self._permit: Permit | None = None
        self._told: datetime | None = None
        self._alarm: asyncio.TimerHandle | None = None

    def adopt(self, permit: Permit) -> None:
        self._permit = permit
        self._look()

    def closed(self) -> None:
        self._stop()
        connection = self._link.opened.stream.connection_id
        if self._curfews.open.get(connection) is self:
            del self._curfews.open[connection]

    def _look(self) -> None:
        self._stop()
        if self._permit is None:
            return
        now, access = self._curfews.now(), self._permit.policy.access
        shut = entering.shut(access, self._link.caller, now)
        if shut is not None:
            self._end(self._permit, shut)
            return
        closes = entering.closes_at(access, now)
        self._warn(closes, now)
        if closes is not None:
            self._wait(closes, now)

    def _warn(self, closes: datetime | None, now: datetime) -> None:
        """Once before each end; that it was put off is told as well."""
        is_near = closes is not None and closes - now <= WARNING
        if is_near and self._told != closes:
            self._link.tell("access.ending", at=closes.isoformat() if closes else None)
            self._told = closes
        elif not is_near and self._told is not None:
            self._link.tell("access.ending", at=None)
            self._told = None

    def _wait(self, closes: datetime, now: datetime) -> None:
        until = closes - WARNING if now < closes - WARNING else closes
        wait = min(until - now, LONGEST_WAIT).total_seconds()
        loop = asyncio.get_running_loop()
        self._alarm = loop.call_later(max(0.05, wait), self._look)

    def _end(self, permit: Permit, shut: entering.Shut) -> None:
        opens = shut.opens_at.isoformat() if shut.opens_at else None
        self._link.tell("access.over", rule=shut.rule, opens_at=opens)
        self._link.spawn(self._noted(permit, shut))
        self._link.close(Close.OUTSIDE)

    async def _noted(self, permit: Permit, shut: entering.Shut) -> None:
        caller = self._link.caller
        try:
            await self._link.beside(lambda: self._curfews.note(permit, shut, caller))
        except Unavailable:
            return  # it has ended; that it could not be written down keeps nobody in

    def _stop(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
