"""daas_broker: kinds of pools, and how long a desktop waits for its person."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kind = sa.Column("kind", sa.String(), server_default="pooled", nullable=False)
    op.add_column("daas_pools", kind)
    for table in ("daas_pools", "daas_desktops"):
        op.add_column(table, sa.Column("app", sa.String(), server_default="", nullable=False))
    grace = sa.Column("grace_seconds", sa.Integer(), server_default="300", nullable=False)
    op.add_column("daas_pools", grace)
    linger = sa.Column("linger_seconds", sa.Integer(), server_default="0", nullable=True)
    op.add_column("daas_pools", linger)
