"""Forms and their versions in SQL. A trigger holds that what was opened is never changed [MF1]."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from identity.people.store import people
from kernel.actor import UserId
from kernel.db import Instant, metadata
from kernel.trips import glance
from mobile_admin.forms.model import Content, Form, FormFile, Problem, State, Version
from mobile_admin.xforms.files import FileKind

forms = Table(
    "mobile_forms",
    metadata,
    Column("id", String, primary_key=True),
    Column("division_id", String, ForeignKey("identity_divisions.id"), nullable=False),
    Column("form_id", String, nullable=False),
    Column("title", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("division_id", "form_id"),
)
versions = Table(
    "mobile_form_versions",
    metadata,
    Column("form_key", String, ForeignKey("mobile_forms.id"), primary_key=True),
    Column("version", String, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("md5", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("questions", Integer, nullable=False),
    Column("languages", JSONB, nullable=False),
    Column("warnings", JSONB, nullable=False),
    Column("added_by", String, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("opened_at", Instant),
    Column("sheet_name", String, nullable=False),
    Column("sheet", LargeBinary, nullable=False),
    Column("xform", LargeBinary, nullable=False),
    UniqueConstraint("form_key", "seq"),
    CheckConstraint("state IN ('draft', 'open', 'closing', 'closed')", name="state_is_known"),
    CheckConstraint("(state = 'draft') = (opened_at IS NULL)", name="opened_once"),
)
Index(
    "ix_mobile_form_versions_one_is_open",
    versions.c.form_key,
    unique=True,
    postgresql_where=versions.c.state == "open",
)
# A row for each file that a version names; its bytes come later, and then stay [MF1].
files = Table(
    "mobile_form_files",
    metadata,
    Column("form_key", String, primary_key=True),
    Column("version", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("md5", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("data", LargeBinary),
    ForeignKeyConstraint(
        ["form_key", "version"],
        ["mobile_form_versions.form_key", "mobile_form_versions.version"],
        name="fk_mobile_form_files_version",
        ondelete="CASCADE",
    ),
    CheckConstraint("kind IN ('list', 'picture', 'sound', 'film')", name="kind_is_known"),
    CheckConstraint("(data IS NULL) = (sha256 = '')", name="bytes_have_a_hash"),
)
_FILE = [column for column in files.c if column.name != "data"]
_SHOWN = [c for c in versions.c if c.name not in {"sheet", "xform", "sheet_name"}]
_FORM = [column.label(f"form_{column.name}") for column in forms.c]
# Asked for each submission: made once, and one way to the database.
_SENT_TO = (
    select(*_SHOWN, *_FORM)
    .join(forms, versions.c.form_key == forms.c.id)
    .join(people, people.c.division_id == forms.c.division_id)
    .where(
        people.c.id == bindparam("person"), people.c.is_active,
        forms.c.form_id == bindparam("form"), versions.c.version == bindparam("named"),
    )
)  # fmt: skip


def ensure(db: Session, form: Form) -> Form:
    """The division's form of that name, made now where there is none; its title follows."""
    db.execute(upsert(forms).values(**vars(form)).on_conflict_do_nothing())
    same = (forms.c.division_id == form.division_id) & (forms.c.form_id == form.form_id)
    row = db.execute(select(forms).where(same).with_for_update()).one()
    return Form(**row._mapping)


def of_division(db: Session, division_id: str) -> list[Form]:
    query = select(forms).where(forms.c.division_id == division_id).order_by(forms.c.title)
    return [Form(**row._mapping) for row in db.execute(query)]


def find(db: Session, form_key: str, *, is_locked: bool = False) -> Form | None:
    query = select(forms).where(forms.c.id == form_key)
    row = db.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else Form(**row._mapping)


def find_sent_to(
    db: Session, person_id: UserId, form_id: str, version: str
) -> tuple[Form, Version] | None:
    """The version that a form of that name has in the person's own division."""
    named = {"person": person_id, "form": form_id, "named": version}
    row = next(iter(glance(db, (_SENT_TO, named))), None)
    if row is None:
        return None
    found = row._asdict()
    form = Form(**{column.name: found[f"form_{column.name}"] for column in forms.c})
    return form, _version({column.name: found[column.name] for column in _SHOWN})


def set_title(db: Session, form_key: str, title: str) -> None:
    db.execute(update(forms).where(forms.c.id == form_key).values(title=title))


