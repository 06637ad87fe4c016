"""mobile_admin: senders, decisions and official notices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

# A register has no gap and is not altered (공공기록물법 시행령 §20): whoever writes to the table by
# another way than ours is refused as well.
_GUARD = """
CREATE FUNCTION mobile_notice_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.serial > 1 AND NOT EXISTS (SELECT FROM mobile_notices WHERE office_code = NEW.office_code
            AND year = NEW.year AND serial = NEW.serial - 1) THEN
        RAISE EXCEPTION 'a number was left out' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mobile_notice_follows BEFORE INSERT ON mobile_notices
    FOR EACH ROW EXECUTE FUNCTION mobile_notice_follows();

CREATE FUNCTION mobile_notice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a registered document stays' USING ERRCODE = 'check_violation';
    END IF;
    IF ROW(NEW.id, NEW.decision_id, NEW.submission_id, NEW.division_id, NEW.office_code, NEW.year,
            NEW.serial, NEW.code, NEW.paper, NEW.recipients, NEW.label, NEW.source,
            NEW.source_sha256, NEW.issued_at, NEW."by", NEW.supersedes, NEW.provisional)
        IS DISTINCT FROM ROW(OLD.id, OLD.decision_id, OLD.submission_id, OLD.division_id,
            OLD.office_code, OLD.year, OLD.serial, OLD.code, OLD.paper, OLD.recipients, OLD.label,
            OLD.source, OLD.source_sha256, OLD.issued_at, OLD."by", OLD.supersedes, OLD.provisional)
        OR (OLD.pdf IS NOT NULL AND ROW(NEW.pdf, NEW.sha256, NEW.made_at, NEW.state)
            IS DISTINCT FROM ROW(OLD.pdf, OLD.sha256, OLD.made_at, OLD.state))
        OR (OLD.standing <> 'valid' AND ROW(NEW.standing, NEW.ended_at, NEW.ended_why)
            IS DISTINCT FROM ROW(OLD.standing, OLD.ended_at, OLD.ended_why)) THEN
        RAISE EXCEPTION 'a registered document never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mobile_notice_stays BEFORE UPDATE OR DELETE ON mobile_notices
    FOR EACH ROW EXECUTE FUNCTION mobile_notice_stays();
"""


def upgrade() -> None:
    op.create_table(
        "mobile_senders",
        sa.Column("division_id", sa.String(), nullable=False),
        sa.Column("office_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("homepage", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.CheckConstraint(
            "office_code ~ '^[0-9]{7}$'", name=op.f("ck_mobile_senders_code_has_seven_digits")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["identity_divisions.id"], name=op.f("fk_mobile_senders_division_id")
        ),
        sa.PrimaryKeyConstraint("division_id", name=op.f("pk_mobile_senders")),
        sa.UniqueConstraint("office_code", name=op.f("uq_mobile_senders_office_code")),
    )
    op.create_table(
        "mobile_decision_templates",
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_key", "version"],
            ["mobile_form_versions.form_key", "mobile_form_versions.version"],
            name="fk_mobile_decision_templates_version",
        ),
        sa.PrimaryKeyConstraint(
            "form_key", "version", "revision", name=op.f("pk_mobile_decision_templates")
        ),
    )
    op.create_table(
        "mobile_decisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("provisional", sa.String(), nullable=True),
        sa.Column("provisional_at", Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "seq = 1 OR reason <> ''", name=op.f("ck_mobile_decisions_says_why_again")
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["identity_people.id"], name=op.f("fk_mobile_decisions_by")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["mobile_submissions.id"],
            name=op.f("fk_mobile_decisions_submission_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mobile_decisions")),
        sa.UniqueConstraint("provisional", name=op.f("uq_mobile_decisions_provisional")),
        sa.UniqueConstraint(
            "submission_id", "seq", name=op.f("uq_mobile_decisions_submission_id_seq")
        ),
    )
    op.create_table(
        "mobile_registers",
        sa.Column("office_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_code", "year", name=op.f("pk_mobile_registers")),
    )
    op.create_table(
        "mobile_notices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("division_id", sa.String(), nullable=False),
        sa.Column("office_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("paper", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recipients", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("source_sha256", sa.String(), nullable=False),
        sa.Column("issued_at", Instant(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("supersedes", sa.String(), nullable=True),
        sa.Column("provisional", sa.String(), nullable=True),
        sa.Column("provisional_at", Instant(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("level_note", sa.String(), nullable=True),
        sa.Column("made_at", Instant(timezone=True), nullable=True),
        sa.Column("picture", sa.LargeBinary(), nullable=True),
        sa.Column("node_id", sa.String(), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=True),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(standing = 'valid') = (ended_at IS NULL)", name=op.f("ck_mobile_notices_ended_once")
        ),
        sa.CheckConstraint(
            "(state = 'ready') = (pdf IS NOT NULL)",
            name=op.f("ck_mobile_notices_ready_has_its_paper"),
        ),
        sa.CheckConstraint(
            "standing = 'valid' OR ended_why <> ''", name=op.f("ck_mobile_notices_says_why")
        ),
        sa.CheckConstraint(
            "standing IN ('valid', 'corrected', 'cancelled', 'reissued')",
            name=op.f("ck_mobile_notices_standing_is_known"),
        ),
        sa.CheckConstraint("serial >= 1", name=op.f("ck_mobile_notices_serial_counts_from_one")),
        sa.ForeignKeyConstraint(["by"], ["identity_people.id"], name=op.f("fk_mobile_notices_by")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["mobile_decisions.id"], name=op.f("fk_mobile_notices_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["identity_divisions.id"], name=op.f("fk_mobile_notices_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["mobile_notices.id"], name=op.f("fk_mobile_notices_replaced_by")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["mobile_submissions.id"],
            name=op.f("fk_mobile_notices_submission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["mobile_notices.id"], name=op.f("fk_mobile_notices_supersedes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mobile_notices")),
        sa.UniqueConstraint("code", name=op.f("uq_mobile_notices_code")),
        sa.UniqueConstraint(
            "office_code", "year", "serial", name=op.f("uq_mobile_notices_office_code_year_serial")
        ),
    )
    op.create_index(
        "ix_mobile_notices_provisional", "mobile_notices", ["provisional"], unique=False
    )
    op.create_index(
        "ix_mobile_notices_division", "mobile_notices", ["division_id", "issued_at"], unique=False
    )
    op.create_index(
        "ix_mobile_notices_undone",
        "mobile_notices",
        ["changed_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('waiting', 'printing', 'sealing') OR node_id IS NULL"),
    )
    op.create_index(
        "ix_mobile_notices_submission", "mobile_notices", ["submission_id"], unique=False
    )
    op.execute(_GUARD)
