"""Which external office there is: named by an administrator, looked at by a job."""

from dataclasses import dataclass, replace

from kernel import audit, outbox
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin
from kernel.settings import Settings, Zone
from weboffice.wopi import rules, store
from weboffice.wopi.model import Discovery, Mode, Office

JOB = "weboffice.discover_office"


@dataclass(frozen=True)
class Offices:
    begin: Begin
    now: Now
    settings: Settings

    def look(self, actor: Actor) -> Office:
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            return store.office(tx.db)

    def name(self, actor: Actor, address: str) -> Office:
        """Another origin, or none: what was given to the one before opens nothing more [WO1]."""
        actor.require(Role.IT_ADMIN)
        origin = rules.clean_origin(address)
        if origin in {self.settings.origin(zone) for zone in Zone}:
            raise rules.BadOrigin(reason="own")
        now = self.now()
        with self.begin() as tx:
            before = store.office_locked(tx.db)
            if before.origin == origin:
                return before
            named = Office(origin, actor.user_id, now)
            store.put_office(tx.db, named)
            store.forget_all(tx.db)
            outbox.enqueue(tx.db, JOB)
            facts = {"from": before.origin, "to": origin}
            audit.append(
                tx.db, audit.Entry(now, actor.user_id, "weboffice.name_office", "-", facts=facts)
            )
        return named

    def ask_again(self, actor: Actor) -> Office:
        """Have its discovery read now."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            office = store.office_locked(tx.db)
            if not office.origin:
                raise rules.OfficeOff
            asked = replace(office, asked_at=self.now())
            store.put_office(tx.db, asked)
            outbox.enqueue(tx.db, JOB)
        return asked

    def types(self) -> dict[str, Mode]:
        """By ending, the most that the office can do; empty while there is none."""
        with self.begin() as tx:
            office = store.office(tx.db)
        found: Discovery = office.discovery
        return {
            ending: Mode.EDIT if Mode.EDIT in modes else Mode.VIEW
            for ending, modes in found.actions.items()
        }

    def origin(self) -> str:
        with self.begin() as tx:
            return store.office(tx.db).origin
