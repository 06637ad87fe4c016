"""A gateway's door while the database is away: who holds a desktop comes back by what was signed
beforehand, and all of it is in a journal first (docs/decisions/0035).

Only a gateway that was told of endings until the silence began lets anybody in: one that starts
within it could not know of them.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from daas_broker.continuity import rules
from daas_broker.continuity.journal import Journal
from daas_broker.continuity.model import Entitlement, Line, Shown, What, Why
from daas_broker.continuity.seal import MARK, NotOurs, Seal, is_of_device, said
from daas_broker.desktops.model import DesktopId, Endpoint
from daas_broker.display.model import FIRST, Opened, Wish
from daas_broker.policies.permits import Mark, Permit
from daas_broker.sessions.model import ConnectionId, Stream
from identity.tickets.service import TicketRefused
from kernel.actor import SessionId
from kernel.db import DatabaseAway
from kernel.errors import Refused
from kernel.ids import fresh_id

log = logging.getLogger(__name__)
Permitting = Callable[[Sequence[Stream]], Mapping[ConnectionId, Permit]]
Tell = Callable[[Sequence[Line], bool], object]


@dataclass
class Offline:
    """`tell` brings the journal into the audit chain; `code` is that of a stream's watermark."""

    origin: str
    seal: Seal
    journal: Journal
    now: Callable[[], datetime]
    code: Callable[[str], str]
    tell: Tell
    heard: rules.Heard = field(default_factory=rules.Heard)
    permits: dict[ConnectionId, Permit] = field(default_factory=dict)
    is_away: bool = False

    def lost(self) -> None:
        """The database does not answer any more."""
        if not self.is_away:
            self.is_away = True
            self._note(What.BEGAN, revision=self.heard.revision)

    def returned(self) -> set[ConnectionId]:
        """It answers again: all is told, and who came in meanwhile comes in anew, by a ticket."""
        if self.is_away:
            self._note(What.OVER)
            self.is_away = False
        if self.journal.is_open():
            lines, is_whole = self.journal.read()
            self.tell(lines, is_whole)
            self.journal.close()
        self.heard.used.clear()
        came, self.permits = set(self.permits), {}
        return came

    def admit(self, wish: Wish) -> Opened | Refused:
        """By an entitlement, and only as long as no ticket can be had [DC5]."""
        if not self.is_away or not wish.shown.token.startswith(MARK) or wish.screen != FIRST:
            return DatabaseAway()
        try:
            given, word, at, proof = self.seal.open(wish.shown.token.removeprefix(MARK))
        except NotOurs:
            return self._refused(wish, Why.UNSIGNED, {})
        message = said(word, round(at.timestamp() * 1000), self.origin)
        is_signed = is_of_device(given.device, message, proof)
        shown = Shown(given, at, is_signed, wish.desktop_id, self.origin, wish.shown.address)
        why = rules.refusal(shown, self.heard, self.now())
        if why is None and proof.hex() in self.heard.used:
            why = Why.USED
        facts = {"entitlement": given.id, "person": given.person_id, "session": given.session_id}
        if why is not None:
            return self._refused(wish, why, facts)
        self.heard.used.add(proof.hex())
        return self._let_in(wish, given, facts)

    def _let_in(self, wish: Wish, given: Entitlement, facts: dict[str, Any]) -> Opened | Refused:
        """First written down, then done [DC7]."""
        connection = ConnectionId(fresh_id())
        facts |= {
            "desktop": given.desktop_id,
            "connection": connection,
            "caller": wish.shown.address,
        }
        if not self._note(What.ADMITTED, **facts):
            return DatabaseAway()
        mark = Mark(*given.mark, self.code(connection))
        policy = rules.narrowed(given.policy)
        self.permits[connection] = Permit(policy, given.revision, given.person_id, mark)
        stream = Stream(given.desktop_id, given.session_id, connection)
        return Opened(stream, Endpoint(given.display, given.text, given.protocol))

    def _refused(self, wish: Wish, why: Why, facts: dict[str, Any]) -> Refused:
        told = {"why": why.value, "desktop": wish.desktop_id, "caller": wish.shown.address}
        self._note(What.REFUSED, **facts, **told)
        return TicketRefused()

    def left(self, stream: Stream) -> bool:
        """Whether it had come in by an entitlement."""
        if self.permits.pop(stream.connection_id, None) is None:
            return False
        self._note(What.LEFT, desktop=stream.desktop_id, connection=stream.connection_id)
        return True

    def permits_of(self, ask: Permitting) -> Permitting:
        """Who came in by an entitlement has what it says; of the others the broker is asked."""

        def found(streams: Sequence[Stream]) -> Mapping[ConnectionId, Permit]:
            own = {s.connection_id: self.permits[s.connection_id] for s in self._own(streams)}
            rest = [stream for stream in streams if stream.connection_id not in own]
            return {**own, **(ask(rest) if rest else {})}

        return found

    def hear_sessions(self, ended: Collection[SessionId]) -> None:
        self.heard.sessions.update(ended)

    def hear_desktop(self, released: DesktopId) -> None:
        self.heard.desktops.add(released)

    def hear_revision(self, revision: int) -> None:
        self.heard.revision = max(self.heard.revision, revision)

    def _own(self, streams: Sequence[Stream]) -> list[Stream]:
        return [stream for stream in streams if stream.connection_id in self.permits]

    def _note(self, what: What, **facts: Any) -> bool:
        try:
            self.journal.note(what, **facts)
        except OSError as error:
            log.error("the journal cannot be kept: %s", error)  # noqa: TRY400
            return False
        return True


@dataclass(frozen=True)
class EnduringDoors:
    """`Doors` of a gateway, and `Offline` where those cannot answer."""

    doors: Any
    offline: Offline

    def open(
        self,
        wishes: Sequence[Wish],
        hint: Callable[[Sequence[Opened | Refused]], None] = lambda _early: None,
    ) -> Sequence[Opened | Refused]:
        try:
            found: Sequence[Opened | Refused] = self.doors.open(wishes, hint)
        except DatabaseAway:
            return [self.offline.admit(wish) for wish in wishes]
        for one in found:
            if isinstance(one, Opened):
                self._note_lock(one)
        return found

    def _note_lock(self, opened: Opened) -> None:
        locked = self.offline.heard.locked
        if opened.locked_at is None:
            locked.discard(opened.stream.desktop_id)
        else:
            locked.add(opened.stream.desktop_id)

    def lock(self, stream: Stream) -> None:
        self.offline.heard.locked.add(stream.desktop_id)
        self.doors.lock(stream)

    def disconnected(self, streams: Sequence[Stream]) -> None:
        rest = [stream for stream in streams if not self.offline.left(stream)]
        if rest:
            self.doors.disconnected(rest)
