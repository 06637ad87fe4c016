"""weboffice: an external office, its passes and the locks on files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weboffice_wopi_office",
        sa.Column("singleton", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=True),
        sa.Column("tried_at", Instant(timezone=True), nullable=True),
        sa.Column("found_at", Instant(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column(
            "discovery",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default='{"actions": {}, "keys": []}',
            nullable=False,
        ),
        sa.CheckConstraint("singleton", name=op.f("ck_weboffice_wopi_office_there_is_one")),
        sa.CheckConstraint(
            "origin = '' OR starts_with(origin, 'https://')",
            name=op.f("ck_weboffice_wopi_office_origin_is_https"),
        ),
        sa.PrimaryKeyConstraint("singleton", name=op.f("pk_weboffice_wopi_office")),
    )
    op.create_table(
        "weboffice_wopi_passes",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "mode IN ('view', 'edit')", name=op.f("ck_weboffice_wopi_passes_mode_is_known")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_weboffice_wopi_passes")),
    )
    for column in ("session_id", "expires_at"):
        name = op.f(f"ix_weboffice_wopi_passes_{column}")
        op.create_index(name, "weboffice_wopi_passes", [column])
    op.create_table(
        "weboffice_wopi_locks",
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("lock", sa.String(1024), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_weboffice_wopi_locks")),
    )
    name = op.f("ix_weboffice_wopi_locks_expires_at")
    op.create_index(name, "weboffice_wopi_locks", ["expires_at"])
