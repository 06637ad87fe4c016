"""daas_broker: homes that roam."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "daas_pools", sa.Column("homes", sa.Boolean(), server_default="false", nullable=False)
    )
    op.create_table(
        "daas_homes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.Column("attached_at", Instant(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", Instant(timezone=True), nullable=True),
        sa.Column("error", sa.String(), server_default="", nullable=False),
        sa.Column("kept_at", Instant(timezone=True), nullable=True),
        sa.Column("used_bytes", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("encrypted", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "snapshots",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["held_by"], ["daas_desktops.id"], name=op.f("fk_daas_homes_held_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daas_homes")),
        sa.UniqueConstraint("held_by", name=op.f("uq_daas_homes_held_by")),
        sa.UniqueConstraint("person_id", "zone", name=op.f("uq_daas_homes_person_id_zone")),
    )
