"""mobile_admin: devices, submissions and their files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = Instant(timezone=True)
    op.create_table(
        "mobile_devices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("revoked_at", moment, nullable=True),
        sa.Column("seen_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["identity_people.id"],
            name=op.f("fk_mobile_devices_person_id_identity_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mobile_devices")),
        sa.UniqueConstraint("user_name", name=op.f("uq_mobile_devices_user_name")),
    )
    op.create_index(op.f("ix_mobile_devices_person_id"), "mobile_devices", ["person_id"])
    op.create_table(
        "mobile_submissions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("division_id", sa.String(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "standing IN ('received', 'held')",
            name=op.f("ck_mobile_submissions_standing_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["division_id"],
            ["identity_divisions.id"],
            name=op.f("fk_mobile_submissions_division_id_identity_divisions"),
        ),
        sa.ForeignKeyConstraint(
            ["form_key", "version"],
            ["mobile_form_versions.form_key", "mobile_form_versions.version"],
            name="fk_mobile_submissions_version",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["identity_people.id"],
            name=op.f("fk_mobile_submissions_person_id_identity_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mobile_submissions")),
        sa.UniqueConstraint(
            "form_key", "instance_id", name=op.f("uq_mobile_submissions_form_key_instance_id")
        ),
    )
    op.create_index(
        "ix_mobile_submissions_division", "mobile_submissions", ["division_id", "received_at"]
    )
    op.create_table(
        "mobile_attachments",
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("is_expected", sa.Boolean(), nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["mobile_submissions.id"],
            name=op.f("fk_mobile_attachments_submission_id_mobile_submissions"),
        ),
        sa.PrimaryKeyConstraint("submission_id", "name", name=op.f("pk_mobile_attachments")),
    )
