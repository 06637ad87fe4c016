"""mobile_admin: links that hand notices to citizens, and receipts."""

import sqlalchemy as sa
from alembic import op

from kernel.db import Instant

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mobile_notice_links",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("asks", sa.String(), nullable=False),
        sa.Column("answer", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.Column("opened_at", Instant(timezone=True), nullable=True),
        sa.Column("closed_at", Instant(timezone=True), nullable=True),
        sa.Column("ticket_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("ticket_until", Instant(timezone=True), nullable=True),
        sa.CheckConstraint("tries_left >= 0", name=op.f("ck_mobile_notice_links_tries_end")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["mobile_notices.id"], name=op.f("fk_mobile_notice_links_notice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mobile_notice_links")),
        sa.UniqueConstraint("ticket_hash", name=op.f("uq_mobile_notice_links_ticket_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mobile_notice_links_token_hash")),
    )
    op.create_index(
        "ix_mobile_notice_links_one_is_open",
        "mobile_notice_links",
        ["notice_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "mobile_notice_receipts",
        sa.Column("notice_id", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["mobile_notice_links.id"],
            name=op.f("fk_mobile_notice_receipts_link_id"),
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["mobile_notices.id"], name=op.f("fk_mobile_notice_receipts_notice_id")
        ),
        sa.PrimaryKeyConstraint("notice_id", "at", "act", name=op.f("pk_mobile_notice_receipts")),
    )
