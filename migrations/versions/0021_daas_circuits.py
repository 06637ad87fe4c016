"""daas_broker: what failed too often and rests."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daas_circuits",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("failed_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("provider", "image", name=op.f("pk_daas_circuits")),
    )
