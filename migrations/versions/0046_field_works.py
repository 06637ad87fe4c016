"""mobile_admin: whose work was done for which case, and which of it counts."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment, table = Instant(timezone=True), "mobile_works"
    op.create_table(
        table,
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("lease_rev", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("done_at", moment, nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("ruling", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False, server_default=sa.text("''")),
        sa.Column("ruled_by", sa.String(), nullable=True),
        sa.Column("ruled_at", moment, nullable=True),
        sa.CheckConstraint(
            "standing IN ('valid', 'late', 'taken')", name=op.f(f"ck_{table}_standing_is_known")
        ),
        sa.CheckConstraint(
            "ruling IN ('accepted', 'set_aside')", name=op.f(f"ck_{table}_ruling_is_known")
        ),
        sa.CheckConstraint(
            "ruling <> 'set_aside' OR reason <> ''", name=op.f(f"ck_{table}_says_why")
        ),
        sa.CheckConstraint(
            "NOT counts OR standing = 'valid' OR ruling = 'accepted'",
            name=op.f(f"ck_{table}_may_count"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["mobile_submissions.id"],
            name=op.f(f"fk_{table}_submission_id_mobile_submissions"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mobile_cases.id"], name=op.f(f"fk_{table}_case_id_mobile_cases")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])
    op.create_index(
        f"ix_{table}_one_counts", table, ["case_id"], unique=True,
        postgresql_where=sa.text("counts"),
    )  # fmt: skip
    op.create_index(
        f"ix_{table}_waiting", table, ["case_id"],
        postgresql_where=sa.text("standing <> 'valid' AND ruling IS NULL"),
    )  # fmt: skip
