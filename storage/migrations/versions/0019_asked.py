"""Questions that no card answered, and calls by which the directory's numbers were checked."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = storage.columns.Instant(timezone=True)
    op.create_table(
        "questions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("words_key", sa.LargeBinary(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", instant, nullable=False),
        sa.Column("done_by", sa.String(length=32), nullable=True),
        sa.Column("done_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["done_by"], ["staff.id"], name=op.f("fk_questions_done_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("words_key", name=op.f("uq_questions_words_key")),
    )
    op.create_index("ix_questions_open", "questions", ["done_at", "times"], unique=False)
    op.create_table(
        "number_checks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("entry", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("heard", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_number_checks_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_checks")),
    )
    op.create_index("ix_number_checks_entry", "number_checks", ["entry", "at"], unique=False)
