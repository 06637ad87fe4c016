"""vpn: removals that wait for a word, versions of policies, and what devices say of themselves."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vpn_held_removals",
        sa.Column("singleton", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("peers", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", postgresql.JSONB(), nullable=False),
        sa.Column("allowed", sa.Integer(), nullable=False),
        sa.Column("allowed_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("singleton", name=op.f("ck_vpn_held_removals_there_is_one")),
        sa.PrimaryKeyConstraint("singleton", name=op.f("pk_vpn_held_removals")),
    )
    policies = "vpn_policies"
    op.add_column(policies, sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column(policies, sa.Column("changed_by", sa.String(), nullable=True))
    op.create_table(
        "vpn_postures",
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("disk", sa.String(), nullable=False),
        sa.Column("lock", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["vpn_devices.id"], name=op.f("fk_vpn_postures_device_id_vpn_devices")
        ),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_vpn_postures")),
    )
