"""mobile_admin: what heads say of what was sent."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mobile_reviews",
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('accepted', 'sent_back', 'set_aside')",
            name=op.f("ck_mobile_reviews_verdict_is_known"),
        ),
        sa.CheckConstraint(
            "verdict = 'accepted' OR reason <> ''", name=op.f("ck_mobile_reviews_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["mobile_submissions.id"],
            name=op.f("fk_mobile_reviews_submission_id_mobile_submissions"),
        ),
        sa.PrimaryKeyConstraint("submission_id", "seq", name=op.f("pk_mobile_reviews")),
    )
