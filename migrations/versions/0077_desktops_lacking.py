"""daas_broker: why the one program of a desktop is not to be had."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None
TABLE, COLUMN = "daas_desktops", "lacks"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column(COLUMN, sa.String()))


def downgrade() -> None:
    op.drop_column(TABLE, COLUMN)
