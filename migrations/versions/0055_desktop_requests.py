"""daas_broker: requests for pools, and whom a pool is for besides its audience, until when."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "daas_pools",
        sa.Column("takes_requests", sa.Boolean(), nullable=False, server_default="false"),
    )
    op.create_table(
        "daas_grants",
        sa.Column("pool_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("until", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_people.id"], name=op.f("fk_daas_grants_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["daas_pools.id"], name=op.f("fk_daas_grants_pool_id")
        ),
        sa.PrimaryKeyConstraint("pool_id", "person_id", name=op.f("pk_daas_grants")),
    )
    op.create_table(
        "daas_requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("pool_id", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("until", Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "stage IN ('asked', 'approved', 'refused', 'withdrawn', 'ended')",
            name=op.f("ck_daas_requests_stage_is_known"),
        ),
        sa.CheckConstraint(
            "stage <> 'approved' OR until IS NOT NULL",
            name=op.f("ck_daas_requests_approved_ends"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["identity_people.id"], name=op.f("fk_daas_requests_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_people.id"], name=op.f("fk_daas_requests_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["daas_pools.id"], name=op.f("fk_daas_requests_pool_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daas_requests")),
    )
    op.create_index(
        "uq_daas_requests_asked",
        "daas_requests",
        ["pool_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("stage = 'asked'"),
    )
