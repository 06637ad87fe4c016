"""daas_broker: when a version of an image last became everybody's."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "daas_image_versions", sa.Column("stable_since", sa.DateTime(timezone=True), nullable=True)
    )
    # Who was tried anew since then begins anew.
    op.execute(
        """
        UPDATE daas_image_versions v SET stable_since = (
            SELECT max(a.at) FROM kernel_audit a
            WHERE a.object = v.key
            AND a.act IN (
                'daas_broker.promote_image', 'daas_broker.restore_image', 'daas_broker.image_stable'
            )
            AND a.at > COALESCE((
                SELECT max(tried.at) FROM kernel_audit tried
                WHERE tried.object = v.key AND tried.act = 'daas_broker.try_image'
            ), '-infinity')
        )
        WHERE v.stage IN ('stable', 'former', 'stopped')
        """
    )


def downgrade() -> None:
    op.drop_column("daas_image_versions", "stable_since")
