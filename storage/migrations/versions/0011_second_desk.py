"""Linked accounts as second desks, and what is put before a member there."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_desks",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("address_key", sa.LargeBinary(), nullable=False),
        sa.Column("since", storage.columns.Instant(timezone=True), nullable=True),
        sa.Column("chosen_id", sa.String(length=32), nullable=True),
        sa.Column("chosen_until", storage.columns.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_phones.staff_id"], name=op.f("fk_second_desks_staff_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["chosen_id"], ["conversations.id"], name=op.f("fk_second_desks_chosen_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_second_desks")),
        sa.UniqueConstraint("address_key", name=op.f("uq_second_desks_address_key")),
    )
    op.create_table(
        "slips",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("told", sa.String(length=400), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.Column("sent_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.Column("ref", sa.String(length=40), nullable=True),
        sa.Column("created_at", storage.columns.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_slips_staff_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_slips_conversation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slips")),
    )
    op.create_index(op.f("ix_slips_conversation_id"), "slips", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_slips_created_at"), "slips", ["created_at"], unique=False)
    op.create_index(op.f("ix_slips_due_at"), "slips", ["due_at"], unique=False)
    op.create_index("ix_slips_ref", "slips", ["staff_id", "ref"], unique=False)
