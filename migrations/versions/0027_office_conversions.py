"""weboffice: documents on their way in and out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weboffice_conversions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("folder_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("losses", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(state = 'kept') = (document_id IS NOT NULL)",
            name=op.f("ck_weboffice_conversions_kept_is_a_document"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('ready', 'kept') OR result IS NOT NULL",
            name=op.f("ck_weboffice_conversions_ready_has_it"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weboffice_conversions")),
    )
    op.create_index(
        "ix_weboffice_conversions_person", "weboffice_conversions", ["person_id", "state"]
    )
