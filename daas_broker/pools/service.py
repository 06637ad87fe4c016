"""Pools, as an IT administrator makes and changes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from daas_broker.desktops import store as desktops
from daas_broker.desktops.machine import TAKEN, State
from daas_broker.desktops.model import Lack, PoolId, Provider
from daas_broker.entitlement import rules as entitlement
from daas_broker.entitlement.model import Audience, Reach
from daas_broker.entitlement.store import everybody
from daas_broker.forecast import rules as forecast
from daas_broker.forecast.model import Day
from daas_broker.forecast.service import Outlook
from daas_broker.images.service import Images
from daas_broker.pools import rules, store
from daas_broker.pools.model import Pool, PoolWish
from daas_broker.pools.ports import Seats
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from kernel.outbox import enqueue_unless_due

ONE_DAY = timedelta(days=1)
KEEP = "daas_broker.keep_pools"  # the job that runs the keeper before its time


def wake_keeper(tx: Tx) -> None:
    """After this commit the keeper looks at once; without the job it would within two seconds."""
    enqueue_unless_due(tx.db, KEEP)


@dataclass(frozen=True)
class Pools:
    """`providers` are those that a host is wired for."""

    begin: Begin
    now: Now
    providers: tuple[Provider, ...]
    seats: Seats
    outlook: Outlook
    images: Images

    def list_pools(
        self, actor: Actor
    ) -> list[tuple[Pool, Mapping[State, int], Mapping[Lack, int]]]:
        """Each with how many of its desktops are in which state, and of how many warm ones the
        program is not to be had [DP13]."""
        actor.require(Role.IT_ADMIN)  # [DK12]
        with self.begin() as tx:
            counts, lacking = desktops.counts(tx.db), desktops.lacking(tx.db)
            return [
                (pool, counts.get(pool.id, {}), lacking.get(pool.id, {}))
                for pool in store.current(tx.db)
            ]

    def reach(self, actor: Actor, audience: Audience) -> Reach:
        """How many people a pool with this audience would be for."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            return entitlement.reach(audience, everybody(tx.db))

    def day(self, actor: Actor, pool_id: PoolId) -> Day:
        """Today by slots: who was expected and came, what is to be warm, what was used."""
        actor.require(Role.IT_ADMIN)
        now = self.now()
        with self.begin() as tx:
            pool = store.find(tx.db, pool_id)
            if pool is None:
                raise NotFound
            today = now.astimezone(forecast.HOME).date()
            counts = desktops.counts(tx.db).get(pool_id, {})
            past = forecast.Past(
                {
                    a.slot: a.count
                    for a in self.seats.came(tx, pool_id, now - ONE_DAY)
                    if a.day == today
                },
                self.seats.used(tx, pool_id, today),
                self.seats.stood(tx, pool_id, today),
                sum(counts.get(state, 0) for state in TAKEN),
            )
            lesson = self.outlook.of(tx, pool_id, now)
        bounds = (pool.wish.warm, pool.wish.maximum)
        return forecast.day(bounds, pool.wish.readiness, lesson, past, now)

    def create_pool(self, actor: Actor, wish: PoolWish) -> Pool:
        actor.require(Role.IT_ADMIN)
        rules.check(wish, self.providers)
        rules.check_image(wish, self.images.names(wish.provider))
        pool = Pool(PoolId(fresh_id()), wish, self.now())
        with self.begin() as tx:
            store.add(tx.db, pool)
            self._changed(tx, actor, "create_pool", pool)
        return pool

    def change_pool(self, actor: Actor, pool_id: PoolId, wish: PoolWish) -> Pool:
        actor.require(Role.IT_ADMIN)
        names = self.images.names(wish.provider)
        with self.begin() as tx:
            before = store.find(tx.db, pool_id)
            if before is None:
                raise NotFound
            rules.check(wish, self.providers)
            if not rules.boots_the_same(before.wish, wish):
                rules.check_image(wish, names)
            if not store.change(tx.db, pool_id, wish):
                raise NotFound
            pool = Pool(pool_id, wish, before.created_at)
            self._changed(tx, actor, "change_pool", pool)
        return pool

    def remove_pool(self, actor: Actor, pool_id: PoolId) -> None:
        """Desktops in use stay until they are released [DK5]."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            pool = store.find(tx.db, pool_id)
            if pool is None or not store.remove(tx.db, pool_id, self.now()):
                raise NotFound
            self._changed(tx, actor, "remove_pool", pool)

    def _changed(self, tx: Tx, actor: Actor, act: str, pool: Pool) -> None:
        wake_keeper(tx)
        tx.announce("pools:all", "pools.changed")
        facts = store.values_of(pool.wish)
        entry = audit.Entry(self.now(), actor.user_id, f"daas_broker.{act}", pool.id, facts=facts)
        audit.append(tx.db, entry)
