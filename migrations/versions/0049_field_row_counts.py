"""mobile_admin: how many rows a submission has in each table of its form."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mobile_row_counts",
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_mobile_row_counts_counts_what_is_there")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["mobile_submissions.id"],
            name=op.f("fk_mobile_row_counts_submission_id"),
        ),
        sa.PrimaryKeyConstraint("submission_id", "at", name=op.f("pk_mobile_row_counts")),
    )
