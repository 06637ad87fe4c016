"""mobile_admin: 관인대장, each use of the seal; what was sealed before is entered in its order."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

ENTER = """
INSERT INTO mobile_seal_uses (office_code, year, serial, division_id, notice_id, seal, registered,
    title, recipients, "by", at, level, sha256)
SELECT office_code, made_year, row_number() OVER (PARTITION BY office_code, made_year
        ORDER BY made_at, serial), division_id, id, paper #>> '{sender,name}',
    paper ->> 'registered', paper ->> 'title',
    (SELECT string_agg(name, ', ' ORDER BY at)
        FROM jsonb_array_elements_text(recipients) WITH ORDINALITY AS each (name, at)),
    "by", made_at, level, sha256
FROM (SELECT *, extract(year FROM made_at AT TIME ZONE 'Asia/Seoul')::integer AS made_year
    FROM mobile_notices WHERE pdf IS NOT NULL) AS sealed
"""
HOLD = """
CREATE FUNCTION mobile_seal_use_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a line of the seal book stays' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.serial > 1 AND NOT EXISTS (SELECT FROM mobile_seal_uses WHERE year = NEW.year
            AND office_code = NEW.office_code AND serial = NEW.serial - 1) THEN
        RAISE EXCEPTION 'a line was left out' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mobile_seal_use_follows BEFORE INSERT OR UPDATE OR DELETE ON mobile_seal_uses
    FOR EACH ROW EXECUTE FUNCTION mobile_seal_use_follows();
"""


def upgrade() -> None:
    op.create_table(
        "mobile_seal_uses",
        sa.Column("office_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("division_id", sa.String(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("registered", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("recipients", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.CheckConstraint("serial >= 1", name=op.f("ck_mobile_seal_uses_serial_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["by"], ["identity_people.id"], name=op.f("fk_mobile_seal_uses_by")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["identity_divisions.id"], name=op.f("fk_mobile_seal_uses_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["mobile_notices.id"], name=op.f("fk_mobile_seal_uses_notice_id")
        ),
        sa.PrimaryKeyConstraint("office_code", "year", "serial", name=op.f("pk_mobile_seal_uses")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_mobile_seal_uses_notice_id")),
    )
    op.create_index("ix_mobile_seal_uses_division", "mobile_seal_uses", ["division_id", "at"])
    op.execute(ENTER)
    op.execute(HOLD)
