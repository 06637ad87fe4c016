"""messenger: the first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messenger_rooms",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("pair_key", sa.String(), nullable=True),
        sa.Column("last_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("changes", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("last_at", Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'direct') = (pair_key IS NOT NULL)", name=op.f("ck_messenger_rooms_pair")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["identity_people.id"], name=op.f("fk_messenger_rooms_created_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messenger_rooms")),
        sa.UniqueConstraint("pair_key", name=op.f("uq_messenger_rooms_pair_key")),
    )
    op.create_table(
        "messenger_members",
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("joined_seq", sa.BigInteger(), nullable=False),
        sa.Column("read_seq", sa.BigInteger(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("is_present", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_people.id"], name=op.f("fk_messenger_members_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["messenger_rooms.id"], name=op.f("fk_messenger_members_room_id")
        ),
        sa.PrimaryKeyConstraint("room_id", "person_id", name=op.f("pk_messenger_members")),
    )
    op.create_index(
        "ix_messenger_members_person_id",
        "messenger_members",
        ["person_id"],
        unique=False,
        postgresql_where="is_present",
    )
    op.create_table(
        "messenger_messages",
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("recalled_at", Instant(timezone=True), nullable=True),
        sa.Column("change", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["messenger_rooms.id"], name=op.f("fk_messenger_messages_room_id")
        ),
        sa.ForeignKeyConstraint(
            ["sender"], ["identity_people.id"], name=op.f("fk_messenger_messages_sender")
        ),
        sa.PrimaryKeyConstraint("room_id", "seq", name=op.f("pk_messenger_messages")),
        sa.UniqueConstraint(
            "room_id",
            "sender",
            "client_id",
            name=op.f("uq_messenger_messages_room_id_sender_client_id"),
        ),
    )
    op.create_index(
        "ix_messenger_messages_change",
        "messenger_messages",
        ["room_id", "change"],
        unique=False,
        postgresql_where="change > 0",
    )
