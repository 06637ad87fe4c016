"""daas_broker: versions of images, and how their desktops came up."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daas_image_versions",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("stage_since", Instant(timezone=True), nullable=False),
        sa.Column("built_at", Instant(timezone=True), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("trial", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("provider", "key", name=op.f("pk_daas_image_versions")),
        sa.UniqueConstraint(
            "provider",
            "name",
            "number",
            name=op.f("uq_daas_image_versions_provider_name_number"),
        ),
    )
    for stage in ("stable", "canary"):
        op.create_index(
            f"uq_daas_image_versions_{stage}",
            "daas_image_versions",
            ["provider", "name"],
            unique=True,
            postgresql_where=f"stage = '{stage}'",
        )
    op.create_table(
        "daas_image_boots",
        sa.Column("desktop_id", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("desktop_id", "generation", name=op.f("pk_daas_image_boots")),
    )
    op.create_index("ix_daas_image_boots_image", "daas_image_boots", ["image", "at"], unique=False)
