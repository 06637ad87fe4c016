"""daas_broker: approved transfers between zones, their lanes and signed records."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

# A record proves what crossed only as long as nobody, we included, can change it.
_GUARD = """
CREATE FUNCTION daas_release_records_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signed record never changes' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER daas_release_records_stay BEFORE UPDATE OR DELETE ON daas_release_records
    FOR EACH ROW EXECUTE FUNCTION daas_release_records_stay();
"""
_STAGES = (
    "'inspecting', 'waiting', 'blocked', 'refused', 'released', 'delivering', 'delivered',"
    " 'lost', 'withdrawn', 'expired'"
)


def upgrade() -> None:
    op.create_table(
        "daas_releases",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("ends_at", Instant(timezone=True), nullable=False),
        sa.Column("moved_at", Instant(timezone=True), nullable=True),
        sa.Column("verdicts", postgresql.JSONB(), nullable=True),
        sa.Column("inspected_at", Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.CheckConstraint(f"stage IN ({_STAGES})", name=op.f("ck_daas_releases_stage_is_known")),
        sa.CheckConstraint(
            "source IN ('drive', 'outbox', 'text')", name=op.f("ck_daas_releases_source_is_known")
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> person_id",
            name=op.f("ck_daas_releases_never_ones_own"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('released', 'delivering', 'delivered', 'refused')"
            " OR decided_by IS NOT NULL",
            name=op.f("ck_daas_releases_somebody_answers"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_people.id"], name="fk_daas_releases_person_id_identity_people"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["identity_people.id"],
            name="fk_daas_releases_decided_by_identity_people",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daas_releases")),
    )
    op.create_index("ix_daas_releases_person", "daas_releases", ["person_id", "asked_at"])
    op.create_index(
        "ix_daas_releases_open",
        "daas_releases",
        ["stage"],
        postgresql_where=sa.text("stage IN ('inspecting', 'waiting', 'released', 'delivering')"),
    )
    op.create_table(
        "daas_release_lanes",
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("to", "revision", name=op.f("pk_daas_release_lanes")),
    )
    op.create_table(
        "daas_release_records",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["daas_releases.id"],
            name="fk_daas_release_records_release_id_daas_releases",
        ),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_daas_release_records")),
    )
    op.execute(_GUARD)
