"""gdrive: between reading and writing there is commenting; the levels above it move up by one."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE gdrive_grants SET level = level + 1 WHERE level >= 2")
