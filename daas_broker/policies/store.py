"""Policies, what stands on the open streams, and the codes of watermarks, in SQL."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Identity,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.desktops.model import DesktopId, PoolId
from daas_broker.desktops.store import desktops
from daas_broker.policies.model import Body, Draft, Scope, ScopeKind, Version
from daas_broker.sessions.model import ConnectionId
from daas_broker.sessions.store import assignments
from daas_broker.usage.store import connections
from kernel.actor import UserId
from kernel.db import Instant, metadata
from kernel.settings import Zone

CHANGED = "daas_policy_changed"  # PostgreSQL channel: the gateways listen and look again
_HISTORY = 100
versions = Table(
    "daas_policies",
    metadata,
    Column("seq", BigInteger, Identity(), primary_key=True),
    Column("scope_kind", String, nullable=False),
    Column("scope_id", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("body", JSONB(none_as_null=True)),
    Column("author", String, nullable=False),
    Column("applied_at", Instant, nullable=False),
    # Two administrators who apply at once: one of them is told [DLP2].
    UniqueConstraint("scope_kind", "scope_id", "number"),
)
drafts = Table(
    "daas_policy_drafts",
    metadata,
    Column("scope_kind", String, primary_key=True),
    Column("scope_id", String, primary_key=True),
    Column("body", JSONB(none_as_null=True)),
    Column("base", Integer, nullable=False),
    Column("author", String, nullable=False),
    Column("made_at", Instant, nullable=False),
)
taken = Table(
    "daas_policy_streams",
    metadata,
    Column("connection_id", String, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("taken_at", Instant, nullable=False),
)
marks = Table(
    "daas_marks",
    metadata,
    Column("connection_id", String, primary_key=True),
    Column("code", String, nullable=False, index=True),
)


def current(db: Session) -> list[Version]:
    """The newest version of each scope, taken-away overrides included."""
    c = versions.c
    newest = (
        select(versions)
        .ext(distinct_on(c.scope_kind, c.scope_id))
        .order_by(c.scope_kind, c.scope_id, c.number.desc())
    )
    return [_version(row) for row in db.execute(newest)]


def records_somewhere(db: Session) -> bool:
    """Whether the newest version of any scope asks for recording."""
    c = versions.c
    newest = (
        select(c.body)
        .ext(distinct_on(c.scope_kind, c.scope_id))
        .order_by(c.scope_kind, c.scope_id, c.number.desc())
        .subquery()
    )
    is_on = newest.c.body["recording"]["is_on"].as_boolean()
    return db.scalar(select(newest.c.body).where(is_on).limit(1)) is not None


def limits_somewhere(db: Session) -> bool:
    """Whether any version of any scope ever said when or from where: a question that costs little,
    and whose yes costs the whole decision only."""
    access = versions.c.body["access"]
    said = or_(*(func.jsonb_array_length(access[part]) > 0 for part in ("hours", "networks")))
    return db.scalar(select(versions.c.seq).where(said).limit(1)) is not None


def newest_of(db: Session, scope: Scope) -> Version | None:
    row = db.execute(
        select(versions).where(_is(versions, scope)).order_by(versions.c.number.desc()).limit(1)
    ).one_or_none()
    return _version(row) if row else None


def version(db: Session, seq: int) -> Version | None:
    row = db.execute(select(versions).where(versions.c.seq == seq)).one_or_none()
    return _version(row) if row else None


def before(db: Session, later: Version) -> Version | None:
    """The version of the same scope that `later` took the place of."""
    row = db.execute(
        select(versions).where(_is(versions, later.scope), versions.c.number == later.number - 1)
    ).one_or_none()
    return _version(row) if row else None


def history(db: Session) -> list[Version]:
    rows = db.execute(select(versions).order_by(versions.c.seq.desc()).limit(_HISTORY))
    return [_version(row) for row in rows]


def revision(db: Session) -> int:
    return int(db.scalar(select(func.max(versions.c.seq))) or 0)


def apply(db: Session, draft: Draft, author: UserId, now: datetime) -> Version:
    """IntegrityError where somebody else has just applied that number."""
    row = db.execute(
        insert(versions)
        .values(
            scope_kind=draft.scope.kind.value,
            scope_id=draft.scope.id,
            number=draft.base + 1,
            body=draft.body,
            author=author,
            applied_at=now,
        )
        .returning(versions)
    ).one()
    drop_draft(db, draft.scope)
    db.execute(select(func.pg_notify(CHANGED, str(row.seq))))  # [DLP3]
    return _version(row)


def put_draft(db: Session, draft: Draft) -> None:
    values = {
        "body": draft.body,
        "base": draft.base,
        "author": draft.author,
        "made_at": draft.made_at,
    }
    keys = {"scope_kind": draft.scope.kind.value, "scope_id": draft.scope.id}
    db.execute(
        upsert(drafts)
        .values(**keys, **values)
        .on_conflict_do_update(index_elements=list(keys), set_=values)
    )


def drop_draft(db: Session, scope: Scope) -> bool:
    done = db.execute(delete(drafts).where(_is(drafts, scope)).returning(drafts.c.base))
    return done.one_or_none() is not None


def draft_of(db: Session, scope: Scope) -> Draft | None:
    row = db.execute(select(drafts).where(_is(drafts, scope)).with_for_update()).one_or_none()
    return _draft(row) if row else None


def all_drafts(db: Session) -> list[Draft]:
    return [_draft(row) for row in db.execute(select(drafts).order_by(drafts.c.made_at))]


@dataclass(frozen=True)
class Seat:
    """Who sits where now; `connection_id` while a stream is open."""

    desktop_id: DesktopId
    zone: Zone
    pool_id: PoolId
    person_id: UserId
    connection_id: ConnectionId | None
    revision: int | None = None
    taken_at: datetime | None = None


def seats(db: Session, ids: Collection[DesktopId] | None = None) -> list[Seat]:
    """All that are assigned, or those of `ids`."""
    a = assignments.c
    query = (
        select(
            a.desktop_id,
            desktops.c.zone,
            a.pool_id,
            a.person_id,
            a.connection_id,
            taken.c.revision,
            taken.c.taken_at,
        )
        .join(desktops, desktops.c.id == a.desktop_id)
        .outerjoin(taken, taken.c.connection_id == a.connection_id)
        .where(a.ended_at.is_(None))
        .order_by(a.claimed_at)
    )
    if ids is not None:
        query = query.where(a.desktop_id.in_(ids))
    rows: Iterable[Row[Any]] = db.execute(query)
    return [_seat(row) for row in rows]


def took(db: Session, revisions: Mapping[ConnectionId, int], now: datetime) -> None:
    """Each open stream is at this revision."""
    if not revisions:
        return
    ids, numbers = zip(*sorted(revisions.items()), strict=True)
    db.execute(_TOOK, {"ids": list(ids), "revisions": list(numbers), "now": now})


# One statement, and one value for each column, however many streams they are.
_TOOK = text(
    "INSERT INTO daas_policy_streams (connection_id, revision, taken_at)"
    " SELECT id, revision, :now FROM unnest(CAST(:ids AS varchar[]), CAST(:revisions AS bigint[]))"
    "  AS each (id, revision)"
    " ON CONFLICT (connection_id) DO UPDATE"
    "  SET revision = excluded.revision, taken_at = excluded.taken_at"
)
_MARK = text(
    "INSERT INTO daas_marks (connection_id, code)"
    " SELECT * FROM unnest(CAST(:ids AS varchar[]), CAST(:codes AS varchar[]))"
    " ON CONFLICT DO NOTHING"
)


def forget(db: Session, connections: Collection[ConnectionId]) -> None:
    db.execute(delete(taken).where(taken.c.connection_id.in_(connections)))


def mark(db: Session, codes: Mapping[ConnectionId, str]) -> None:
    if not codes:
        return
    ids, found = zip(*sorted(codes.items()), strict=True)
    db.execute(_MARK, {"ids": list(ids), "codes": list(found)})


@dataclass(frozen=True)
class Marked:
    """The stream that carried a code."""

    connection_id: str
    person_id: UserId
    pool_id: PoolId
    desktop_id: DesktopId
    started_at: datetime
    ended_at: datetime | None


def marked(db: Session, code: str) -> list[Marked]:
    c = connections.c
    rows = db.execute(
        select(c.id, c.person_id, c.pool_id, c.desktop_id, c.started_at, c.ended_at)
        .join(marks, marks.c.connection_id == c.id)
        .where(marks.c.code == code)
        .order_by(c.started_at)
    )
    return [Marked(*row) for row in rows]


def _is(table: Table, scope: Scope) -> Any:
    return (table.c.scope_kind == scope.kind.value) & (table.c.scope_id == scope.id)


def _version(row: Row[Any]) -> Version:
    scope = Scope(ScopeKind(row.scope_kind), row.scope_id)
    body: Body | None = row.body
    return Version(row.seq, scope, row.number, body, UserId(row.author), row.applied_at)


def _draft(row: Row[Any]) -> Draft:
    scope = Scope(ScopeKind(row.scope_kind), row.scope_id)
    return Draft(scope, row.body, row.base, UserId(row.author), row.made_at)


def _seat(row: Row[Any]) -> Seat:
    return Seat(
        DesktopId(row.desktop_id),
        Zone(row.zone),
        PoolId(row.pool_id),
        UserId(row.person_id),
        ConnectionId(row.connection_id) if row.connection_id else None,
        row.revision,
        row.taken_at,
    )
