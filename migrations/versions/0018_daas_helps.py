"""daas_broker: calls for help."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daas_helps",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("desktop_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("context", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("step_at", Instant(timezone=True), nullable=False),
        sa.Column("helper_id", sa.String(), nullable=True),
        sa.Column("helper_session", sa.String(), nullable=True),
        sa.Column("connection_id", sa.String(), nullable=True),
        sa.Column("declined_at", Instant(timezone=True), nullable=True),
        sa.Column("closed_at", Instant(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), server_default="", nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daas_helps")),
    )
    for column in ("person_id", "helper_session", "closed_at"):
        op.create_index(op.f(f"ix_daas_helps_{column}"), "daas_helps", [column], unique=False)
    op.create_index(
        "uq_daas_helps_open",
        "daas_helps",
        ["desktop_id"],
        unique=True,
        postgresql_where="closed_at IS NULL",
    )
