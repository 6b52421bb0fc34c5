"""Open tasks are found by their kind: many of one are not read to find the others."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    still = sa.text("done_at IS NULL")
    op.drop_index("ix_tasks_open", table_name="tasks")
    op.create_index("ix_tasks_open", "tasks", ["kind", "at"], sqlite_where=still, postgresql_where=still)
