"""entries of the app by the bytes they came in: a batch that comes again is known by them"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("diary_entry", sa.Column("sent_hash", sa.LargeBinary(), nullable=True))
