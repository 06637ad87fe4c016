"""vpn: a device's key has a preshared key beside it, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("vpn_keys", sa.Column("shared", sa.LargeBinary(), nullable=True))