def next_seq(db: Session, form_key: str) -> int:
    query = select(func.max(versions.c.seq)).where(versions.c.form_key == form_key)
    return (db.scalar(query) or 0) + 1


def add(db: Session, version: Version, content: Content) -> None:
    values = {key: getattr(value, "value", value) for key, value in vars(version).items()}
    values["warnings"] = [asdict(problem) for problem in version.warnings]
    values["languages"] = list(version.languages)
    db.execute(
        insert(versions).values(
            **values, sheet_name=content.name, sheet=content.sheet, xform=content.xform
        )
    )


def versions_of(db: Session, form_keys: list[str]) -> list[Version]:
    """The latest first."""
    query = select(*_SHOWN).where(versions.c.form_key.in_(form_keys))
    return [_version(row._mapping) for row in db.execute(query.order_by(versions.c.seq.desc()))]


def find_version(db: Session, form_key: str, version: str) -> Version | None:
    row = db.execute(select(*_SHOWN).where(_at(form_key, version))).one_or_none()
    return None if row is None else _version(row._mapping)


def content(db: Session, form_key: str, version: str) -> Content | None:
    row = db.execute(
        select(versions.c.sheet_name, versions.c.sheet, versions.c.xform).where(
            _at(form_key, version)
        )
    ).one_or_none()
    return None if row is None else Content(row.sheet_name, row.sheet, row.xform)


def name_files(db: Session, named: list[FormFile]) -> None:
    if named:
        db.execute(insert(files), [_file_row(file, None) for file in named])


def put_file(db: Session, file: FormFile, data: bytes) -> None:
    there = _of_version(files, file.form_key, file.version) & (files.c.name == file.name)
    db.execute(update(files).where(there).values(**_file_row(file, data)))


def files_of(db: Session, form_keys: list[str]) -> list[FormFile]:
    """Of all versions, by their names."""
    query = select(*_FILE).where(files.c.form_key.in_(form_keys)).order_by(files.c.name)
    return [_file(row._mapping) for row in db.execute(query)]


def file_bytes(db: Session, of: tuple[str, str], name: str) -> tuple[FormFile, bytes] | None:
    """None where it was not brought."""
    named = _of_version(files, *of) & (files.c.name == name) & files.c.data.is_not(None)
    row = db.execute(select(*_FILE, files.c.data).where(named)).one_or_none()
    if row is None:
        return None
    found = dict(row._mapping)
    data = found.pop("data")
    return _file(found), data


def lists(db: Session, form_key: str, version: str) -> dict[str, bytes]:
    is_list = _of_version(files, form_key, version) & (files.c.kind == FileKind.LIST.value)
    query = select(files.c.name, files.c.data).where(is_list, files.c.data.is_not(None))
    return {row.name: row.data for row in db.execute(query)}


def move(db: Session, version: Version, to: State, now: datetime) -> None:
    values: dict[str, Any] = {"state": to.value}
    if version.opened_at is None:
        values["opened_at"] = now
    db.execute(update(versions).where(_at(version.form_key, version.version)).values(**values))


def close_open(db: Session, form_key: str) -> None:
    """Makes room for another open one."""
    is_open = (versions.c.form_key == form_key) & (versions.c.state == State.OPEN.value)
    db.execute(update(versions).where(is_open).values(state=State.CLOSING.value))


def remove_draft(db: Session, form_key: str, version: str) -> bool:
    is_draft = _at(form_key, version) & (versions.c.state == State.DRAFT.value)
    gone = db.execute(delete(versions).where(is_draft).returning(versions.c.seq)).all()
    if gone and next_seq(db, form_key) == 1:
        db.execute(delete(forms).where(forms.c.id == form_key))
    return bool(gone)


def _at(form_key: str, version: str) -> Any:
    return _of_version(versions, form_key, version)


def _of_version(table: Table, form_key: str, version: str) -> Any:
    return (table.c.form_key == form_key) & (table.c.version == version)


def _file_row(file: FormFile, data: bytes | None) -> dict[str, Any]:
    return {**vars(file), "kind": file.kind.value, "data": data}


def _file(row: Any) -> FormFile:
    return FormFile(**{**row, "kind": FileKind(row["kind"])})


def _version(row: Any) -> Version:
    found = dict(row)
    found["state"] = State(found["state"])
    found["added_by"] = UserId(found["added_by"])
    found["warnings"] = tuple(Problem(**problem) for problem in found["warnings"])
    return Version(**found)
