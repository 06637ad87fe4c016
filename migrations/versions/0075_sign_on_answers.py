"""identity: answers that a provider of sign-on posted, until their browser comes for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None
TABLE = "identity_sign_on_answers"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("assertion", sa.LargeBinary(), primary_key=True),
        sa.Column("code_hash", sa.LargeBinary()),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("methods", ARRAY(sa.String()), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("code_hash", name=f"uq_{TABLE}_code_hash"),
    )
    op.create_index(f"ix_{TABLE}_forget_at", TABLE, ["forget_at"])


def downgrade() -> None:
    op.drop_table(TABLE)
