"""weboffice: the first tables."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weboffice_documents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weboffice_documents")),
    )
    op.create_table(
        "weboffice_openings",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("opened_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "document_id", name=op.f("pk_weboffice_openings")),
    )
    op.create_index(
        "ix_weboffice_openings_recent",
        "weboffice_openings",
        ["person_id", "opened_at"],
        unique=False,
    )
    op.create_table(
        "weboffice_rooms",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), server_default="", nullable=False),
        sa.Column("epoch", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("lease_until", Instant(timezone=True), nullable=True),
        sa.Column("generation", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weboffice_rooms")),
    )
    op.create_table(
        "weboffice_snapshots",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("plain_text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room"], ["weboffice_rooms.id"], name=op.f("fk_weboffice_snapshots_room")
        ),
        sa.PrimaryKeyConstraint("room", "seq", name=op.f("pk_weboffice_snapshots")),
    )
    op.create_table(
        "weboffice_updates",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["room"], ["weboffice_rooms.id"], name=op.f("fk_weboffice_updates_room")
        ),
        sa.PrimaryKeyConstraint("room", "seq", name=op.f("pk_weboffice_updates")),
    )
