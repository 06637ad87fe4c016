"""daas_broker: what runs a pool's desktops."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("daas_pools", "daas_desktops"):
        provider = sa.Column("provider", sa.String(), server_default="podman", nullable=False)
        op.add_column(table, provider)
