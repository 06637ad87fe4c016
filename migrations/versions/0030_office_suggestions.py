"""weboffice: who made which suggestion, and when."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weboffice_suggestions",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["weboffice_rooms.id"],
            name=op.f("fk_weboffice_suggestions_document_id_weboffice_rooms"),
        ),
        sa.PrimaryKeyConstraint("document_id", "id", name=op.f("pk_weboffice_suggestions")),
    )
