"""weboffice: threads of comments in documents, and who was called in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weboffice_threads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("start", sa.LargeBinary(), nullable=False),
        sa.Column("end", sa.LargeBinary(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", Instant(timezone=True), nullable=False),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.Column("resolved_at", Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(resolved_by IS NULL) = (resolved_at IS NULL)",
            name=op.f("ck_weboffice_threads_resolved_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["weboffice_rooms.id"],
            name=op.f("fk_weboffice_threads_document_id_weboffice_rooms"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weboffice_threads")),
    )
    op.create_index("ix_weboffice_threads_document", "weboffice_threads", ["document_id"])
    op.create_table(
        "weboffice_comments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("mentions", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("written_at", Instant(timezone=True), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "is_withdrawn = (body = '')",
            name=op.f("ck_weboffice_comments_withdrawn_says_nothing"),
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["weboffice_threads.id"],
            name=op.f("fk_weboffice_comments_thread_id_weboffice_threads"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weboffice_comments")),
    )
    op.create_index("ix_weboffice_comments_thread", "weboffice_comments", ["thread_id"])
    op.create_table(
        "weboffice_mentions",
        sa.Column("comment_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["weboffice_comments.id"],
            name=op.f("fk_weboffice_mentions_comment_id_weboffice_comments"),
        ),
        sa.PrimaryKeyConstraint("comment_id", "person_id", name=op.f("pk_weboffice_mentions")),
    )
    op.create_index("ix_weboffice_mentions_person", "weboffice_mentions", ["person_id"])
