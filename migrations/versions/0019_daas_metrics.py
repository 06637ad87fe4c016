"""daas_broker: measurements over time, thresholds, and messages to users."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daas_metrics",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("total", sa.Float(), nullable=False),
        sa.Column("peak", sa.Float(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "subject", "step", "at", name=op.f("pk_daas_metrics")),
    )
    op.create_index("ix_daas_metrics_age", "daas_metrics", ["step", "at"])
    op.create_table(
        "daas_thresholds",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("near", sa.Float(), nullable=False),
        sa.Column("over", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_daas_thresholds")),
    )
    op.create_table(
        "daas_messages",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("desktop_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("read_at", Instant(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daas_messages")),
    )
    op.create_index(
        "ix_daas_messages_unread",
        "daas_messages",
        ["desktop_id"],
        postgresql_where=sa.text("read_at IS NULL"),
    )
