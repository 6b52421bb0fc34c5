"""Which keys a process has heard of."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("processes") as table:
        table.add_column(sa.Column("newest_key", sa.Integer(), nullable=True))
