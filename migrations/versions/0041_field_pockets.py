"""mobile_admin: what phones keep, tell and send; gdrive: the hash that an upload announces."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None
MOMENT = Instant(timezone=True)


def upgrade() -> None:
    op.add_column("gdrive_uploads", sa.Column("digest", sa.String(), nullable=True))
    _pockets()
    _operations()
    _visits()
    _parcels()


def _pockets() -> None:
    op.create_table(
        "mobile_pockets",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(32), nullable=True),
        sa.Column("pin_proof", sa.LargeBinary(32), nullable=True),
        sa.Column("passkey_proof", sa.LargeBinary(32), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (salt IS NOT NULL)",
            name=op.f("ck_mobile_pockets_share_goes_with_it"),
        ),
        sa.CheckConstraint(
            "revoked_at IS NOT NULL OR pin_proof IS NOT NULL OR passkey_proof IS NOT NULL",
            name=op.f("ck_mobile_pockets_can_be_opened"),
        ),
        sa.CheckConstraint("tries BETWEEN 0 AND 10", name=op.f("ck_mobile_pockets_tries_end")),
        _person("mobile_pockets"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mobile_pockets")),
    )
    op.create_index(op.f("ix_mobile_pockets_person_id"), "mobile_pockets", ["person_id"])


def _operations() -> None:
    op.create_table(
        "mobile_operations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pocket_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("submission_id", sa.String(), nullable=True),
        sa.Column("did_at", MOMENT, nullable=False),
        sa.Column("offset_ms", sa.BigInteger(), nullable=False),
        sa.Column("uncertainty_ms", sa.Integer(), nullable=False),
        sa.Column("is_clock_off", sa.Boolean(), nullable=False),
        sa.Column("place", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "outcome IN ('applied', 'held')", name=op.f("ck_mobile_operations_outcome_is_kept")
        ),
        sa.ForeignKeyConstraint(
            ["pocket_id"],
            ["mobile_pockets.id"],
            name=op.f("fk_mobile_operations_pocket_id_mobile_pockets"),
        ),
        _person("mobile_operations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mobile_operations")),
    )
    op.create_index("ix_mobile_operations_visit", "mobile_operations", ["visit_id"])


def _visits() -> None:
    op.create_table(
        "mobile_visits",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=True),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("started_op", sa.String(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_op", sa.String(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("submission_id", sa.String(), nullable=True),
        sa.Column("answers_op", sa.String(), nullable=True),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "result IN ('visited', 'absent', 'refused')",
            name=op.f("ck_mobile_visits_result_is_known"),
        ),
        sa.CheckConstraint(
            "(ended_op IS NULL) = (result IS NULL)",
            name=op.f("ck_mobile_visits_ends_with_a_result"),
        ),
        _person("mobile_visits"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mobile_visits")),
    )
    op.create_index(op.f("ix_mobile_visits_person_id"), "mobile_visits", ["person_id"])
    op.create_index(op.f("ix_mobile_visits_assignment_id"), "mobile_visits", ["assignment_id"])


def _parcels() -> None:
    op.create_table(
        "mobile_parcels",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("place", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("upload_id", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_mobile_parcels_hash_is_one")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["mobile_submissions.id"],
            name=op.f("fk_mobile_parcels_submission_id_mobile_submissions"),
        ),
        _person("mobile_parcels"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mobile_parcels")),
        sa.UniqueConstraint(
            "submission_id", "name", "sha256",
            name=op.f("uq_mobile_parcels_submission_id_name_sha256"),
        ),
    )  # fmt: skip


def _person(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_person_id_identity_people")
    return sa.ForeignKeyConstraint(["person_id"], ["identity_people.id"], name=name)
