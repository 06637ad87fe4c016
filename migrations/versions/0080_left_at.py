"""identity: when somebody left. Whoever had left before did so now, as far as anybody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None
TABLE, COLUMN = "identity_people", "left_at"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column(COLUMN, sa.DateTime(timezone=True)))
    op.execute("UPDATE identity_people SET left_at = now() WHERE NOT is_active")


def downgrade() -> None:
    op.drop_column(TABLE, COLUMN)
