"""daas_broker: when a share of new desktops was first made of a version."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "daas_image_versions", sa.Column("canary_since", sa.DateTime(timezone=True), nullable=True)
    )
    # What is one now is known; of the others nobody wrote it down.
    op.execute("UPDATE daas_image_versions SET canary_since = stage_since WHERE stage = 'canary'")
