"""vpn: a device has its next key beside the present one until that one is heard."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "vpn_keys",
        sa.Column("is_next", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.drop_index("uq_vpn_keys_of_device", table_name="vpn_keys")
    for name, which in (("of_device", "NOT is_next"), ("next_of_device", "is_next")):
        op.create_index(
            f"uq_vpn_keys_{name}",
            "vpn_keys",
            ["device_id"],
            unique=True,
            postgresql_where=sa.text(f"retired_at IS NULL AND {which}"),
        )
