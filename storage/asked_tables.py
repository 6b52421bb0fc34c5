"""Asked tables: questions that no card answered, and calls by which the directory's numbers were checked."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from storage.columns import ID, Instant, metadata

questions = Table(
    "questions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("words_key", LargeBinary, nullable=False, unique=True),  # keyed hash: the same words are one question
    Column("words_sealed", LargeBinary, nullable=False),  # under the ring's key: nothing leads to who asked
    Column("language", String(8), nullable=False),
    Column("country", String(2)),
    Column("times", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("done_by", ID, ForeignKey("staff.id")),
    Column("done_at", Instant),
    Index("ix_questions_open", "done_at", "times"),
)

number_checks = Table(
    "number_checks",
    metadata,
    Column("id", ID, primary_key=True),
    Column("entry", String(64), nullable=False),
    Column("staff_id", ID, ForeignKey("staff.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("heard", String(12), nullable=False),  # answered · no_answer · wrong
    Column("note", String(300), nullable=False),
    Index("ix_number_checks_entry", "entry", "at"),
)
