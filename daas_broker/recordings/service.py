"""Recordings as those see them who answer for them: found, watched, checked, kept, deleted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from daas_broker.pools import store as pools
from daas_broker.recordings import rules, store
from daas_broker.recordings.files import Shelf, judge, survey
from daas_broker.recordings.keys import MasterKey
from daas_broker.recordings.model import (
    Chain,
    End,
    Hold,
    Mark,
    Recording,
    RecordingId,
    Verdict,
    Wanted,
)
from daas_broker.recordings.playing import Opened, played
from identity.people import store as people
from identity.people.model import Person
from kernel import audit
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id

VIEWING_LASTS = timedelta(hours=8)
AWAY_AFTER = timedelta(seconds=90)  # a gateway says how far it is every ten seconds
CLOSED_AFTER = timedelta(seconds=30)
DELETED_AT_ONCE = 100
_MARKS: Mapping[str, str] = {
    "daas_broker.allow_watch": "watched",
    "daas_broker.stop_watch": "unwatched",
    "daas_broker.allow_control": "steered",
    "daas_broker.stop_control": "unsteered",
    "daas_broker.start_recording": "connected",
}
_CROSSINGS = ("daas_broker.clipboard_in", "daas_broker.clipboard_out")


@dataclass(frozen=True)
class Shown:
    """A recording with its names; `may_hold` says whether this actor decides on keeping it."""

    recording: Recording
    person: Person | None
    pool: str
    held_by: str = ""


@dataclass(frozen=True)
class Recordings:
    begin: Begin
    now: Now
    shelf: Shelf
    master: MasterKey

    def list(self, actor: Actor, wanted: Wanted) -> tuple[Sequence[Shown], bool]:
        """The newest first, and whether there are older ones."""
        rules.refuse_strangers(actor)
        with self.begin() as tx:
            found = store.wanted(tx.db, wanted)
            return _shown(tx, found[: wanted.limit]), len(found) > wanted.limit

    def get(self, actor: Actor, id_: RecordingId) -> tuple[Shown, Sequence[Mark]]:
        rules.refuse_strangers(actor)
        with self.begin() as tx:
            found = _found(tx, id_)
            return _shown(tx, [found])[0], _marks(tx, found)

    def open(self, actor: Actor, id_: RecordingId, reason: str) -> str:
        """A viewing, for this sign-in session; who looks has said why [DREC8]."""
        rules.refuse_strangers(actor)
        words = rules.reason_of(reason)
        with self.begin() as tx:
            found = rules.readable(store.find(tx.db, id_))
            viewing = fresh_id()
            store.add_viewing(
                tx.db,
                id=viewing,
                recording_id=id_,
                person_id=actor.user_id,
                session_id=actor.session_id,
                reason=words,
                at=self.now(),
            )
            self._audit(tx, actor.user_id, "watch_recording", found, {"reason": words})
        return viewing

    def play(self, actor: Actor, id_: RecordingId, viewing: str, at: Opened) -> Iterator[bytes]:
        """Records from a checkpoint on, a stretch of them. Raise NotFound without a viewing."""
        rules.refuse_strangers(actor)
        with self.begin() as tx:
            found = rules.readable(store.find(tx.db, id_))
            after = self.now() - VIEWING_LASTS
            if not store.may_watch(tx.db, viewing, id_, actor.session_id, after):
                raise NotFound
            point = (
                store.point_of_chunk(tx.db, id_, at.chunk)
                if at.chunk is not None
                else store.point_before(tx.db, id_, at.ms)
            )
        key = self.master.unwrap(id_, found.wrapped_key or b"")
        noted = found.progress.chunks if found.ended_at is None else None
        return played(self.shelf, id_, key, point, replace(at, noted=noted))

    def check(self, actor: Actor, id_: RecordingId) -> Verdict:
        """Read all of it, and note what was found [DREC5]."""
        rules.refuse_strangers(actor)
        with self.begin() as tx:
            found = rules.readable(store.find(tx.db, id_))
            sealed = store.sealed_head(tx.db, id_)
        if found.ended_at is None:
            raise rules.RecordingRunning
        key = self.master.unwrap(id_, found.wrapped_key or b"")
        verdict = judge(self.shelf, id_, key, found.progress)
        if verdict.chain is Chain.WHOLE and sealed != found.progress.head.hex():
            why = "the audit chain knows another end of it"
            verdict = Verdict(Chain.BROKEN, verdict.chunks, verdict.chunks, why)
        with self.begin() as tx:
            store.put_chain(tx.db, id_, verdict.chain, self.now())
            tx.announce("recordings:all", "recording.checked")
            facts = {"chain": verdict.chain.value, "chunk": verdict.at_chunk, "why": verdict.why}
            self._audit(tx, actor.user_id, "check_recording", found, facts)
        return verdict

    def hold(self, actor: Actor, id_: RecordingId, reason: str) -> None:
        """Kept until somebody lets go of it [DREC11]."""
        rules.refuse_keepers_not(actor)
        words = rules.reason_of(reason)
        with self.begin() as tx:
            found = rules.readable(store.find(tx.db, id_, lock=True))
            store.put_hold(tx.db, id_, Hold(actor.user_id, words, self.now()))
            tx.announce("recordings:all", "recording.held")
            self._audit(tx, actor.user_id, "hold_recording", found, {"reason": words})

    def let_go(self, actor: Actor, id_: RecordingId, reason: str) -> None:
        rules.refuse_keepers_not(actor)
        words = rules.reason_of(reason)
        with self.begin() as tx:
            found = rules.readable(store.find(tx.db, id_, lock=True))
            store.put_hold(tx.db, id_, None)
            tx.announce("recordings:all", "recording.held")
            self._audit(tx, actor.user_id, "unhold_recording", found, {"reason": words})

    # What the keeper does

    def deserted(self) -> Sequence[RecordingId]:
        now = self.now()
        with self.begin() as tx:
            return store.deserted(tx.db, now - AWAY_AFTER, now - CLOSED_AFTER)

    def close_deserted(self, id_: RecordingId) -> None:
        """It ends at the last whole chunk of its file [DREC12]. Where the file is shorter than
        what was noted, the note stays: a check finds what is missing."""
        with self.begin() as tx:
            found = store.find(tx.db, id_)
        if found is None or found.ended_at is not None or found.wrapped_key is None:
            return
        progress, points = survey(self.shelf, id_, self.master.unwrap(id_, found.wrapped_key))
        if progress.chunks < found.progress.chunks:
            progress, points = found.progress, []
        with self.begin() as tx:
            ended = found.started_at + timedelta(milliseconds=progress.length_ms)
            if not store.finish(tx.db, id_, progress, End.LOST, max(ended, found.noted_at)):
                return
            store.add_points(tx.db, id_, points)
            facts = {"chunks": progress.chunks, "head": progress.head.hex(), "end": "lost"}
            self._audit(tx, UserId("-"), "end_recording", found, facts)
        if self.shelf.path(id_).exists() and points:
            self.shelf.cut(id_, progress.size_bytes)

    def past_retention(self) -> Sequence[RecordingId]:
        with self.begin() as tx:
            return store.past_retention(tx.db, self.now(), DELETED_AT_ONCE)

    def delete(self, id_: RecordingId) -> bool:
        """File, key and receipt; broken off in between, it is done again [DREC10]."""
        now = self.now()
        with self.begin() as tx:
            found = store.find(tx.db, id_, lock=True)
            over = found is not None and found.keep_until is not None and found.keep_until <= now
            if found is None or not over or found.hold or found.deleted_at:
                return False
            self.shelf.remove(id_)
            store.delete_key(tx.db, id_, now)
            facts = {
                "person": found.person_id,
                "basis": found.duty.basis,
                "retention_days": found.duty.retention_days,
                "size_bytes": found.progress.size_bytes,
                "head": found.progress.head.hex(),
            }
            tx.announce("recordings:all", "recording.deleted")
            self._audit(tx, UserId("-"), "delete_recording", found, facts)
        return True

    def _audit(
        self, tx: Tx, who: UserId, act: str, found: Recording, facts: Mapping[str, object]
    ) -> None:
        told = {"desktop": found.desktop_id, **facts}
        entry = audit.Entry(self.now(), who, f"daas_broker.{act}", found.id, facts=told)
        audit.append(tx.db, entry)


def _found(tx: Tx, id_: RecordingId) -> Recording:
    found = store.find(tx.db, id_)
    if found is None:
        raise NotFound
    return found


def _shown(tx: Tx, found: Sequence[Recording]) -> Sequence[Shown]:
    ids = {one.person_id for one in found} | {one.hold.by for one in found if one.hold}
    persons = people.by_ids(tx.db, ids)
    names = pools.names(tx.db, {one.pool_id for one in found})
    return [
        Shown(
            one,
            persons.get(one.person_id),
            names.get(one.pool_id, ""),
            persons[one.hold.by].name if one.hold and one.hold.by in persons else "",
        )
        for one in found
    ]


def _marks(tx: Tx, found: Recording) -> Sequence[Mark]:
    """What the audit chain says of this desktop while it was recorded."""
    until = found.started_at + timedelta(milliseconds=found.progress.length_ms + 1000)
    rows = store.happened(tx.db, found, until, [*_MARKS, *_CROSSINGS])
    marks = []
    for at, act, outcome, facts in rows:
        if act in _CROSSINGS and outcome not in {"refused", "masked"}:
            continue
        what = outcome if act in _CROSSINGS else _MARKS[act]
        told = {"rule": facts["rule"]} if "rule" in facts else {}
        marks.append(Mark(max(0, (at - found.started_at) // timedelta(milliseconds=1)), what, told))
    return rules.merged(marks)
