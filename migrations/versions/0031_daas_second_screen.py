"""daas_broker: which screen of a desktop a recording shows."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "daas_recordings",
        sa.Column("screen", sa.SmallInteger(), server_default="1", nullable=False),
    )
