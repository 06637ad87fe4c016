"""identity, daas_broker: a screen is locked until its person has proved anew who they are."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.add_column("identity_sessions", sa.Column("confirmed_at", instant))
    op.add_column("daas_assignments", sa.Column("locked_at", instant))
