"""Who is at a conversation and what they are writing; what is sent later."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "later_messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("due_at", storage.columns.Instant(timezone=True), nullable=False),
        sa.Column("at", storage.columns.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_later_messages_conversation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_later_messages_staff_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_later_messages")),
    )
    op.create_index(op.f("ix_later_messages_conversation_id"), "later_messages", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_later_messages_due_at"), "later_messages", ["due_at"], unique=False)
    op.create_table(
        "signs",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("seen_at", storage.columns.Instant(timezone=True), nullable=False),
        sa.Column("typing_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.Column("draft_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_signs_conversation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_signs_staff_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", "staff_id", name=op.f("pk_signs")),
    )
    op.create_index(op.f("ix_signs_typing_at"), "signs", ["typing_at"], unique=False)
