"""mobile_admin: readable records of accepted answers, and how far each is."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mobile_records",
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("division_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.Column("node_id", sa.String(), nullable=True),
        sa.CheckConstraint(
            "stage IN ('waiting', 'making', 'filed', 'failed')",
            name=op.f("ck_mobile_records_stage_is_known"),
        ),
        sa.CheckConstraint(
            "stage <> 'filed' OR node_id IS NOT NULL",
            name=op.f("ck_mobile_records_filed_is_somewhere"),
        ),
        sa.ForeignKeyConstraint(["by"], ["identity_people.id"], name=op.f("fk_mobile_records_by")),
        sa.ForeignKeyConstraint(
            ["division_id"], ["identity_divisions.id"], name=op.f("fk_mobile_records_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["mobile_submissions.id"],
            name=op.f("fk_mobile_records_submission_id"),
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_mobile_records")),
    )
    op.create_index(
        "ix_mobile_records_undone",
        "mobile_records",
        ["changed_at"],
        postgresql_where=sa.text("stage IN ('waiting', 'making')"),
    )
