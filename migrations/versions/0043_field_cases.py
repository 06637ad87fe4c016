"""mobile_admin: subjects, sites, cases with their history, and who has which."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

MOMENT = Instant(timezone=True)
NO_RESIDENT_NUMBER = r"!~ '(^|[^0-9])[0-9]{2}[01][0-9][0-3][0-9][- ]?[1-8][0-9]{6}($|[^0-9])'"
STATES = (
    "'received', 'assigned', 'visiting', 'surveyed', 'deciding', 'enforced', 'delivered', "
    "'filed', 'closed', 'supplement', 'rejected', 'suspended'"
)


def upgrade() -> None:
    _subjects()
    _sites()
    _cases()
    _history()
    _assignments()


def _text(name: str, *, may_be_empty: bool = False) -> sa.Column[str]:
    default = sa.text("''") if may_be_empty else None
    return sa.Column(name, sa.String(), nullable=False, server_default=default)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _check(table: str, name: str, holds: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(holds, name=op.f(f"ck_{table}_{name}"))


def _subjects() -> None:
    table = "mobile_subjects"
    op.create_table(
        table,
        _text("id"),
        _text("division_id"),
        _text("code"),
        _text("name"),
        _text("kind"),
        _text("note", may_be_empty=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        _check(table, "kind_is_known", "kind IN ('facility', 'citizen')"),
        _check(table, "no_resident_number", f"name || ' ' || note {NO_RESIDENT_NUMBER}"),
        _refers(table, "division_id", "identity_divisions"),
        _key(table, "id"),
        sa.UniqueConstraint("division_id", "code", name=op.f(f"uq_{table}_division_id_code")),
    )


def _sites() -> None:
    table = "mobile_sites"
    op.create_table(
        table,
        _text("id"),
        _text("subject_id"),
        _text("road_address"),
        _text("detail", may_be_empty=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("accuracy_m", sa.Float(), nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        _check(table, "whole_place", "(lat IS NULL) = (lon IS NULL)"),
        _check(table, "on_earth", "lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180"),
        _refers(table, "subject_id", "mobile_subjects"),
        _key(table, "id"),
    )
    op.create_index(op.f(f"ix_{table}_subject_id"), table, ["subject_id"])


def _cases() -> None:
    table = "mobile_cases"
    op.create_table(
        table,
        _text("id"),
        _text("division_id"),
        _text("number"),
        _text("kind"),
        _text("subject_id"),
        _text("site_id"),
        sa.Column("form_key", sa.String(), nullable=True),
        _text("legal_basis", may_be_empty=True),
        _text("note", may_be_empty=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        _text("state"),
        sa.Column("resumes_to", sa.String(), nullable=True),
        _text("outcome", may_be_empty=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        _check(table, "state_is_known", f"state IN ({STATES})"),
        _check(table, "knows_its_way_back", "(state = 'suspended') = (resumes_to IS NOT NULL)"),
        _check(table, "no_resident_number", f"note || ' ' || legal_basis {NO_RESIDENT_NUMBER}"),
        _refers(table, "division_id", "identity_divisions"),
        _refers(table, "subject_id", "mobile_subjects"),
        _refers(table, "site_id", "mobile_sites"),
        _refers(table, "form_key", "mobile_forms"),
        _key(table, "id"),
        sa.UniqueConstraint("division_id", "number", name=op.f(f"uq_{table}_division_id_number")),
    )
    op.create_index(op.f(f"ix_{table}_site_id"), table, ["site_id"])
    op.create_index(f"ix_{table}_division_state", table, ["division_id", "state", "updated_at"])


def _history() -> None:
    table = "mobile_case_entries"
    op.create_table(
        table,
        _text("case_id"),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        _text("step"),
        _text("before"),
        _text("after"),
        _text("by"),
        sa.Column("at", MOMENT, nullable=False),
        _text("reason", may_be_empty=True),
        _refers(table, "case_id", "mobile_cases"),
        _key(table, "case_id", "seq"),
    )
    op.create_index(f"ix_{table}_at", table, ["at"])
    table = "mobile_case_numbers"
    op.create_table(
        table,
        _text("division_id"),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        _refers(table, "division_id", "identity_divisions"),
        _key(table, "division_id", "year"),
    )


def _assignments() -> None:
    table = "mobile_assignments"
    living = "ended_at IS NULL"
    op.create_table(
        table,
        _text("id"),
        _text("case_id"),
        _text("person_id"),
        _text("part"),
        sa.Column("lease_rev", sa.Integer(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_at", MOMENT, nullable=True),
        sa.Column("seat", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("form_key", sa.String(), nullable=True),
        _text("assigned_by"),
        sa.Column("assigned_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ending", sa.String(), nullable=True),
        _check(table, "part_is_known", "part IN ('lead', 'assistant')"),
        _check(table, "ending_is_known", "ending IN ('reassigned', 'withdrawn', 'done')"),
        _check(table, "ends_for_a_reason", "(ended_at IS NULL) = (ending IS NULL)"),
        _refers(table, "case_id", "mobile_cases"),
        _refers(table, "person_id", "identity_people"),
        _refers(table, "form_key", "mobile_forms"),
        _key(table, "id"),
        sa.UniqueConstraint("case_id", "lease_rev", name=op.f(f"uq_{table}_case_id_lease_rev")),
    )
    op.create_index(
        f"ix_{table}_one_lead", table, ["case_id"], unique=True,
        postgresql_where=sa.text(f"{living} AND part = 'lead'"),
    )  # fmt: skip
    op.create_index(f"ix_{table}_of_person", table, ["person_id"], postgresql_where=sa.text(living))
