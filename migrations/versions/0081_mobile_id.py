"""identity: attempts to sign in by a mobile ID."""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None
TABLE = "identity_mobile_attempts"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("request_hash", sa.LargeBinary, primary_key=True),
        sa.Column("browser_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("is_here", sa.Boolean, nullable=False),
        sa.Column("phase", sa.String, nullable=False),
        sa.Column("user_name", sa.String, nullable=False),
        sa.Column("code_hash", sa.LargeBinary),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False, index=True),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
