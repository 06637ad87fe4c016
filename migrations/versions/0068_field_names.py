"""mobile_admin: what a sent form is called by: its visit's title, or the name its form makes."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "mobile_visits",
        sa.Column("title", sa.String(), nullable=False, server_default=""),
    )
    op.add_column(
        "mobile_submissions",
        sa.Column("name", sa.String(), nullable=False, server_default=""),
    )
    op.create_index(
        "ix_mobile_visits_unplanned",
        "mobile_visits",
        ["submission_id"],
        postgresql_where=sa.text("assignment_id IS NULL AND submission_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_mobile_visits_unplanned", table_name="mobile_visits")
    op.drop_column("mobile_submissions", "name")
    op.drop_column("mobile_visits", "title")
