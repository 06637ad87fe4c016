"""Desktops in SQL. Each change is compare-and-set on (id, generation, state)."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    Row,
    String,
    Table,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.desktops.machine import Desktop, State
from daas_broker.desktops.model import (
    DesktopId,
    DesktopPhase,
    DesktopSize,
    Endpoint,
    ImageKey,
    Lack,
    PoolId,
    Protocol,
    Provider,
    SeenDesktop,
)
from kernel.db import Instant, metadata
from kernel.settings import Zone
from kernel.trips import Question

RELEASED = "daas_desktop_released"  # PostgreSQL channel: the gateways listen and cut the stream
_RECENT_BOOTS = 20
desktops = Table(
    "daas_desktops",
    metadata,
    Column("id", String, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("pool_id", String, nullable=False),
    Column("provider", String, nullable=False, server_default="podman"),
    Column("image", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("size", JSONB, nullable=False),
    Column("app", String, nullable=False, server_default=""),
    Column("state", String, nullable=False),
    Column("state_since", Instant, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("not_before", Instant),
    Column("display_socket", String),
    Column("text_socket", String),
    Column("protocol", String),
    Column("error", String, nullable=False, server_default=""),
    # What a host showed; the state is what the broker makes of it.
    Column("unseen_since", Instant),
    Column("seen_at", Instant),  # running, for the last time
    Column("memory_bytes", BigInteger),
    Column("cpu_seconds", Float),
    Column("lacks", String),  # why its one program is not to be had
    Column("asked_at", Instant),
    Column("warm_at", Instant),
    Column("cooled_at", Instant),  # when it was taken away unused
    Column("gone_at", Instant),
    Index("ix_daas_desktops_alive", "pool_id", "state", postgresql_where="gone_at IS NULL"),
    Index("ix_daas_desktops_warm", "pool_id", "warm_at", postgresql_where="state = 'warm'"),
    Index("ix_daas_desktops_boots", "pool_id", "warm_at"),
    Index("ix_daas_desktops_gone", "pool_id", "gone_at"),
)
leases = Table(
    "daas_leases",
    metadata,
    Column("resource", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("epoch", Integer, nullable=False),
)


def add(db: Session, desktop: Desktop) -> None:
    """A desktop that is there already stays as it is."""
    values = {
        "id": desktop.id,
        "generation": desktop.generation,
        "pool_id": desktop.pool,
        "provider": desktop.provider,
        "image": desktop.image,
        "zone": desktop.zone.value,
        "size": asdict(desktop.size),
        "app": desktop.app,
        "state": desktop.state.value,
        "state_since": desktop.state_since,
    }
    db.execute(upsert(desktops).values(values).on_conflict_do_nothing())


def alive(db: Session) -> list[Desktop]:
    rows = db.execute(select(desktops).where(desktops.c.gone_at.is_(None)).order_by(desktops.c.id))
    return [desktop_of(row) for row in rows]


def find(db: Session, desktop_id: DesktopId) -> Desktop | None:
    row = db.execute(select(desktops).where(desktops.c.id == desktop_id)).one_or_none()
    return desktop_of(row) if row else None


def find_locked(db: Session, desktop_id: DesktopId) -> Desktop | None:
    """Nobody else moves it until this transaction ends."""
    row = db.execute(
        select(desktops).where(desktops.c.id == desktop_id).with_for_update()
    ).one_or_none()
    return desktop_of(row) if row else None


def lock_all(ids: Sequence[DesktopId]) -> Question:
    """Nobody else moves them from its asking until this transaction ends. In one order, so that of
    two who lock several neither waits for the other."""
    return _LOCK_ALL, {"ids": list(ids)}


_LOCK_ALL = text(
    "SELECT count(*) FROM (SELECT 1 FROM daas_desktops WHERE id = ANY(CAST(:ids AS varchar[]))"
    " ORDER BY id FOR UPDATE) locked"
)


def move(db: Session, old: Desktop, new: Desktop) -> bool:
    """False when the desktop is no longer as `old` says [DK2]. Call with `old.moved(…)`."""
    values: dict[str, Any] = {
        "generation": new.generation,
        "image": new.image,
        "size": asdict(new.size),
        "app": new.app,
        "state": new.state.value,
        "state_since": new.state_since,
        "failures": new.failures,
        "not_before": new.not_before,
        "unseen_since": new.unseen_since,
        "display_socket": new.endpoint.display if new.endpoint else None,
        "text_socket": new.endpoint.text if new.endpoint else None,
        "protocol": new.endpoint.protocol.value if new.endpoint else None,
        "error": new.error,
    }
    stamps = {State.PROVISIONING: "asked_at", State.WARM: "warm_at", State.GONE: "gone_at"}
    if new.state in stamps and new.state is not old.state:
        values[stamps[new.state]] = new.state_since
    if old.state is State.WARM and new.state is State.RECYCLING:
        values["cooled_at"] = new.state_since
    done = db.execute(
        update(desktops)
        .where(
            desktops.c.id == old.id,
            desktops.c.generation == old.generation,
            desktops.c.state == old.state.value,
        )
        .values(values)
        .returning(desktops.c.id)
    )
    return done.one_or_none() is not None


def note_seen(db: Session, seen: Iterable[SeenDesktop], now: datetime) -> None:
    """What the host measured, for the administrator's page and the meter."""
    running = [s for s in seen if s.phase is not DesktopPhase.STOPPED]
    rows = [
        {
            "b_id": s.id,
            "b_gen": s.generation,
            "memory": s.memory_bytes,
            "cpu": s.cpu_seconds,
            "lack": s.lacks.value if s.lacks else None,
        }
        for s in running
    ]
    if rows:
        statement = (
            update(desktops)
            .where(desktops.c.id == bindparam("b_id"), desktops.c.generation == bindparam("b_gen"))
            .values(memory_bytes=bindparam("memory"), cpu_seconds=bindparam("cpu"))
            .values(lacks=bindparam("lack"))
            .values(unseen_since=None, seen_at=now)
        )
        db.connection().execute(statement, rows)


