"""What is promised while the database is there, and told once it is there again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from daas_broker.continuity import rules, store
from daas_broker.continuity.model import Entitlement, Line, Period, What
from daas_broker.continuity.seal import Seal, is_device_key
from daas_broker.desktops.machine import Desktop
from daas_broker.desktops.model import DesktopId, Endpoint
from daas_broker.policies import store as policies
from daas_broker.policies.model import InForce
from daas_broker.policies.permits import policies_of
from daas_broker.sessions.ports import Door, Duties, Entrance
from daas_broker.sessions.service import DesktopEnded, own_desktop
from identity.people import store as people
from identity.sessions import store as sign_ins
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Conflict, Invalid
from kernel.ids import fresh_id
from kernel.settings import Settings

LONGEST_DEVICE = 200


class NotSeated(Conflict):
    """No stream of this desktop is open in this sign-in, or its screen is locked."""

    code = "not_seated"


class DeviceKeyMalformed(Invalid):
    """A public key of P-256 in DER, base64url."""

    code = "device_key_malformed"


@dataclass(frozen=True)
class Asked:
    """By the page of a viewer; `device` is the public key that it keeps the private half of."""

    desktop_id: DesktopId
    device: str
    caller: str


@dataclass(frozen=True)
class Continuity:
    begin: Begin
    now: Now
    settings: Settings
    seal: Seal
    duties: Duties
    entrance: Entrance

    def promise(self, actor: Actor, asked: Asked) -> tuple[str, Entitlement]:
        """For whom a stream is open now, and for this desktop, sign-in, device and place only; what
        opens no stream by a ticket is promised none [DC5]."""
        if len(asked.device) > LONGEST_DEVICE or not is_device_key(asked.device):
            raise DeviceKeyMalformed
        with self.begin() as tx:
            desktop, seat = own_desktop(tx, actor, asked.desktop_id)
            if desktop.endpoint is None:
                raise DesktopEnded
            if seat.session_id != actor.session_id or seat.connection_id is None:
                raise NotSeated
            self.duties.check(tx, desktop.id, actor.user_id)
            self.entrance.check(tx, Door(desktop.zone, desktop.pool), actor, asked.caller)
            entitlement = self._made(tx, actor, asked, desktop, desktop.endpoint)
        return self.seal.sign(entitlement), entitlement

    def _made(
        self, tx: Tx, actor: Actor, asked: Asked, desktop: Desktop, endpoint: Endpoint
    ) -> Entitlement:
        found = sign_ins.find_unended(tx.db, actor.session_id)
        person = people.find(tx.db, actor.user_id)
        force = _in_force(tx, desktop)
        if found is None or person is None or force is None:
            raise NotSeated
        now = self.now()
        return Entitlement(
            id=fresh_id(),
            person_id=actor.user_id,
            session_id=actor.session_id,
            desktop_id=desktop.id,
            origin=self.settings.origin(actor.zone),
            display=endpoint.display,
            text=endpoint.text,
            protocol=endpoint.protocol,
            device=asked.device,
            caller=asked.caller,
            policy=force.policy,
            revision=force.revision,
            mark=(person.name, person.division),
            issued_at=now,
            expires_at=rules.expires_at(now, found[0].expires_at, force.policy),
        )

    def periods(self, actor: Actor) -> list[Period]:
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            return store.newest(tx.db)

    def tell(self, gateway: str, lines: Sequence[Line], *, is_whole: bool) -> bool:
        """A gateway's journal, into the audit chain: all of it in one transaction, once [DC7]."""
        if not lines:
            return False
        period = _period(gateway, lines, self.now(), is_whole=is_whole)
        with self.begin() as tx:
            if not store.add(tx.db, period):
                return False
            tx.announce("pools:all", "continuity.told")
            for line in lines:
                audit.append(tx.db, _entry(gateway, line))
            facts = {"gateway": gateway, "lines": len(lines), "head": period.head}
            outcome = "done" if is_whole else "broken"
            act = "daas_broker.continuity_told"
            audit.append(tx.db, audit.Entry(self.now(), "-", act, period.id, outcome, facts))
        return True


def _in_force(tx: Tx, desktop: Desktop) -> InForce | None:
    return policies_of(tx, policies.seats(tx.db, [desktop.id])).get(desktop.id)


def _period(gateway: str, lines: Sequence[Line], now: datetime, *, is_whole: bool) -> Period:
    return Period(
        id=fresh_id(),
        gateway=gateway,
        began_at=lines[0].at,
        ended_at=lines[-1].at if lines[-1].what is What.OVER else now,
        admitted=sum(line.what is What.ADMITTED for line in lines),
        refused=sum(line.what is What.REFUSED for line in lines),
        head=lines[-1].hash,
        is_whole=is_whole,
    )


def _entry(gateway: str, line: Line) -> audit.Entry:
    """At the time that it happened; its place in the chain says when it was told."""
    facts = {**line.facts, "gateway": gateway, "line": line.hash}
    outcome = "refused" if line.what is What.REFUSED else "done"
    return audit.Entry(
        line.at,
        str(line.facts.get("person", "-")),
        f"daas_broker.continuity_{line.what.value}",
        str(line.facts.get("desktop", gateway)),
        outcome,
        facts,
    )
