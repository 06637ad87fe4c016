"""daas_broker: the ledger of use."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SEALED = """
CREATE FUNCTION daas_usage_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a closed interval of the ledger of use is never changed'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER daas_usage_sealed BEFORE UPDATE OR DELETE ON daas_usage_intervals
    FOR EACH ROW WHEN (OLD.is_closed) EXECUTE FUNCTION daas_usage_sealed();
"""


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.add_column("daas_desktops", sa.Column("seen_at", Instant(timezone=True)))
    for name in ("sent_bytes", "received_bytes", "frames"):
        counter = sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)
        op.add_column("daas_connections", counter)
    op.add_column("daas_connections", sa.Column("seen_at", Instant(timezone=True)))
    op.add_column("daas_connections", sa.Column("latency_ms", sa.Integer()))
    op.create_index(
        "ix_daas_connections_open",
        "daas_connections",
        ["desktop_id"],
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "daas_usage_intervals",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("meter", sa.String(), nullable=False),
        sa.Column("desktop_id", sa.String(), nullable=False),
        sa.Column("pool_id", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("person_id", sa.String()),
        sa.Column("division_id", sa.String()),
        sa.Column("began_at", Instant(timezone=True), nullable=False),
        sa.Column("until_at", Instant(timezone=True), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("cpu_seconds", sa.Float(), nullable=False),
        sa.Column("memory_gib_seconds", sa.Float(), nullable=False),
        sa.Column("transferred_bytes", sa.Float(), nullable=False),
        sa.Column("counted_cpu_seconds", sa.Float(), nullable=False),
        sa.Column("counted_bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", "day", name=op.f("pk_daas_usage_intervals")),
        sa.CheckConstraint("until_at >= began_at", name=op.f("ck_daas_usage_intervals_forward")),
        sa.CheckConstraint(
            "(meter = 'warm') = (person_id IS NULL)", name=op.f("ck_daas_usage_intervals_whose")
        ),
    )
    op.execute(
        "ALTER TABLE daas_usage_intervals ADD CONSTRAINT ex_daas_usage_intervals_overlap"
        " EXCLUDE USING gist (desktop_id WITH =, (meter = 'stream') WITH =,"
        " tstzrange(began_at, until_at) WITH &&)"
    )
    for name, columns in (("day", ["day", "division_id"]), ("person", ["person_id", "day"])):
        op.create_index(f"ix_daas_usage_intervals_{name}", "daas_usage_intervals", columns)
    op.create_index(
        "ix_daas_usage_intervals_open",
        "daas_usage_intervals",
        ["source"],
        postgresql_where=sa.text("NOT is_closed"),
    )
    op.execute(SEALED)
