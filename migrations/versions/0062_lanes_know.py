"""daas_broker: a lane's revision says what its officer could choose from.

Those from before this knew all but archives that are not opened (`packed`), which came later.
"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

KNEW = (
    '["archive", "bomb", "card_number", "damaged", "disguised", "embedded", "linked", "macro",'
    ' "malware", "program", "protected", "resident_number", "resident_number_likely",'
    ' "restricted_mark", "script", "secret_mark", "unread", "unscanned"]'
)


def upgrade() -> None:
    knew = sa.text("UPDATE daas_release_lanes SET body = body || jsonb_build_object('known',"
                   " CAST(:knew AS jsonb)) WHERE NOT body ? 'known'")  # fmt: skip
    op.execute(knew.bindparams(knew=KNEW))


def downgrade() -> None:
    op.execute("UPDATE daas_release_lanes SET body = body - 'known'")
