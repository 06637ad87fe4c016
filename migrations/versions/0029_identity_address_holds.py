"""identity: failures by address, and addresses that are held."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_address_tries",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", Instant(timezone=True), nullable=True),
        sa.Column("came_in_at", Instant(timezone=True), nullable=True),
        sa.Column("seen_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", "mark", name=op.f("pk_identity_address_tries")),
    )
    op.create_index(
        op.f("ix_identity_address_tries_seen_at"), "identity_address_tries", ["seen_at"]
    )
    op.create_table(
        "identity_address_holds",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("until", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_identity_address_holds")),
    )
