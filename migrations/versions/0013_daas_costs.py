"""daas_broker: assumptions and budgets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daas_assumptions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_daas_assumptions")),
    )
    op.create_table(
        "daas_budgets",
        sa.Column("division_id", sa.String(), nullable=False),
        sa.Column("monthly", sa.Float(), nullable=False),
        sa.Column("at_limit", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("division_id", name=op.f("pk_daas_budgets")),
        sa.CheckConstraint("monthly > 0", name=op.f("ck_daas_budgets_some")),
    )
