"""vpn: why a device was refused."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    refusal = sa.Column("refusal", sa.String(), server_default="", nullable=False)
    op.add_column("vpn_devices", refusal)
