"""daas_broker: what may cross between desktops and the world."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daas_policies",
        sa.Column("seq", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("scope_kind", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("applied_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_daas_policies")),
        sa.UniqueConstraint(
            "scope_kind",
            "scope_id",
            "number",
            name=op.f("uq_daas_policies_scope_kind_scope_id_number"),
        ),
    )
    op.create_table(
        "daas_policy_drafts",
        sa.Column("scope_kind", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("body", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope_kind", "scope_id", name=op.f("pk_daas_policy_drafts")),
    )
    op.create_table(
        "daas_policy_streams",
        sa.Column("connection_id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("connection_id", name=op.f("pk_daas_policy_streams")),
    )
    op.create_table(
        "daas_marks",
        sa.Column("connection_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("connection_id", name=op.f("pk_daas_marks")),
    )
    op.create_index(op.f("ix_daas_marks_code"), "daas_marks", ["code"], unique=False)
