"""daas_broker: recordings of desktops, their checkpoints, notices and viewings."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daas_recordings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("connection_id", sa.String(), nullable=False),
        sa.Column("desktop_id", sa.String(), nullable=False),
        sa.Column("pool_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("is_light", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column("started_at", Instant(timezone=True), nullable=False),
        sa.Column("noted_at", Instant(timezone=True), nullable=False),
        sa.Column("chunks", sa.BigInteger(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("length_ms", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("end", sa.String(), nullable=True),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("checked_at", Instant(timezone=True), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.Column("hold_reason", sa.String(), nullable=True),
        sa.Column("held_at", Instant(timezone=True), nullable=True),
        sa.Column("deleted_at", Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(wrapped_key IS NULL) = (deleted_at IS NOT NULL)", name=op.f("ck_daas_recordings_key")
        ),
        sa.CheckConstraint(
            "deleted_at IS NULL OR (ended_at IS NOT NULL AND held_by IS NULL)",
            name=op.f("ck_daas_recordings_kept"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daas_recordings")),
    )
    for column in ("connection_id", "desktop_id", "started_at"):
        op.create_index(f"ix_daas_recordings_{column}", "daas_recordings", [column])
    op.create_index(
        "ix_daas_recordings_open",
        "daas_recordings",
        ["noted_at"],
        postgresql_where="ended_at IS NULL",
    )
    op.create_index(
        "ix_daas_recordings_kept",
        "daas_recordings",
        ["ended_at"],
        postgresql_where="deleted_at IS NULL",
    )
    op.create_table(
        "daas_recording_points",
        sa.Column("recording_id", sa.String(), nullable=False),
        sa.Column("chunk", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["daas_recordings.id"],
            name=op.f("fk_daas_recording_points_recording_id_daas_recordings"),
        ),
        sa.PrimaryKeyConstraint("recording_id", "chunk", name=op.f("pk_daas_recording_points")),
    )
    op.create_table(
        "daas_recording_notices",
        sa.Column("desktop_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "desktop_id", "person_id", "digest", name=op.f("pk_daas_recording_notices")
        ),
    )
    op.create_table(
        "daas_recording_viewings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recording_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["daas_recordings.id"],
            name=op.f("fk_daas_recording_viewings_recording_id_daas_recordings"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daas_recording_viewings")),
    )
    op.create_index(
        "ix_daas_recording_viewings_recording_id", "daas_recording_viewings", ["recording_id"]
    )
