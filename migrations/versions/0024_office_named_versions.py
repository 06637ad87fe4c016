"""weboffice: versions of documents that got a name."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weboffice_named_versions",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("named_by", sa.String(), nullable=False),
        sa.Column("named_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["weboffice_rooms.id"],
            name=op.f("fk_weboffice_named_versions_document_id_weboffice_rooms"),
        ),
        sa.PrimaryKeyConstraint("document_id", "seq", name=op.f("pk_weboffice_named_versions")),
    )
