"""weboffice: editing processes that share the rooms."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weboffice_shards",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("alive_until", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weboffice_shards")),
        sa.UniqueConstraint("name", name=op.f("uq_weboffice_shards_name")),
    )
