"""daas_broker: whom a pool is for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    everybody = '{"everybody": true, "people": [], "divisions": [], "roles": []}'
    audience = sa.Column(
        "audience",
        postgresql.JSONB(astext_type=sa.Text()),
        server_default=everybody,
        nullable=False,
    )
    op.add_column("daas_pools", audience)
