"""What is known of a pool's next desktops: the same for all who ask in one second."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from daas_broker.desktops import store as desktops
from daas_broker.desktops.model import PoolId
from daas_broker.sessions import store
from daas_broker.sessions.rules import Prospects
from kernel.db import Tx

FRESH = timedelta(seconds=1)


@dataclass
class Outlook:
    known: dict[PoolId, tuple[datetime, Prospects]] = field(default_factory=dict)
    asking: Lock = field(default_factory=Lock)  # of those who want to know, one asks

    def of(self, tx: Tx, pool_id: PoolId, now: datetime) -> Prospects:
        with self.asking:
            known = self.known.get(pool_id)
            if known is None or now - known[0] > FRESH:
                counts = desktops.counts(tx.db).get(pool_id, {})
                boot = desktops.boot_time(tx.db, pool_id, now)
                found = Prospects.of(counts, boot, store.average_stay(tx.db, pool_id))
                known = self.known[pool_id] = (now, found)
        return known[1]
