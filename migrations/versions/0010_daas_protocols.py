"""daas_broker: how a desktop's screen comes out of it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("daas_desktops", sa.Column("protocol", sa.String()))
