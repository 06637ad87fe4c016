"""daas_broker: the first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daas_connections",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pool_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("desktop_id", sa.String(), nullable=False),
        sa.Column("started_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daas_connections")),
    )
    op.create_index(
        op.f("ix_daas_connections_desktop_id"), "daas_connections", ["desktop_id"], unique=False
    )
    op.create_index(
        "ix_daas_connections_span", "daas_connections", ["pool_id", "started_at"], unique=False
    )
    op.create_table(
        "daas_desktops",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.String(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("size", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", Instant(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", Instant(timezone=True), nullable=True),
        sa.Column("display_socket", sa.String(), nullable=True),
        sa.Column("text_socket", sa.String(), nullable=True),
        sa.Column("error", sa.String(), server_default="", nullable=False),
        sa.Column("unseen_since", Instant(timezone=True), nullable=True),
        sa.Column("memory_bytes", sa.BigInteger(), nullable=True),
        sa.Column("cpu_seconds", sa.Float(), nullable=True),
        sa.Column("asked_at", Instant(timezone=True), nullable=True),
        sa.Column("warm_at", Instant(timezone=True), nullable=True),
        sa.Column("gone_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daas_desktops")),
    )
    op.create_index(
        "ix_daas_desktops_alive",
        "daas_desktops",
        ["pool_id", "state"],
        unique=False,
        postgresql_where="gone_at IS NULL",
    )
    op.create_table(
        "daas_leases",
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("resource", name=op.f("pk_daas_leases")),
    )
    op.create_table(
        "daas_pools",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("size", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("warm", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("removed_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daas_pools")),
    )
    op.create_table(
        "daas_waiting",
        sa.Column("pool_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("since", Instant(timezone=True), nullable=False),
        sa.Column("seen_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("pool_id", "person_id", name=op.f("pk_daas_waiting")),
    )
    op.create_table(
        "daas_assignments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pool_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("desktop_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("claimed_at", Instant(timezone=True), nullable=False),
        sa.Column("connection_id", sa.String(), nullable=True),
        sa.Column("gateway", sa.String(), nullable=True),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["desktop_id"], ["daas_desktops.id"], name=op.f("fk_daas_assignments_desktop_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daas_assignments")),
        sa.UniqueConstraint("desktop_id", name=op.f("uq_daas_assignments_desktop_id")),
    )
    op.create_index(
        op.f("ix_daas_assignments_session_id"), "daas_assignments", ["session_id"], unique=False
    )
    op.create_index(
        "uq_daas_assignments_active",
        "daas_assignments",
        ["pool_id", "person_id"],
        unique=True,
        postgresql_where="ended_at IS NULL",
    )
