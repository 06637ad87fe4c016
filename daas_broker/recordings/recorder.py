"""What a gateway does with recordings: begins one, notes how far it is, ends it. Calls block."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from daas_broker.desktops import store as desktops
from daas_broker.desktops.machine import Desktop
from daas_broker.desktops.model import Protocol
from daas_broker.policies.model import Policy
from daas_broker.recordings import chunks, rules, store
from daas_broker.recordings.files import Shelf, Writing
from daas_broker.recordings.keys import MasterKey
from daas_broker.recordings.model import Duty, End, Point, Progress, Recording, RecordingId
from daas_broker.sessions.model import Stream
from kernel import audit
from kernel.actor import UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Conflict, NotFound
from kernel.ids import fresh_id


class RecordingTakenAway(Conflict):
    """It was ended meanwhile, because nothing was heard of it for too long."""

    code = "recording_taken_away"


def duty_of(policy: Policy) -> Duty | None:
    """None where nothing is to be recorded."""
    recording = policy.recording
    return Duty(recording.basis, recording.retention_days) if recording.is_on else None


@dataclass(frozen=True)
class Whose:
    """The stream of which person, under which duty; `screen` is 2 of a second monitor."""

    stream: Stream
    person_id: UserId
    duty: Duty
    screen: int = 1


@dataclass(frozen=True)
class Recorder:
    begin: Begin
    now: Now
    shelf: Shelf
    master: MasterKey

    def start(self, whose: Whose) -> Writing:
        """Raise RecordingNoticeMissing, OSError or Unavailable: then nothing may pass [DREC2]."""
        id_ = RecordingId(fresh_id())
        key, wrapped = self.master.fresh(id_)
        with self.begin() as tx:
            digest = rules.digest_of(whose.duty)
            desktop = whose.stream.desktop_id
            if not store.is_acknowledged(tx.db, desktop, whose.person_id, digest):
                raise rules.RecordingNoticeMissing  # [DREC1]
            seat = desktops.find(tx.db, desktop)
            if seat is None:
                raise NotFound
            found = self._new(seat, id_, whose, wrapped)
            store.add(tx.db, found)
            writing = self.shelf.create(id_, key)
            tx.announce("recordings:all", "recording.started")
            facts = {"connection": found.connection_id, "basis": whose.duty.basis}
            self._audit(tx, whose.person_id, "start_recording", found, facts)
        return writing

    def note(self, id_: RecordingId, progress: Progress, points: Sequence[Point]) -> None:
        with self.begin() as tx:
            if not store.note(tx.db, id_, progress, self.now()):
                raise RecordingTakenAway
            store.add_points(tx.db, id_, points)

    def finish(
        self, id_: RecordingId, progress: Progress, points: Sequence[Point], end: End
    ) -> None:
        """The chain's end stands in the audit chain: who changes file and row is found by it."""
        with self.begin() as tx:
            if not store.finish(tx.db, id_, progress, end, self.now()):
                return
            store.add_points(tx.db, id_, points)
            found = store.find(tx.db, id_)
            tx.announce("recordings:all", "recording.ended")
            if found is not None:
                facts = {"chunks": progress.chunks, "head": progress.head.hex(), "end": end.value}
                self._audit(tx, found.person_id, "end_recording", found, facts)

    def _new(self, seat: Desktop, id_: RecordingId, whose: Whose, wrapped: bytes) -> Recording:
        now = self.now()
        return Recording(
            id=id_,
            connection_id=whose.stream.connection_id,
            desktop_id=seat.id,
            pool_id=seat.pool,
            person_id=whose.person_id,
            zone=seat.zone,
            is_light=seat.endpoint is not None and seat.endpoint.protocol is Protocol.LIGHT,
            duty=whose.duty,
            screen=whose.screen,
            started_at=now,
            progress=Progress(0, 0, 0, chunks.genesis(id_)),
            noted_at=now,
            wrapped_key=wrapped,
        )

    def _audit(
        self, tx: Tx, who: UserId, act: str, found: Recording, facts: Mapping[str, object]
    ) -> None:
        entry = audit.Entry(
            self.now(),
            who,
            f"daas_broker.{act}",
            found.id,
            facts={"desktop": found.desktop_id, **facts},
        )
        audit.append(tx.db, entry)
