"""Whom a supervisor has told us to forget."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = storage.columns.Instant(timezone=True)
    op.create_table(
        "forgetting",
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("due_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_forgetting_contact_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_forgetting_staff_id")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_forgetting")),
    )
    op.create_index(op.f("ix_forgetting_due_at"), "forgetting", ["due_at"], unique=False)
