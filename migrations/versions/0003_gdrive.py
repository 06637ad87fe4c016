"""gdrive: the first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gdrive_blobs",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_gdrive_blobs")),
    )
    op.create_table(
        "gdrive_drives",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("limit_bytes", sa.BigInteger(), nullable=False),
        sa.Column("used_bytes", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("used_bytes >= 0", name=op.f("ck_gdrive_drives_used_is_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdrive_drives")),
        sa.UniqueConstraint("kind", "owner_id", name=op.f("uq_gdrive_drives_kind_owner_id")),
    )
    op.create_table(
        "gdrive_uploads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("length_bytes", sa.BigInteger(), nullable=False),
        sa.Column("on_conflict", sa.String(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=True),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.Column("checking_from", sa.BigInteger(), nullable=True),
        sa.Column("node_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdrive_uploads")),
    )
    op.create_index(
        op.f("ix_gdrive_uploads_expires_at"), "gdrive_uploads", ["expires_at"], unique=False
    )
    op.create_index(
        op.f("ix_gdrive_uploads_person_id"), "gdrive_uploads", ["person_id"], unique=False
    )
    op.create_table(
        "gdrive_nodes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("drive_id", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("bigrams", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("rev", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("media_type", sa.String(), server_default="", nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.Column("updated_at", Instant(timezone=True), nullable=False),
        sa.Column("trashed_at", Instant(timezone=True), nullable=True),
        sa.Column("trashed_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(parent_id IS NULL) = (id = drive_id)", name=op.f("ck_gdrive_nodes_roots_are_drives")
        ),
        sa.ForeignKeyConstraint(
            ["drive_id"], ["gdrive_drives.id"], name=op.f("fk_gdrive_nodes_drive_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["gdrive_nodes.id"], name=op.f("fk_gdrive_nodes_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdrive_nodes")),
    )
    op.create_index(
        "ix_gdrive_nodes_bigrams", "gdrive_nodes", ["bigrams"], unique=False, postgresql_using="gin"
    )
    op.create_index(op.f("ix_gdrive_nodes_parent_id"), "gdrive_nodes", ["parent_id"], unique=False)
    op.create_index(
        "ix_gdrive_nodes_trash",
        "gdrive_nodes",
        ["drive_id"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NOT NULL"),
    )
    op.create_index(
        "uq_gdrive_nodes_siblings",
        "gdrive_nodes",
        ["parent_id", "name_key"],
        unique=True,
        postgresql_where=sa.text("trashed_at IS NULL"),
    )
    op.create_table(
        "gdrive_promises",
        sa.Column("upload_id", sa.String(), nullable=False),
        sa.Column("drive_id", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drive_id"], ["gdrive_drives.id"], name=op.f("fk_gdrive_promises_drive_id")
        ),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_gdrive_promises")),
    )
    op.create_index(
        op.f("ix_gdrive_promises_drive_id"), "gdrive_promises", ["drive_id"], unique=False
    )
    op.create_table(
        "gdrive_grants",
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("granted_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["node_id"],
            ["gdrive_nodes.id"],
            name=op.f("fk_gdrive_grants_node_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "node_id", "subject_kind", "subject_id", name=op.f("pk_gdrive_grants")
        ),
    )
    op.create_index(
        "ix_gdrive_grants_subject", "gdrive_grants", ["subject_kind", "subject_id"], unique=False
    )
    op.create_table(
        "gdrive_uses",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("used_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["node_id"],
            ["gdrive_nodes.id"],
            name=op.f("fk_gdrive_uses_node_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "node_id", name=op.f("pk_gdrive_uses")),
    )
    op.create_index(
        "ix_gdrive_uses_latest",
        "gdrive_uses",
        ["person_id", sa.literal_column("used_at DESC")],
        unique=False,
    )
    op.create_index("ix_gdrive_uses_node_id", "gdrive_uses", ["node_id"], unique=False)
    op.create_table(
        "gdrive_versions",
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["digest"], ["gdrive_blobs.digest"], name=op.f("fk_gdrive_versions_digest")
        ),
        sa.ForeignKeyConstraint(
            ["node_id"], ["gdrive_nodes.id"], name=op.f("fk_gdrive_versions_node_id")
        ),
        sa.PrimaryKeyConstraint("node_id", "seq", name=op.f("pk_gdrive_versions")),
    )
    op.create_index(op.f("ix_gdrive_versions_digest"), "gdrive_versions", ["digest"], unique=False)
