"""daas_broker: what stands ready when, and when somebody first asked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    readiness = sa.Column(
        "readiness", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
    )
    op.add_column("daas_pools", readiness)
    op.add_column("daas_assignments", sa.Column("asked_at", Instant(timezone=True)))
