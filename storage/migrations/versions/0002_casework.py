"""What a note is about; how often a waiting case has been called out."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_notes", sa.Column("about", sa.String(length=10), nullable=True))
    op.add_column("cases", sa.Column("calls", sa.Integer(), nullable=True))
