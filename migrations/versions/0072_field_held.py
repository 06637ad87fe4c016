"""mobile_admin: works that are not the holder's are found without the others."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_mobile_works_held",
        "mobile_works",
        ["submission_id"],
        postgresql_where=sa.text("standing <> 'valid'"),
    )


def downgrade() -> None:
    op.drop_index("ix_mobile_works_held", "mobile_works")
