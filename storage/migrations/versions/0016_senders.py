"""One sender per bot at a time."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("paces") as table:
        table.add_column(sa.Column("holder", sa.String(length=80), nullable=True))
        table.add_column(sa.Column("fence", sa.Integer(), nullable=True))
        table.add_column(sa.Column("held_until", storage.columns.Instant(timezone=True), nullable=True))
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("fence", sa.Integer(), nullable=True))
