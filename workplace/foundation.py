"""What every process stands on: settings, database, clock, hints, limits."""

from kernel.clock import Now, utc_now
from kernel.db import Announce, begin_on, connect
from kernel.hints import Gathered, RedisAnnouncer
from kernel.limits import RedisLimits
from kernel.parts import Foundation
from kernel.settings import Settings

# As many as a web process has threads: one that is opened for a crowd and closed behind it costs
# PostgreSQL more than what is asked on it.
KEPT, MOST = 16, 20


def foundation(
    settings: Settings, *, now: Now = utc_now, announce: Announce | None = None
) -> Foundation:
    engine = connect(settings.database_url, pool_size=KEPT, most=MOST)
    announce = announce or Gathered(RedisAnnouncer(settings.redis_url))
    limits = RedisLimits.at(settings.redis_url)
    return Foundation(settings, engine, begin_on(engine, announce), now, announce, limits.spend)
