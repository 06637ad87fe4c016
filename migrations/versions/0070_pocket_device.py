"""mobile_admin: a pocket says which device of the tunnel it was last opened on."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mobile_pockets", sa.Column("bound_to", sa.String()))


def downgrade() -> None:
    op.drop_column("mobile_pockets", "bound_to")
