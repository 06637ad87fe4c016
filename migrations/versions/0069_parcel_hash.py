"""mobile_admin: files that came with what was corrected are found by their hash."""

from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_mobile_parcels_hash", "mobile_parcels", ["sha256"])


def downgrade() -> None:
    op.drop_index("ix_mobile_parcels_hash", table_name="mobile_parcels")
