"""identity: the first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_challenges",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_identity_challenges")),
    )
    op.create_index(
        op.f("ix_identity_challenges_expires_at"),
        "identity_challenges",
        ["expires_at"],
        unique=False,
    )
    op.create_table(
        "identity_divisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("is_local", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["identity_divisions.id"], name=op.f("fk_identity_divisions_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_divisions")),
    )
    op.create_index(
        op.f("ix_identity_divisions_parent_id"), "identity_divisions", ["parent_id"], unique=False
    )
    op.create_table(
        "identity_login_tallies",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", Instant(timezone=True), nullable=False),
        sa.Column("locked_until", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_identity_login_tallies")),
    )
    op.create_index(
        op.f("ix_identity_login_tallies_failed_at"),
        "identity_login_tallies",
        ["failed_at"],
        unique=False,
    )
    op.create_table(
        "identity_tickets",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.Column("used_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_identity_tickets")),
    )
    op.create_index(
        op.f("ix_identity_tickets_expires_at"), "identity_tickets", ["expires_at"], unique=False
    )
    op.create_table(
        "identity_people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), server_default="", nullable=False),
        sa.Column("name_choseong", sa.String(), server_default="", nullable=False),
        sa.Column("post", sa.String(), server_default="", nullable=False),
        sa.Column("duty", sa.String(), server_default="", nullable=False),
        sa.Column("phone", sa.String(), server_default="", nullable=False),
        sa.Column("email", sa.String(), server_default="", nullable=False),
        sa.Column("division_id", sa.String(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("is_local", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "preferences",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["identity_divisions.id"], name=op.f("fk_identity_people_division_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_people")),
        sa.UniqueConstraint("user_name", name=op.f("uq_identity_people_user_name")),
    )
    op.create_index(
        op.f("ix_identity_people_division_id"), "identity_people", ["division_id"], unique=False
    )
    op.create_table(
        "identity_break_glass",
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_people.id"], name=op.f("fk_identity_break_glass_person_id")
        ),
        sa.PrimaryKeyConstraint("user_name", name=op.f("pk_identity_break_glass")),
        sa.UniqueConstraint("person_id", name=op.f("uq_identity_break_glass_person_id")),
    )
    op.create_table(
        "identity_favourites",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("favourite_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["favourite_id"],
            ["identity_people.id"],
            name=op.f("fk_identity_favourites_favourite_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_people.id"], name=op.f("fk_identity_favourites_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "favourite_id", name=op.f("pk_identity_favourites")),
    )
    op.create_table(
        "identity_passkeys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("is_backed_up", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("used_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_people.id"], name=op.f("fk_identity_passkeys_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_identity_passkeys_credential_id")),
    )
    op.create_index(
        op.f("ix_identity_passkeys_person_id"), "identity_passkeys", ["person_id"], unique=False
    )
    op.create_table(
        "identity_sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("seen_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_people.id"], name=op.f("fk_identity_sessions_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_identity_sessions_token_hash")),
    )
    op.create_index(
        op.f("ix_identity_sessions_person_id"), "identity_sessions", ["person_id"], unique=False
    )
    op.create_table(
        "identity_sign_ins",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("is_new_place", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_people.id"], name=op.f("fk_identity_sign_ins_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_sign_ins")),
    )
    op.create_index(
        "ix_identity_sign_ins_person_id_at", "identity_sign_ins", ["person_id", "at"], unique=False
    )
