"""What the editing server does with the database: let in, load, append, fold, check rights.

All of it blocks; the server calls it from threads.
"""

import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

from identity.people import store as people
from identity.people.model import Person
from identity.tickets.model import Presented, Ticket
from identity.tickets.service import TicketRefused, Tickets
from kernel import audit
from kernel.actor import UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Exhausted, NotFound, Refused, Unavailable
from kernel.ids import fresh_id
from weboffice.editing import batches, leases, store
from weboffice.editing.batches import Batch
from weboffice.editing.events import DocumentSaved
from weboffice.editing.leases import ShardId
from weboffice.editing.model import Entry, Mode, Request, SetAside, Visitor
from weboffice.editing.ports import Access, Versions
from weboffice.editing.store import Snapshot, Stored
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.rules import plain_text
from weboffice.ydoc.suggestions import authors_of

log = logging.getLogger(__name__)
PURPOSE = "edit"
AWAY_SINCE = "away_since"  # a fact of a ticket


class RoomHeldElsewhere(Unavailable):
    """Another editing process has the room, and cannot be reached now."""

    code = "room_held_elsewhere"


@dataclass(frozen=True)
class Loaded:
    doc: SharedDoc
    epoch: int
    stored: Stored
    authors: dict[str, str]  # of all suggestions there ever were, by id [SG3]


@dataclass(frozen=True)
class Lease:
    """Our hold on a room, and the hash of its log's last durable row."""

    epoch: int
    hash: bytes


@dataclass(frozen=True)
class Appended:
    """`lost` are rooms that have another owner now; nothing of theirs was written [ED9]."""

    hashes: dict[str, bytes]
    lost: set[str]


def _presented(asked: Request) -> Presented:
    return Presented(asked.token, asked.cookie, asked.caller)


def _opens(ticket: Ticket | None, room: str) -> TypeGuard[Ticket]:
    return ticket is not None and ticket.subject == room