def note_unseen(db: Session, desktop: Desktop, now: datetime) -> None:
    db.execute(
        update(desktops)
        .where(
            desktops.c.id == desktop.id,
            desktops.c.generation == desktop.generation,
            desktops.c.unseen_since.is_(None),
        )
        .values(unseen_since=now)
    )


def counts(db: Session) -> dict[PoolId, dict[State, int]]:
    rows = db.execute(
        select(desktops.c.pool_id, desktops.c.state, func.count())
        .where(desktops.c.gone_at.is_(None))
        .group_by(desktops.c.pool_id, desktops.c.state)
    )
    found: dict[PoolId, dict[State, int]] = {}
    for pool_id, state, count in rows:
        found.setdefault(PoolId(pool_id), {})[State(state)] = count
    return found


def lacking(db: Session) -> dict[PoolId, dict[Lack, int]]:
    """How many of each pool's warm desktops show that their program is not to be had, and why."""
    rows = db.execute(
        select(desktops.c.pool_id, desktops.c.lacks, func.count())
        .where(desktops.c.state == State.WARM.value, desktops.c.lacks.is_not(None))
        .group_by(desktops.c.pool_id, desktops.c.lacks)
    )
    found: dict[PoolId, dict[Lack, int]] = {}
    for pool_id, lack, count in rows:
        found.setdefault(PoolId(pool_id), {})[Lack(lack)] = count
    return found


def is_stuck(db: Session, pool_id: PoolId) -> bool:
    """Whether something that this pool began came to grief, and has not come up since."""
    own = desktops.c.pool_id == pool_id, desktops.c.gone_at.is_(None)
    return bool(db.scalar(select(func.bool_or(desktops.c.error != "")).where(*own)))


def boot_time(db: Session, pool_id: PoolId, before: datetime) -> timedelta | None:
    """From the wish to the drawn screen, on average over the last boots; None before the first."""
    last = (
        select((desktops.c.warm_at - desktops.c.asked_at).label("took"))
        .where(desktops.c.pool_id == pool_id, desktops.c.warm_at > desktops.c.asked_at)
        .where(desktops.c.warm_at <= before)
        .order_by(desktops.c.warm_at.desc())
        .limit(_RECENT_BOOTS)
        .subquery()
    )
    return db.scalar(select(func.avg(last.c.took)))


def measures(db: Session, ids: Sequence[DesktopId]) -> dict[DesktopId, tuple[int | None, Any]]:
    """Memory in bytes and processor seconds, as last seen."""
    rows = db.execute(
        select(desktops.c.id, desktops.c.memory_bytes, desktops.c.cpu_seconds).where(
            desktops.c.id.in_(ids)
        )
    )
    return {DesktopId(row.id): (row.memory_bytes, row.cpu_seconds) for row in rows}


def notify_released(db: Session, desktop_id: DesktopId) -> None:
    """The gateways hear of it when this transaction commits [DK9]."""
    db.execute(select(func.pg_notify(RELEASED, desktop_id)))


def hold(db: Session, resource: str, holder: str, host_epoch: int) -> int:
    """The epoch under which `holder` commands `resource`: higher than any holder before it,
    and than `host_epoch`, the highest that the host itself remembers."""
    row = db.execute(
        select(leases).where(leases.c.resource == resource).with_for_update()
    ).one_or_none()
    if row is not None and row.holder == holder and row.epoch >= host_epoch:
        return int(row.epoch)
    epoch = max(row.epoch if row else 0, host_epoch) + 1
    values = {"resource": resource, "holder": holder, "epoch": epoch}
    taken = upsert(leases).values(values)
    db.execute(taken.on_conflict_do_update(index_elements=["resource"], set_=values))
    return epoch


def epoch(db: Session, resource: str) -> int:
    """Of whoever holds `resource` now; 0 before anybody did."""
    found = db.scalar(select(leases.c.epoch).where(leases.c.resource == resource))
    return int(found or 0)


def desktop_of(row: Row[Any]) -> Desktop:
    r = row._mapping
    return Desktop(
        id=DesktopId(r["id"]),
        generation=r["generation"],
        pool=PoolId(r["pool_id"]),
        image=ImageKey(r["image"]),
        zone=Zone(r["zone"]),
        size=DesktopSize(**r["size"]),
        state=State(r["state"]),
        state_since=r["state_since"],
        failures=r["failures"],
        not_before=r["not_before"],
        unseen_since=r["unseen_since"],
        endpoint=_endpoint(row),
        error=r["error"],
        provider=Provider(r["provider"]),
        app=r["app"],
    )


def _endpoint(row: Row[Any]) -> Endpoint | None:
    if not row.display_socket or not row.text_socket:
        return None
    protocol = Protocol(row.protocol or Protocol.RICH)  # a row of the release before has none
    return Endpoint(row.display_socket, row.text_socket, protocol)
