"""vpn: policies and sessions of the tunnel."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vpn_policies",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("policy", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vpn_policies")),
    )
    op.create_table(
        "vpn_sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("sign_in_id", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("address", postgresql.INET(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("started_at", Instant(timezone=True), nullable=False),
        sa.Column("ends_at", Instant(timezone=True), nullable=False),
        sa.Column("used_at", Instant(timezone=True), nullable=False),
        sa.Column("counted_bytes", sa.BigInteger(), nullable=False),
        sa.Column("warned_minutes", sa.Integer(), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "zone IN ('work', 'internet')", name=op.f("ck_vpn_sessions_zone_has_ways")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["identity_people.id"],
            name=op.f("fk_vpn_sessions_person_id_identity_people"),
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["vpn_devices.id"], name=op.f("fk_vpn_sessions_device_id_vpn_devices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vpn_sessions")),
    )
    op.create_index(op.f("ix_vpn_sessions_person_id"), "vpn_sessions", ["person_id"])
    op.create_index(
        "uq_vpn_sessions_open_of_device",
        "vpn_sessions",
        ["device_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
