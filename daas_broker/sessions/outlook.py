"""What is known of a pool's next desktops: the same for all who ask in one second."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from daas_broker.circuits import store as circuits
from daas_broker.circuits.rules import is_open
from daas_broker.desktops import store as desktops
from daas_broker.desktops.model import PoolId
from daas_broker.images import store as images
from daas_broker.pools.model import Pool
from daas_broker.sessions import rules, store
from daas_broker.sessions.rules import Prospects
from kernel.db import Tx

FRESH = timedelta(seconds=1)


@dataclass
class Outlook:
    known: dict[PoolId, tuple[datetime, Prospects]] = field(default_factory=dict)
    asking: Lock = field(default_factory=Lock)  # of those who want to know, one asks

    def of(self, tx: Tx, pool: Pool, now: datetime) -> Prospects:
        with self.asking:
            known = self.known.get(pool.id)
            if known is None or now - known[0] > FRESH:
                known = self.known[pool.id] = (now, _found(tx, pool, now))
        return known[1]


def _found(tx: Tx, pool: Pool, now: datetime) -> Prospects:
    counts = desktops.counts(tx.db).get(pool.id, {})
    boot, stay = desktops.boot_time(tx.db, pool.id, now), store.average_stay(tx.db, pool.id)
    is_stuck = _rests(tx, pool, now) or desktops.is_stuck(tx.db, pool.id)
    has_image = rules.has_image(pool, images.served(tx.db))
    return Prospects.of(counts, boot, stay, is_stuck=is_stuck, has_image=has_image)


def _rests(tx: Tx, pool: Pool, now: datetime) -> bool:
    """Its host or its image is left alone [DP9]."""
    open_ = [one for one in circuits.of_all(tx.db) if is_open(one, now)]
    if not open_:
        return False
    names = {version.key: version.name for version in images.known(tx.db)}
    return any(
        one.provider == pool.wish.provider
        and (one.image is None or names.get(one.image, one.image) == pool.wish.image)
        for one in open_
    )
