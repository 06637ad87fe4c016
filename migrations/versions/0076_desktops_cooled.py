"""daas_broker: when a desktop stopped to stand ready without anybody, and which are long gone."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None
TABLE, INDEX = "daas_desktops", "ix_daas_desktops_gone"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("cooled_at", sa.DateTime(timezone=True)))
    op.create_index(INDEX, TABLE, ["pool_id", "gone_at"])


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.drop_column(TABLE, "cooled_at")
