"""The few talks in which the safe word was said are found among all facts: each row of the queue asks."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    said = sa.text("event = 'safe_word_said'")
    op.create_index("ix_events_safe_word", "events", ["conversation_id"], sqlite_where=said, postgresql_where=said)
