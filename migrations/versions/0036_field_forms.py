"""mobile_admin: forms and their versions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

# What was ever open has answers somewhere: neither its bytes nor its name may change.
_GUARD = """
CREATE FUNCTION mobile_form_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' AND TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE' OR ROW(NEW.form_key, NEW.version, NEW.seq, NEW.md5, NEW.sha256, NEW.xform,
            NEW.sheet, NEW.added_by, NEW.added_at) IS DISTINCT FROM ROW(OLD.form_key, OLD.version,
            OLD.seq, OLD.md5, OLD.sha256, OLD.xform, OLD.sheet, OLD.added_by, OLD.added_at) THEN
        RAISE EXCEPTION 'a version of a form never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mobile_form_version_stays BEFORE UPDATE OR DELETE ON mobile_form_versions
    FOR EACH ROW EXECUTE FUNCTION mobile_form_version_stays();
"""


def upgrade() -> None:
    op.create_table(
        "mobile_forms",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("division_id", sa.String(), nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["division_id"],
            ["identity_divisions.id"],
            name=op.f("fk_mobile_forms_division_id_identity_divisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mobile_forms")),
        sa.UniqueConstraint(
            "division_id", "form_id", name=op.f("uq_mobile_forms_division_id_form_id")
        ),
    )
    op.create_table(
        "mobile_form_versions",
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("md5", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("languages", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("warnings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", Instant(timezone=True), nullable=False),
        sa.Column("opened_at", Instant(timezone=True), nullable=True),
        sa.Column("sheet_name", sa.String(), nullable=False),
        sa.Column("sheet", sa.LargeBinary(), nullable=False),
        sa.Column("xform", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'open', 'closing', 'closed')",
            name=op.f("ck_mobile_form_versions_state_is_known"),
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (opened_at IS NULL)",
            name=op.f("ck_mobile_form_versions_opened_once"),
        ),
        sa.ForeignKeyConstraint(
            ["form_key"],
            ["mobile_forms.id"],
            name=op.f("fk_mobile_form_versions_form_key_mobile_forms"),
        ),
        sa.PrimaryKeyConstraint("form_key", "version", name=op.f("pk_mobile_form_versions")),
        sa.UniqueConstraint("form_key", "seq", name=op.f("uq_mobile_form_versions_form_key_seq")),
    )
    op.create_index(
        "ix_mobile_form_versions_one_is_open",
        "mobile_form_versions",
        ["form_key"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.execute(_GUARD)
