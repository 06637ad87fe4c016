"""Devices say how they are, from inside the tunnel; owners and administrators read it."""

from dataclasses import dataclass
from datetime import timedelta

from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin
from kernel.limits import Limit, Spend
from vpn.devices import store as devices
from vpn.devices.service import calling, tell
from vpn.networks.model import Plan
from vpn.posture import rules, store
from vpn.posture.model import Answer, Posture
from vpn.posture.ports import Reconsider

TRIES = Limit("vpn_posture", 20, timedelta(minutes=1))


@dataclass(frozen=True)
class Said:
    system: str
    disk: Answer
    lock: Answer


@dataclass(frozen=True)
class Postures:
    begin: Begin
    now: Now
    spend: Spend
    plan: Plan
    reconsider: Reconsider

    def report(self, address: str, said: Said) -> None:
        """By the device: its address inside proves its key. Raise NoDeviceCalls. A session that is
        open ends where the policies want more than it says now [VS11]."""
        self.spend(TRIES, address)
        with self.begin() as tx:
            held = calling(tx, self.plan, address, self.now())
            now = self.now()
            posture = Posture(held.device.id, now, said.system, said.disk, said.lock)
            before = store.find(tx.db, held.device.id)
            store.say(tx.db, posture)
            if not rules.is_news(before, posture):
                return
            tell(tx, held.device.person_id)
            self.reconsider(tx, held)
            facts = {"system": said.system, "disk": said.disk.value, "lock": said.lock.value}
            entry = audit.Entry(now, "-", "vpn.say_posture", held.device.id, facts=facts)
            audit.append(tx.db, entry)

    def list_mine(self, actor: Actor) -> list[Posture]:
        with self.begin() as tx:
            mine = {device.id for device in devices.of_person(tx.db, actor.user_id)}
            return list(store.of_devices(tx.db, mine).values())

    def list_all(self, actor: Actor) -> list[Posture]:
        actor.require(Role.IT_ADMIN, Role.SECURITY_OFFICER)
        with self.begin() as tx:
            return list(store.every(tx.db).values())
