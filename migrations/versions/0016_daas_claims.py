"""daas_broker: what a claim looks for is found without reading what is over."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_daas_desktops_warm",
        "daas_desktops",
        ["pool_id", "warm_at"],
        postgresql_where="state = 'warm'",
    )
    op.create_index("ix_daas_desktops_boots", "daas_desktops", ["pool_id", "warm_at"])
    op.create_index("ix_daas_assignments_ended", "daas_assignments", ["pool_id", "ended_at"])
