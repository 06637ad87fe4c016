"""Cases, subjects and sites in SQL. That history is only added holds by its key [CA4]."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.cases.model import (
    Case,
    CaseState,
    CaseStep,
    Dossier,
    Entry,
    Query,
    Site,
    Subject,
    SubjectKind,
)

NO_RESIDENT_NUMBER = r"!~ '(^|[^0-9])[0-9]{2}[01][0-9][0-3][0-9][- ]?[1-8][0-9]{6}($|[^0-9])'"
STATES = ", ".join(f"'{state.value}'" for state in CaseState)
subjects = Table(
    "mobile_subjects",
    metadata,
    Column("id", String, primary_key=True),
    Column("division_id", String, ForeignKey("identity_divisions.id"), nullable=False),
    Column("code", String, nullable=False),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("note", String, nullable=False, server_default=""),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("division_id", "code"),
    CheckConstraint("kind IN ('facility', 'citizen')", name="kind_is_known"),
    CheckConstraint(f"name || ' ' || note {NO_RESIDENT_NUMBER}", name="no_resident_number"),
)
sites = Table(
    "mobile_sites",
    metadata,
    Column("id", String, primary_key=True),
    Column("subject_id", String, ForeignKey("mobile_subjects.id"), nullable=False, index=True),
    Column("road_address", String, nullable=False),
    Column("detail", String, nullable=False, server_default=""),
    Column("lat", Float),
    Column("lon", Float),
    Column("accuracy_m", Float),
    Column("updated_at", Instant, nullable=False),
    CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="whole_place"),
    CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="on_earth"),
)
cases = Table(
    "mobile_cases",
    metadata,
    Column("id", String, primary_key=True),
    Column("division_id", String, ForeignKey("identity_divisions.id"), nullable=False),
    Column("number", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject_id", String, ForeignKey("mobile_subjects.id"), nullable=False),
    Column("site_id", String, ForeignKey("mobile_sites.id"), nullable=False, index=True),
    Column("form_key", String, ForeignKey("mobile_forms.id")),
    Column("legal_basis", String, nullable=False, server_default=""),
    Column("note", String, nullable=False, server_default=""),
    Column("due_on", Date),
    Column("state", String, nullable=False),
    Column("resumes_to", String),
    Column("outcome", String, nullable=False, server_default=""),
    Column("rev", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("division_id", "number"),
    CheckConstraint(f"state IN ({STATES})", name="state_is_known"),
    CheckConstraint("(state = 'suspended') = (resumes_to IS NOT NULL)", name="knows_its_way_back"),
    CheckConstraint(f"note || ' ' || legal_basis {NO_RESIDENT_NUMBER}", name="no_resident_number"),
)
Index("ix_mobile_cases_division_state", cases.c.division_id, cases.c.state, cases.c.updated_at)
entries = Table(
    "mobile_case_entries",
    metadata,
    Column("case_id", String, ForeignKey("mobile_cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("step", String, nullable=False),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", String, nullable=False, server_default=""),
)
Index("ix_mobile_case_entries_at", entries.c.at)
numbers = Table(
    "mobile_case_numbers",
    metadata,
    Column("division_id", String, ForeignKey("identity_divisions.id"), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)


def next_number(db: Session, division_id: str, year: int) -> str:
    """`2026-00017`: counted within division and year, without gaps [CA5]."""
    first = upsert(numbers).values(division_id=division_id, year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=[numbers.c.division_id, numbers.c.year], set_={"last": numbers.c.last + 1}
    )
    last = db.execute(counted.returning(numbers.c.last)).scalar_one()
    return f"{year}-{last:05}"


def add_subject(db: Session, subject: Subject) -> bool:
    """False where the division has that code."""
    made = upsert(subjects).values(**_plain(subject)).on_conflict_do_nothing()
    return db.execute(made.returning(subjects.c.id)).one_or_none() is not None


def add_site(db: Session, site: Site) -> None:
    db.execute(insert(sites).values(**vars(site)))


def add(db: Session, case: Case) -> None:
    db.execute(insert(cases).values(**_plain(case)))


def put(db: Session, case: Case) -> None:
    db.execute(update(cases).where(cases.c.id == case.id).values(**_plain(case)))


def put_subject(db: Session, subject: Subject) -> bool:
    """False where another of the division has that code; nothing is changed then."""
    values = update(subjects).where(subjects.c.id == subject.id).values(**_plain(subject))
    try:
        with db.begin_nested():
            db.execute(values)
    except IntegrityError:
        return False
    return True


def put_site(db: Session, site: Site) -> None:
    db.execute(update(sites).where(sites.c.id == site.id).values(**vars(site)))


def touch(db: Session, of: Site | Subject, at: datetime) -> None:
    """Phones fetch what changed since; a case changes with its place and its subject."""
    db.execute(update(cases).where(_about(of)).values(updated_at=at))


def about(db: Session, of: Site | Subject, states: Collection[CaseState]) -> list[Case]:
    """Cases of a place or a subject in these states, locked until the transaction ends."""
    wanted = _about(of) & cases.c.state.in_([state.value for state in states])
    query = select(cases).where(wanted).order_by(cases.c.id).with_for_update()
    return [_case(row._mapping) for row in db.execute(query)]


def _about(of: Site | Subject) -> ColumnElement[bool]:
    return cases.c.site_id == of.id if isinstance(of, Site) else cases.c.subject_id == of.id


def note(db: Session, entry: Entry) -> None:
    db.execute(insert(entries).values(**_plain(entry)))


def history(db: Session, case_id: str) -> list[Entry]:
    """The first first."""
    query = select(entries).where(entries.c.case_id == case_id).order_by(entries.c.seq)
    return [_entry(row) for row in db.execute(query)]


def last_moved(db: Session, case_ids: Collection[str], step: CaseStep) -> dict[str, Entry]:
    """How each was moved so, the last time."""
    wanted = entries.c.case_id.in_(case_ids) & (entries.c.step == step.value)
    query = select(entries).where(wanted).order_by(entries.c.seq)
    return {row.case_id: _entry(row) for row in db.execute(query)}


def find(db: Session, case_id: str, *, is_locked: bool = False) -> Case | None:
    query = select(cases).where(cases.c.id == case_id)
    row = db.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else _case(row._mapping)


def find_numbered(db: Session, division_id: str, number: str) -> Case | None:
    same = (cases.c.division_id == division_id) & (cases.c.number == number)
    row = db.execute(select(cases).where(same)).one_or_none()
    return None if row is None else _case(row._mapping)


def find_subject(db: Session, subject_id: str, *, is_locked: bool = False) -> Subject | None:
    query = select(subjects).where(subjects.c.id == subject_id)
    row = db.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else _subject(row._mapping)


def find_site(db: Session, site_id: str, *, is_locked: bool = False) -> Site | None:
    query = select(sites).where(sites.c.id == site_id)
    row = db.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else Site(**row._mapping)


def dossiers(
    db: Session,
    division_id: str,
    query: Query,
    limit: int,
    held: ColumnElement[bool] | None = None,
) -> list[Dossier]:
    """The latest change first; `held` is what `query.assignee` comes to."""
    wanted: list[Any] = [cases.c.division_id == division_id]
    if held is not None:
        wanted.append(held)
    if query.states:
        wanted.append(cases.c.state.in_([state.value for state in query.states]))
    if query.kind:
        wanted.append(cases.c.kind == query.kind)
    if query.site_id:
        wanted.append(cases.c.site_id == query.site_id)
    if query.due_before:
        wanted.append(cases.c.due_on <= query.due_before)
    if query.text:
        shown = (cases.c.number, subjects.c.name, subjects.c.code, sites.c.road_address)
        wanted.append(or_(*(c.icontains(query.text, autoescape=True) for c in shown)))
    return _dossiers(db, wanted, limit)


def dossiers_of(db: Session, case_ids: list[str]) -> list[Dossier]:
    """The latest change first."""
    return _dossiers(db, [cases.c.id.in_(case_ids)], None)


def _dossiers(db: Session, wanted: list[Any], limit: int | None) -> list[Dossier]:
    joined = cases.join(subjects, cases.c.subject_id == subjects.c.id).join(
        sites, cases.c.site_id == sites.c.id
    )
    # A subject's and a site's columns are told apart by their table.
    columns = [
        c.label(f"{table.name}.{c.name}") for table in (cases, subjects, sites) for c in table.c
    ]
    query = select(*columns).select_from(joined).where(*wanted).limit(limit)
    order = (cases.c.updated_at.desc(), cases.c.id.desc())
    return [_dossier(row._mapping) for row in db.execute(query.order_by(*order))]


def sites_of(db: Session, division_id: str, text: str, limit: int) -> list[tuple[Subject, Site]]:
    """Places that the division knows, by name, code or address."""
    shown = (subjects.c.name, subjects.c.code, sites.c.road_address)
    columns = [c.label(f"{table.name}.{c.name}") for table in (subjects, sites) for c in table.c]
    query = select(*columns).select_from(sites.join(subjects))
    query = query.where(subjects.c.division_id == division_id)
    if text:
        query = query.where(or_(*(c.icontains(text, autoescape=True) for c in shown)))
    found = db.execute(query.order_by(subjects.c.name, sites.c.id).limit(limit))
    return [
        (_subject(_part(row._mapping, subjects)), Site(**_part(row._mapping, sites)))
        for row in found
    ]


def past(db: Session, site_ids: list[str]) -> list[Case]:
    """Cases of these sites in which something was decided, the latest first."""
    wanted = cases.c.site_id.in_(site_ids) & (cases.c.outcome != "")
    query = select(cases).where(wanted).order_by(cases.c.updated_at.desc())
    return [_case(row._mapping) for row in db.execute(query)]


def _dossier(row: Any) -> Dossier:
    return Dossier(
        _case(_part(row, cases)), _subject(_part(row, subjects)), Site(**_part(row, sites))
    )


def _part(row: Any, table: Table) -> dict[str, Any]:
    return {c.name: row[f"{table.name}.{c.name}"] for c in table.c}


def _entry(row: Any) -> Entry:
    before, after = CaseState(row.before), CaseState(row.after)
    return Entry(**{**row._mapping, "before": before, "after": after, "by": UserId(row.by)})


def _case(row: Any) -> Case:
    back = CaseState(row["resumes_to"]) if row["resumes_to"] else None
    return replace(Case(**row), state=CaseState(row["state"]), resumes_to=back)


def _subject(row: Any) -> Subject:
    return replace(Subject(**row), kind=SubjectKind(row["kind"]))


def _plain(item: Any) -> dict[str, Any]:
    return {k: v.value if isinstance(v, Enum) else v for k, v in vars(item).items()}