@dataclass(frozen=True)
class Editing:
    begin: Begin
    now: Now
    tickets: Tickets
    access: Access
    versions: Versions

    def admit(self, asked: Sequence[Request]) -> list[Visitor | Refused]:
        """Use the tickets up; of each who it lets in, or TicketRefused or NotFound [OF1].

        Nothing is raised for one that opens nothing: that would give the others' tickets back.
        """
        with self.begin() as tx:
            shown = self._redeem(tx, asked)
            good = [(one, at) for one, at in zip(shown, asked, strict=True) if _opens(one, at.room)]
            of: dict[UserId, set[str]] = {}
            for ticket, request in good:
                of.setdefault(ticket.person_id, set()).add(request.room)
            persons = people.by_ids(tx.db, of) if of else {}
            may = self.access.may(tx, of) if of else {}
            self._note_refused(tx, asked, shown)
        return [
            self._visitor(ticket, request, persons, may)
            for ticket, request in zip(shown, asked, strict=True)
        ]

    def _redeem(self, tx: Tx, asked: Sequence[Request]) -> list[Ticket | None]:
        found: list[Ticket | None] = [None] * len(asked)
        for origin in {one.origin for one in asked}:
            places = [at for at, one in enumerate(asked) if one.origin == origin]
            tokens = [_presented(asked[at]) for at in places]
            for at, ticket in zip(
                places, self.tickets.use(tx, tokens, PURPOSE, origin), strict=True
            ):
                found[at] = ticket
        return found

    def _note_refused(
        self, tx: Tx, asked: Sequence[Request], shown: Sequence[Ticket | None]
    ) -> None:
        pairs = zip(asked, shown, strict=True)
        for origin, count in Counter(one.origin for one, t in pairs if t is None).items():
            self.tickets.note_refused(tx, count, PURPOSE, origin)

    def _visitor(
        self,
        ticket: Ticket | None,
        asked: Request,
        persons: Mapping[UserId, Person],
        may: Mapping[tuple[UserId, str], Mode],
    ) -> Visitor | Refused:
        if not _opens(ticket, asked.room):
            return TicketRefused()
        person, right = persons.get(ticket.person_id), may.get((ticket.person_id, asked.room))
        if person is None or right is None:
            return NotFound()
        since = self._away_since(ticket.facts)
        return Visitor(person.id, person.name, ticket.session_id, right, asked.dialect, since)

    def _away_since(self, facts: Mapping[str, Any]) -> datetime | None:
        since = facts.get(AWAY_SINCE)
        return min(datetime.fromisoformat(since), self.now()) if since else None

    def rights(self, of: Mapping[UserId, Collection[str]]) -> dict[tuple[UserId, str], Mode]:
        """Of each person's rooms that may be read now: what else may be done."""
        with self.begin() as tx:
            return self.access.may(tx, of)

    def load(self, room: str, shard: ShardId) -> Loaded:
        """Take the room for this shard and read it; raise RoomHeldElsewhere."""
        with self.begin() as tx:
            leases.wait_briefly(tx.db)
            epoch = leases.take(tx.db, room, shard, self.now())
            if epoch is None:
                raise RoomHeldElsewhere
            stored = store.load(tx.db, room)
            authors = store.authors(tx.db, room)
        shared = SharedDoc(stored.updates)
        # What came with a file was suggested by nobody here, and stands in the text only.
        return Loaded(shared, epoch, stored, authors_of(shared, authors))

    def append(
        self, entries: Sequence[Entry], held: Mapping[str, Lease], *, is_repeat: bool
    ) -> Appended:
        """One commit for all rooms; `is_repeat` when the outcome of the first try is not known."""
        with self.begin() as tx:
            leases.hold_briefly(tx.db)
            owned = leases.still_owned(tx.db, {room: lease.epoch for room, lease in held.items()})
            # We are the rooms' only writer: what is there of a repeated batch is ours.
            there = store.ends(tx.db, owned) if is_repeat else {}
            hashes = {room: held[room].hash for room in owned}
            sealed = []
            for entry in entries:
                if entry.room in owned:
                    hashes[entry.room] = store.seal(hashes[entry.room], entry)
                    if entry.seq > there.get(entry.room, (0, b""))[0]:
                        sealed.append((entry, hashes[entry.room]))
            store.append(tx.db, sealed)
            store.note_suggestions(tx.db, (entry for entry, _ in sealed))
        return Appended(hashes, set(held) - owned)

    def set_aside(self, room: str, aside: SetAside) -> str:
        """Durably, until its writer decides; the batch's id [ED12]."""
        visitor, absence, now = aside.visitor, aside.absence, self.now()
        batch = Batch(
            fresh_id(), room, visitor.person_id, visitor.session_id, now - absence.away, now,
            aside.concerns, absence.living, absence.deleted, aside.update,
        )  # fmt: skip
        facts = {"batch": batch.id, "why": list(aside.concerns), "deleted": absence.deleted}
        act = "weboffice.set_aside"
        with self.begin() as tx:
            held = batches.hold(tx.db, batch)
            audit.append(tx.db, audit.Entry(now, visitor.person_id, act, room, "held", facts))
        return held

    def fold(self, room: str, writer: UserId | None) -> None:
        """The durable log as a new snapshot; with the last writer's name, also as a version.

        Made by applying to a document: merging a log flat is quadratic.
        """
        with self.begin() as tx:
            stored = store.load(tx.db, room)
            shared = SharedDoc(stored.updates)
            text = plain_text(shared)
            made = Snapshot(room, stored.seq, self.now(), shared.whole(), text)
            store.add_snapshot(tx.db, made)
            tx.record(DocumentSaved(room, stored.seq, writer or ""))
        if writer is not None:
            self._keep_version(made, writer)

    def _keep_version(self, snapshot: Snapshot, writer: UserId) -> None:
        try:
            self.versions.keep(snapshot.room, snapshot.state, snapshot.plain_text, writer)
        except (NotFound, Exhausted) as error:
            # Purged meanwhile, or no room for a version: the text itself is durable without it.
            log.warning("no version of %s: %s %s", snapshot.room, error.code, error.facts)

    def release(self, room: str, epoch: int) -> None:
        with self.begin() as tx:
            leases.release(tx.db, room, epoch)
