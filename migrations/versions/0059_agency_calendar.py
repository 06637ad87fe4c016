"""daas_broker: the agency's own days, and leave."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daas_own_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_by"], ["identity_people.id"], name=op.f("fk_daas_own_days_set_by")
        ),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_daas_own_days")),
    )
    op.create_table(
        "daas_leaves",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.CheckConstraint("ends >= begins", name=op.f("ck_daas_leaves_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_people.id"], name=op.f("fk_daas_leaves_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "begins", name=op.f("pk_daas_leaves")),
    )
