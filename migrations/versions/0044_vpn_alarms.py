"""vpn: alarms, the failures they are made of, and where devices called from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vpn_alarms",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("device_id", sa.String(), nullable=True),
        sa.Column("seen", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("what", sa.String(), nullable=True),
        sa.Column("raised_at", Instant(timezone=True), nullable=False),
        sa.Column("last_at", Instant(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("is_theirs", sa.Boolean(), nullable=True),
        sa.Column("closed_at", Instant(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL)",
            name=op.f("ck_vpn_alarms_closed_with_an_outcome"),
        ),
        sa.CheckConstraint(
            "outcome <> 'dismissed' OR reason <> ''",
            name=op.f("ck_vpn_alarms_dismissed_with_a_reason"),
        ),
        _refers("vpn_alarms", "person_id", "identity_people"),
        _refers("vpn_alarms", "device_id", "vpn_devices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vpn_alarms")),
    )
    for column in ("person_id", "device_id"):
        op.create_index(op.f(f"ix_vpn_alarms_{column}"), "vpn_alarms", [column])
    op.create_index(
        "uq_vpn_alarms_open",
        "vpn_alarms",
        ["kind", "subject"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "vpn_failures",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vpn_failures")),
    )
    op.create_index("ix_vpn_failures_subject_at", "vpn_failures", ["subject", "at"])
    op.create_table(
        "vpn_stays",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("came_at", Instant(timezone=True), nullable=False),
        sa.Column("seen_at", Instant(timezone=True), nullable=False),
        _refers("vpn_stays", "device_id", "vpn_devices"),
        _refers("vpn_stays", "person_id", "identity_people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vpn_stays")),
    )
    op.create_index("ix_vpn_stays_device_id_came_at", "vpn_stays", ["device_id", "came_at"])
    op.create_index("ix_vpn_stays_person_id_seen_at", "vpn_stays", ["person_id", "seen_at"])


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )
