"""identity: a sign-in may belong to one device of the tunnel."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("identity_sessions", sa.Column("bound_to", sa.String(), nullable=True))
    op.add_column(
        "identity_sessions", sa.Column("strange_at", Instant(timezone=True), nullable=True)
    )
    op.create_index(op.f("ix_identity_sessions_bound_to"), "identity_sessions", ["bound_to"])
