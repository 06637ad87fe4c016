"""daas_broker: how the antivirus of data transfer stands."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daas_release_guards",
        sa.Column("one", sa.Boolean(), nullable=False),
        sa.Column("presence", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scanner", sa.String(), nullable=False),
        sa.CheckConstraint("one", name=op.f("ck_daas_release_guards_one_row")),
        sa.CheckConstraint(
            "presence IN ('none', 'answers', 'silent')",
            name=op.f("ck_daas_release_guards_presence_is_known"),
        ),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_daas_release_guards")),
    )


def downgrade() -> None:
    op.drop_table("daas_release_guards")
