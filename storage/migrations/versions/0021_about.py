"""Whom a case is about, and which of several is worked on."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases") as table:
        table.add_column(sa.Column("about", sa.String(length=8), nullable=True))
        table.add_column(sa.Column("chosen_at", storage.columns.Instant(timezone=True), nullable=True))
