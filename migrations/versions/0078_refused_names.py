"""daas_broker: names that a zone's proxy refused, once a day for each desktop."""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None
TABLE = "daas_refused_names"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("zone", sa.String(), primary_key=True),
        sa.Column("desktop", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("port", sa.Integer(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
