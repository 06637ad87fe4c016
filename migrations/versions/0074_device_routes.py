"""vpn: which networks a device leads into the tunnel."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vpn_device_routes",
        sa.Column("device_id", sa.String(), sa.ForeignKey("vpn_devices.id"), primary_key=True),
        sa.Column("networks", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("vpn_device_routes")
