"""mobile_admin: a correction names the instance that it stands for."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mobile_submissions", sa.Column("deprecated_id", sa.String(), nullable=True))
    op.create_index(
        "ix_mobile_submissions_corrections",
        "mobile_submissions",
        ["form_key", "deprecated_id"],
        postgresql_where=sa.text("deprecated_id IS NOT NULL"),
    )
