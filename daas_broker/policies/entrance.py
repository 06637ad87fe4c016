"""The door of a desktop: who comes at another hour, or from another place, than the policy says is
refused, told when it opens, and written down [DV9]."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from daas_broker.policies import entering, rules, store
from daas_broker.policies.entering import Shut
from daas_broker.policies.model import Policy, Subject
from daas_broker.policies.permits import Permit, upwards
from daas_broker.sessions.ports import ALWAYS, Door, Opening, Window
from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Denied

ACT = "daas_broker.enter"
FRESH = timedelta(seconds=1)


class OutsideHours(Denied):
    """`opens_at` is when it may be used next, or null."""

    code = "outside_hours"


class OutsidePlaces(Denied):
    """From the address of this device it may not be used."""

    code = "outside_places"


@dataclass
class Entrance:
    """Most installations limit nothing: that is asked once a second, and nothing else."""

    begin: Begin
    now: Now
    known: tuple[datetime, bool] | None = field(default=None)

    def check(self, tx: Tx, door: Door, actor: Actor, caller: str) -> None:
        if not self._limits(tx):
            return
        found = entering.shut(_policy(tx, door, actor.user_id).access, caller, self.now())
        if found is not None:
            self.note(actor.user_id, door.pool, found, caller)
            raise refusal(found)

    def look(self, tx: Tx, door: Door, actor: Actor, caller: str) -> Opening:
        if not self._limits(tx):
            return ALWAYS
        access = _policy(tx, door, actor.user_id).access
        found = entering.shut(access, caller, self.now())
        return Opening(
            tuple(Window(tuple(sorted(one.days)), one.begins, one.ends) for one in access.hours),
            found.rule if found else None,
            found.opens_at if found else None,
        )

    def note(self, person: UserId, name: str, found: Shut, caller: str) -> None:
        """In a transaction of its own: the refusal undoes the other."""
        facts: dict[str, object] = {"rule": found.rule, "address": caller}
        with self.begin() as tx:
            entry = audit.Entry(self.now(), person, ACT, name, "refused", facts)
            audit.append(tx.db, entry)

    def note_stream(self, permit: Permit, found: Shut, caller: str) -> None:
        """A stream that was open and has ended."""
        self.note(permit.person_id, permit.mark.code, found, caller)

    def _limits(self, tx: Tx) -> bool:
        now = self.now()
        if self.known is None or not timedelta() <= now - self.known[0] <= FRESH:
            self.known = (now, store.limits_somewhere(tx.db))
        return self.known[1]


def refusal(found: Shut) -> Denied:
    if found.rule == "access_place":
        return OutsidePlaces()
    opens = found.opens_at
    return OutsideHours(opens_at=opens.isoformat() if opens else None)


def _policy(tx: Tx, door: Door, person_id: UserId) -> Policy:
    person = people.find(tx.db, person_id)
    rows = {row.id: row for row in people.division_rows(tx.db)}
    divisions = upwards(rows, person.division_id) if person else []
    subject = Subject(door.zone, door.pool, person_id, divisions)
    return rules.in_force(subject, store.current(tx.db))
