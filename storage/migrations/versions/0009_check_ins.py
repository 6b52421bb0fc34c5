"""Check-ins: plans, questions, the safe word, and whom a contact trusts."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trusted_people",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("relative_id", sa.String(length=32), nullable=True),
        sa.Column("code_key", sa.LargeBinary(), nullable=False),
        sa.Column("may_be_told", sa.Boolean(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("made_at", storage.columns.Instant(timezone=True), nullable=False),
        sa.Column("expires_at", storage.columns.Instant(timezone=True), nullable=False),
        sa.Column("linked_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.Column("ended_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.Column("tell_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.Column("told_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_trusted_people_contact_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["relative_id"], ["contacts.id"], name=op.f("fk_trusted_people_relative_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusted_people")),
        sa.UniqueConstraint("code_key", name=op.f("uq_trusted_people_code_key")),
    )
    op.create_index("ix_trusted_people_contact_id", "trusted_people", ["contact_id"], unique=False)
    op.create_index(op.f("ix_trusted_people_relative_id"), "trusted_people", ["relative_id"], unique=False)
    op.create_index(op.f("ix_trusted_people_tell_at"), "trusted_people", ["tell_at"], unique=False)
    op.create_table(
        "check_in_plans",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("anchor", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("hour", sa.Time(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("look_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.Column("asks_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.Column("open_check_in", sa.String(length=32), nullable=True),
        sa.Column("rungs", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("made_at", storage.columns.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_check_in_plans_contact_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_check_in_plans_conversation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_plans")),
        sa.UniqueConstraint("contact_id", "kind", name=op.f("uq_check_in_plans_contact_id_kind")),
    )
    op.create_index("ix_check_in_plans_conversation_id", "check_in_plans", ["conversation_id"], unique=False)
    op.create_index(
        "ix_check_in_plans_look_at",
        "check_in_plans",
        ["look_at"],
        unique=False,
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
    op.create_table(
        "check_ins",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("due_at", storage.columns.Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.Column("ended_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_check_ins_contact_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["plan_id"], ["check_in_plans.id"], name=op.f("fk_check_ins_plan_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("plan_id", "due_at", name=op.f("uq_check_ins_plan_id_due_at")),
    )
    op.create_index("ix_check_ins_contact_id", "check_ins", ["contact_id", "due_at"], unique=False)
    op.create_index("ix_check_ins_due_at", "check_ins", ["due_at"], unique=False)
    op.add_column("contacts", sa.Column("zone", sa.String(length=40), nullable=True))
    op.add_column("contacts", sa.Column("safe_word_key", sa.LargeBinary(), nullable=True))
    op.add_column("conversations", sa.Column("check_in_id", sa.String(length=32), nullable=True))
    op.add_column("conversations", sa.Column("check_in_at", storage.columns.Instant(timezone=True), nullable=True))
    op.add_column("conversations", sa.Column("unheard_from", sa.Integer(), nullable=True))
    op.create_index(
        "ix_conversations_unheard_from",
        "conversations",
        ["unheard_from"],
        unique=False,
        sqlite_where=sa.text("unheard_from IS NOT NULL"),
        postgresql_where=sa.text("unheard_from IS NOT NULL"),
    )
