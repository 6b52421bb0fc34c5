"""Since when a voice note or photo without words waits."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases") as table:
        table.add_column(sa.Column("unknown_since", storage.columns.Instant(timezone=True), nullable=True))
