"""Releases, the lanes' revisions and the signed records in SQL."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.releases.model import (
    OPEN,
    Approver,
    Asker,
    Evidence,
    Finding,
    Guard,
    Kept,
    Lane,
    Presence,
    Release,
    ReleaseId,
    ReleaseStage,
    Source,
    Verdicts,
    Wish,
)
from daas_broker.releases.rules import DEFAULTS, with_defaults
from identity.people import store as people
from kernel.actor import Role, UserId
from kernel.db import Instant, metadata
from kernel.settings import Zone

SHOWN = 200
_PRESENCES = ", ".join(f"'{presence.value}'" for presence in Presence)
guards = Table(
    "daas_release_guards",
    metadata,
    Column("one", Boolean, primary_key=True),
    Column("presence", String, nullable=False),
    Column("since", Instant, nullable=False),
    Column("scanner", String, nullable=False),
    Column("asked_at", Instant),
    CheckConstraint("one", name="one_row"),
    CheckConstraint(f"presence IN ({_PRESENCES})", name="presence_is_known"),
)
_STAGES = ", ".join(f"'{stage.value}'" for stage in ReleaseStage)
table = Table(
    "daas_releases",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False),
    Column("source", String, nullable=False),
    Column("to", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("way", String, nullable=False),
    Column("name", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("moved_at", Instant),
    Column("verdicts", JSONB),
    Column("inspected_at", Instant),
    Column("decided_by", String, ForeignKey("identity_people.id")),
    Column("decided_at", Instant),
    Column("answer", String, nullable=False),
    Column("place", String, nullable=False),
    Column("trouble", String, nullable=False),
    CheckConstraint(f"stage IN ({_STAGES})", name="stage_is_known"),
    CheckConstraint("source IN ('drive', 'outbox', 'text')", name="source_is_known"),
    CheckConstraint("decided_by IS NULL OR decided_by <> person_id", name="never_ones_own"),
    CheckConstraint(
        "stage NOT IN ('released', 'delivering', 'delivered', 'refused') OR decided_by IS NOT NULL",
        name="somebody_answers",
    ),
    Index("ix_daas_releases_person", "person_id", "asked_at"),
    Index(
        "ix_daas_releases_open",
        "stage",
        postgresql_where="stage IN ('inspecting', 'waiting', 'released', 'delivering')",
    ),
)
lanes = Table(
    "daas_release_lanes",
    metadata,
    Column("to", String, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("body", JSONB, nullable=False),
    Column("author", String, nullable=False),
    Column("at", Instant, nullable=False),
)
records = Table(
    "daas_release_records",
    metadata,
    Column("release_id", String, ForeignKey("daas_releases.id"), primary_key=True),
    Column("record", String, nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    Column("public_key", LargeBinary(32), nullable=False),
)


def guard(db: Session) -> Guard:
    row = db.execute(select(guards)).one_or_none()
    if row is None:
        return Guard()
    return Guard(Presence(row.presence), row.since, row.scanner, row.asked_at)


def put_guard(db: Session, made: Guard) -> None:
    values = {
        "presence": made.presence.value,
        "since": made.since,
        "scanner": made.scanner,
        "asked_at": made.asked_at,
    }
    put = upsert(guards).values(one=True, **values)
    db.execute(put.on_conflict_do_update(index_elements=["one"], set_=values))


def add(db: Session, release: Release) -> None:
    db.execute(insert(table).values(**_values(release)))


def save(db: Session, release: Release) -> None:
    db.execute(update(table).where(table.c.id == release.id).values(**_values(release)))


def find(db: Session, release_id: ReleaseId) -> Release | None:
    row = db.execute(select(table).where(table.c.id == release_id)).one_or_none()
    return _release(row) if row else None


def find_locked(db: Session, release_id: ReleaseId) -> Release | None:
    query = select(table).where(table.c.id == release_id).with_for_update()
    row = db.execute(query).one_or_none()
    return _release(row) if row else None


def of_person(db: Session, person_id: UserId) -> list[Release]:
    query = select(table).where(table.c.person_id == person_id)
    return _read(db, query.order_by(table.c.asked_at.desc()).limit(SHOWN))


def lock_asker(db: Session, person_id: UserId) -> None:
    """Of one person's askings, one at a time until the end of the transaction."""
    db.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"release {person_id}"))))


def count_open(db: Session, person_id: UserId) -> int:
    query = select(func.count()).select_from(table)
    mine = query.where(table.c.person_id == person_id, table.c.stage.in_(_values_of(OPEN)))
    return db.scalar(mine) or 0


def in_stages(db: Session, stages: Collection[ReleaseStage]) -> list[Release]:
    """The oldest first."""
    query = select(table).where(table.c.stage.in_(_values_of(stages)))
    return _read(db, query.order_by(table.c.asked_at, table.c.id).limit(5 * SHOWN))


def newest(db: Session) -> list[Release]:
    return _read(db, select(table).order_by(table.c.asked_at.desc()).limit(SHOWN))


def decided_by(db: Session, person_id: UserId) -> list[Release]:
    query = select(table).where(table.c.decided_by == person_id)
    return _read(db, query.order_by(table.c.decided_at.desc()).limit(SHOWN))


def open_ids(db: Session) -> set[ReleaseId]:
    found = db.scalars(select(table.c.id).where(table.c.stage.in_(_values_of(OPEN))))
    return {ReleaseId(one) for one in found}


