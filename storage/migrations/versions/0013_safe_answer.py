"""Until when a contact may answer whether they are safe."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("safe_answer_due", storage.columns.Instant(timezone=True), nullable=True))
    op.create_index(
        "ix_conversations_safe_answer_due",
        "conversations",
        ["safe_answer_due"],
        unique=False,
        sqlite_where=sa.text("safe_answer_due IS NOT NULL"),
        postgresql_where=sa.text("safe_answer_due IS NOT NULL"),
    )
