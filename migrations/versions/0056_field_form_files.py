"""mobile_admin: lists and pictures that belong to versions of forms."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

# What inspectors were offered keeps its files as it keeps its questions; a draft may change.
_GUARD = """
CREATE FUNCTION mobile_form_files_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found record;
BEGIN
    IF TG_OP = 'INSERT' THEN found := NEW; ELSE found := OLD; END IF;
    IF EXISTS (SELECT 1 FROM mobile_form_versions v WHERE v.form_key = found.form_key
               AND v.version = found.version AND v.state <> 'draft') THEN
        RAISE EXCEPTION 'a version of a form never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER mobile_form_files_stay BEFORE INSERT OR UPDATE OR DELETE ON mobile_form_files
    FOR EACH ROW EXECUTE FUNCTION mobile_form_files_stay();
"""


def upgrade() -> None:
    op.create_table(
        "mobile_form_files",
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("md5", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('list', 'picture', 'sound', 'film')",
            name=op.f("ck_mobile_form_files_kind_is_known"),
        ),
        sa.CheckConstraint(
            "(data IS NULL) = (sha256 = '')", name=op.f("ck_mobile_form_files_bytes_have_a_hash")
        ),
        sa.ForeignKeyConstraint(
            ["form_key", "version"],
            ["mobile_form_versions.form_key", "mobile_form_versions.version"],
            name="fk_mobile_form_files_version",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("form_key", "version", "name", name=op.f("pk_mobile_form_files")),
    )
    op.execute(_GUARD)
