"""Who sat at the desktops of the month that daas_usage invents, as the broker would have kept it:
the forecast learns from it, and the estimates of a queue know how long people stay."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from daas_broker.desktops.store import desktops
from daas_broker.sessions.store import assignments
from daas_broker.usage import store as usage
from daas_broker.usage.model import Meter
from kernel.db import Tx
from workplace.demo.cast import Cast
from workplace.wiring import Workplace

IMAGE = "internet-000000000000"
BOOT = timedelta(seconds=6)


def load(workplace: Workplace, cast: Cast) -> None:
    del cast
    with workplace.base.begin() as tx:
        if tx.db.execute(select(assignments.c.id).limit(1)).one_or_none() is None:
            _seat(tx)


def _seat(tx: Tx) -> None:
    c = usage.intervals.c
    held = tx.db.execute(select(usage.intervals).where(c.meter == Meter.HELD.value)).all()
    if not held:
        return
    tx.db.execute(insert(desktops), [_desktop(row) for row in held])
    tx.db.execute(insert(assignments), [_assignment(row) for row in held])


def _desktop(row: Any) -> dict[str, object]:
    warm_at: datetime = row.began_at - timedelta(minutes=10)
    return {
        "id": row.desktop_id,
        "generation": 1,
        "pool_id": row.pool_id,
        "image": IMAGE,
        "zone": row.zone,
        "size": {},
        "state": "gone",
        "state_since": row.until_at,
        "asked_at": warm_at - BOOT,
        "warm_at": warm_at,
        "gone_at": row.until_at,
    }


def _assignment(row: Any) -> dict[str, object]:
    return {
        "id": row.desktop_id,
        "pool_id": row.pool_id,
        "person_id": row.person_id,
        "desktop_id": row.desktop_id,
        "session_id": "",
        "claimed_at": row.began_at,
        "asked_at": row.began_at,
        "ended_at": row.until_at,
        "end_reason": "released",
    }
