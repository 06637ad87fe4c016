"""What is learned from the agency's own arrivals, learned anew every few minutes.

At fixed times of the clock and of what was known by then: so the page foresees what the keeper
does, however long either process has run [DP11].
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from daas_broker.desktops import store as desktops
from daas_broker.desktops.model import PoolId
from daas_broker.forecast import rules
from daas_broker.forecast.model import NOTHING_KNOWN, Almanac, Arrivals, Rates, Supply
from kernel.db import Tx

FRESH = timedelta(minutes=10)
UNKNOWN_BOOT = timedelta(seconds=12)
AT_ONCE = 4  # desktops that a host brings up beside each other
_EPOCH = datetime.fromtimestamp(0, UTC)
Lesson = tuple[Rates, Supply]
Came = Callable[[Tx, PoolId, datetime], Sequence[Arrivals]]
Days = Callable[[Tx, PoolId, datetime], Almanac]


def nothing_known(_tx: Tx, _pool: PoolId, _now: datetime) -> Almanac:
    return NOTHING_KNOWN


@dataclass
class Outlook:
    """`came` tells how many came to a pool since then, by day and slot; `days` what is special
    about days."""

    came: Came
    days: Days = nothing_known
    lessons: dict[PoolId, tuple[datetime, Lesson]] = field(default_factory=dict)

    def of(self, tx: Tx, pool: PoolId, now: datetime) -> Lesson:
        known, at = self.lessons.get(pool), now - (now - _EPOCH) % FRESH
        if known is None or known[0] != at:
            known = self.lessons[pool] = (at, self._learn(tx, pool, at))
        return known[1]

    def all_of(self, tx: Tx, pools: Sequence[PoolId], now: datetime) -> Mapping[PoolId, Lesson]:
        return {pool: self.of(tx, pool, now) for pool in pools}

    def _learn(self, tx: Tx, pool: PoolId, now: datetime) -> Lesson:
        boot = desktops.boot_time(tx.db, pool, now) or UNKNOWN_BOOT
        came = self.came(tx, pool, now - timedelta(weeks=rules.WEEKS, days=1))
        today = now.astimezone(rules.HOME).date()
        almanac = self.days(tx, pool, now)
        rates = rules.learn(came, today, almanac) if came else Rates({}, almanac=almanac)
        return rates, Supply(boot, AT_ONCE)

    def forget(self) -> None:
        """What was learned under another calendar; other processes do so within minutes."""
        self.lessons.clear()
