"""The notice before a recording: nobody is recorded who has not been told [DREC1]."""

from dataclasses import dataclass

from daas_broker.desktops.model import DesktopId
from daas_broker.policies import store as policies
from daas_broker.policies.permits import policies_of
from daas_broker.recordings import rules, store
from daas_broker.recordings.model import Duty
from daas_broker.recordings.recorder import duty_of
from daas_broker.sessions import store as sessions
from kernel import audit
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound


@dataclass(frozen=True)
class Notices:
    begin: Begin
    now: Now

    def check(self, tx: Tx, desktop: DesktopId, person_id: UserId) -> None:
        """Raise RecordingNoticeMissing where it is recorded and its person does not know yet."""
        duty = _duty(tx, desktop)
        if duty is None:
            return
        digest = rules.digest_of(duty)
        if not store.is_acknowledged(tx.db, desktop, person_id, digest):
            raise rules.RecordingNoticeMissing(
                basis=duty.basis, retention_days=duty.retention_days, digest=digest
            )

    def acknowledge(self, actor: Actor, desktop: DesktopId, digest: str) -> None:
        """One's own desktop only; what has changed since it was read is read anew."""
        with self.begin() as tx:
            seat = sessions.of_desktop(tx.db, desktop)
            if seat is None or seat.person_id != actor.user_id:
                raise NotFound
            duty = _duty(tx, desktop)
            if duty is None or rules.digest_of(duty) != digest:
                raise rules.RecordingNoticeChanged
            store.acknowledge(tx.db, desktop, actor.user_id, digest, self.now())
            facts = {"basis": duty.basis, "retention_days": duty.retention_days}
            act = "daas_broker.acknowledge_recording"
            audit.append(tx.db, audit.Entry(self.now(), actor.user_id, act, desktop, facts=facts))


def _duty(tx: Tx, desktop: DesktopId) -> Duty | None:
    """Most installations record nothing, and are asked one question only."""
    if not policies.records_somewhere(tx.db):
        return None
    seats = policies.seats(tx.db, [desktop])
    return duty_of(policies_of(tx, seats)[desktop].policy) if seats else None