def lane(db: Session, to: Zone) -> Lane:
    query = select(lanes).where(lanes.c.to == to.value).order_by(lanes.c.revision.desc()).limit(1)
    row = db.execute(query).one_or_none()
    if row is None:
        return DEFAULTS[to]
    body = row.body
    return Lane(
        to,
        body["is_open"],
        Approver(body["approver"]),
        body["most_bytes"],
        with_defaults(to, body["refuses"], body.get("known", ())),
        body["days"],
        row.revision,
    )


def add_lane(db: Session, made: Lane, author: UserId, at: Any) -> None:
    """IntegrityError where somebody was faster. `known` is what its officer could choose from."""
    body = {**lane_body(made), "known": sorted(Finding)}
    values = {"to": made.to.value, "revision": made.revision, "body": body}
    db.execute(insert(lanes).values(**values, author=author, at=at))


def lane_body(made: Lane) -> dict[str, Any]:
    return {
        "is_open": made.is_open,
        "approver": made.approver.value,
        "most_bytes": made.most_bytes,
        "refuses": sorted(made.refuses),
        "days": made.days,
    }


def add_evidence(db: Session, release_id: ReleaseId, evidence: Evidence) -> None:
    db.execute(insert(records).values(release_id=release_id, **vars(evidence)))


def evidence(db: Session, release_id: ReleaseId) -> Evidence | None:
    query = select(records).where(records.c.release_id == release_id)
    row = db.execute(query).one_or_none()
    return Evidence(row.record, bytes(row.signature), bytes(row.public_key)) if row else None


def with_evidence(db: Session, ids: Sequence[ReleaseId]) -> set[str]:
    return set(db.scalars(select(records.c.release_id).where(records.c.release_id.in_(ids))))


def askers(db: Session, ids: Collection[UserId]) -> dict[UserId, Asker]:
    """Who asked, each with the managers of their division and those above; a manager's begin
    above their own [DX2]."""
    known = people.by_ids(db, ids) if ids else {}
    paths = people.paths_of(db, list(known))
    managers = _managers(db, {division for path in paths.values() for division in path})
    found = {}
    for person in known.values():
        path = paths.get(person.id, [])
        above = path[1:] if Role.MANAGER in person.roles else path
        superiors = [who for division in above for who in managers.get(division, [])]
        found[person.id] = Asker(
            person.id,
            person.name,
            person.division,
            [who for who in superiors if who != person.id],
        )
    return found


def _managers(db: Session, divisions: Collection[str]) -> dict[str, list[UserId]]:
    column = people.people.c
    query = select(column.id, column.division_id).where(
        column.division_id.in_(divisions),
        column.roles.contains([Role.MANAGER.value]),
        column.is_active,
    )
    found: dict[str, list[UserId]] = {}
    for row in db.execute(query.order_by(column.id)):
        found.setdefault(row.division_id, []).append(UserId(row.id))
    return found


def _values_of(stages: Collection[ReleaseStage]) -> list[str]:
    return [stage.value for stage in stages]


def _read(db: Session, query: Any) -> list[Release]:
    rows: Sequence[Row[Any]] = db.execute(query).all()
    return [_release(row) for row in rows]


def _values(release: Release) -> dict[str, Any]:
    wish, made = release.wish, release.verdicts
    return {
        "id": release.id,
        "person_id": release.person_id,
        "source": wish.source.value,
        "to": wish.to.value,
        "origin": wish.origin,
        "way": wish.way,
        "name": wish.name,
        "reason": wish.reason,
        "size_bytes": release.kept.size_bytes,
        "sha256": release.kept.sha256,
        "stage": release.stage.value,
        "asked_at": release.asked_at,
        "ends_at": release.ends_at,
        "moved_at": release.moved_at,
        "verdicts": _verdict_values(made, is_open=release.stage in OPEN) if made else None,
        "inspected_at": made.inspected_at if made else None,
        "decided_by": release.decided_by,
        "decided_at": release.decided_at,
        "answer": release.answer,
        "place": release.place,
        "trouble": release.trouble,
    }


def _verdict_values(made: Verdicts, *, is_open: bool) -> dict[str, Any]:
    """What was read in it goes with its bytes [DX6]."""
    return {
        "findings": {key.value: count for key, count in made.findings.items()},
        "kind": made.kind,
        "where": list(made.where),
        "text": made.text.replace("\0", "") if is_open else "",
        "has_picture": made.has_picture and is_open,
        "scanner": made.scanner,
        "malware": made.malware,
    }


def _verdicts(row: Row[Any]) -> Verdicts | None:
    if row.verdicts is None:
        return None
    body = row.verdicts
    found = {Finding(key): count for key, count in body["findings"].items()}
    plain = ("kind", "where", "text", "has_picture", "scanner", "malware")
    said = {key: body[key] for key in plain}
    return Verdicts(findings=found, **said, inspected_at=row.inspected_at)


def _release(row: Row[Any]) -> Release:
    return Release(
        ReleaseId(row.id),
        UserId(row.person_id),
        Wish(Source(row.source), Zone(row.to), row.name, row.reason, row.origin, row.way),
        Kept(row.size_bytes, row.sha256),
        ReleaseStage(row.stage),
        row.asked_at,
        row.ends_at,
        _verdicts(row),
        UserId(row.decided_by) if row.decided_by else None,
        row.decided_at,
        row.answer,
        row.moved_at,
        row.place,
        row.trouble,
    )
