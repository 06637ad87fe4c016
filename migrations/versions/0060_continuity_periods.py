"""daas_broker: times without the database, told afterwards."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daas_continuity_periods",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("gateway", sa.String(), nullable=False),
        sa.Column("began_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=False),
        sa.Column("admitted", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daas_continuity_periods")),
        sa.UniqueConstraint("head", name=op.f("uq_daas_continuity_periods_head")),
    )
    op.create_index(
        op.f("ix_daas_continuity_periods_began_at"), "daas_continuity_periods", ["began_at"]
    )
