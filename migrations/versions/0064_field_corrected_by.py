"""mobile_admin: a correction of what somebody else sent is believed where the head sent it."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "mobile_submissions",
        sa.Column("is_heads", sa.Boolean(), nullable=False, server_default="false"),
    )
    # Of what came before, as far as it is known: who is head today.
    op.execute(
        "UPDATE mobile_submissions SET is_heads = true FROM identity_people AS sender"
        " WHERE deprecated_id IS NOT NULL AND sender.id = person_id"
        " AND 'manager' = ANY (sender.roles)"
        " AND sender.division_id = mobile_submissions.division_id"
    )


def downgrade() -> None:
    op.drop_column("mobile_submissions", "is_heads")
