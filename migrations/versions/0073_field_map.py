"""mobile_admin: layers of the map, and the tiles that were made of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

LAYER = "mobile_map_layers.id"


def upgrade() -> None:
    op.create_table(
        "mobile_map_layers",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(), sa.ForeignKey("identity_people.id"), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shapes", sa.Integer(), nullable=False),
        sa.Column("left", JSONB(), nullable=False),
        sa.Column("bounds", JSONB()),
        sa.Column("problem", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'making', 'ready', 'failed')",
                           name="state_is_known"),
        sa.CheckConstraint("(state = 'ready') = (bounds IS NOT NULL)", name="ready_is_somewhere"),
        sa.CheckConstraint("(state = 'failed') = (problem <> '')", name="failed_says_why"),
    )  # fmt: skip
    op.create_index(
        "ix_mobile_map_layers_undone", "mobile_map_layers", ["changed_at"],
        postgresql_where=sa.text("state IN ('waiting', 'making')"),
    )  # fmt: skip
    op.create_table(
        "mobile_map_files",
        sa.Column("layer_id", sa.String(), sa.ForeignKey(LAYER, ondelete="CASCADE"),
                  primary_key=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )  # fmt: skip
    op.create_table(
        "mobile_map_tiles",
        sa.Column("level", sa.Integer(), primary_key=True),
        sa.Column("x", sa.Integer(), primary_key=True),
        sa.Column("y", sa.Integer(), primary_key=True),
        sa.Column("layer_id", sa.String(), sa.ForeignKey(LAYER, ondelete="CASCADE"),
                  primary_key=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )  # fmt: skip
    op.create_index("ix_mobile_map_tiles_layer", "mobile_map_tiles", ["layer_id"])


def downgrade() -> None:
    op.drop_table("mobile_map_tiles")
    op.drop_table("mobile_map_files")
    op.drop_table("mobile_map_layers")
