"""weboffice: what was written while away and waits for a decision."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weboffice_batches",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("away_since", Instant(timezone=True), nullable=False),
        sa.Column("arrived_at", Instant(timezone=True), nullable=False),
        sa.Column("concerns", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("living", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("update", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("copy_id", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state <> 'open' OR update IS NOT NULL", name=op.f("ck_weboffice_batches_open_has_it")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (decided_at IS NULL)",
            name=op.f("ck_weboffice_batches_decided_once"),
        ),
        sa.CheckConstraint(
            "(state = 'copied') = (copy_id IS NOT NULL)",
            name=op.f("ck_weboffice_batches_copied_is_a_document"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["weboffice_rooms.id"],
            name=op.f("fk_weboffice_batches_document_id_weboffice_rooms"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weboffice_batches")),
    )
    op.create_index(
        "uq_weboffice_batches_open",
        "weboffice_batches",
        ["document_id", "person_id", "digest"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
