"""From whom a member is kept is found by the member: every list of the desk asks it."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_exclusions_staff_id"), "exclusions", ["staff_id"])
