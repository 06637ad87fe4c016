"""weboffice: what an external office wants kept of a person."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weboffice_wopi_infos",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("info", sa.String(1024), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_weboffice_wopi_infos")),
    )


def downgrade() -> None:
    op.drop_table("weboffice_wopi_infos")
