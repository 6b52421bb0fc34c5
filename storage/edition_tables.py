"""Edition tables: what was changed in the library at the desk, version by version. What we teach is public, so it lies open."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from storage.columns import ID, Instant, metadata

editions = Table(
    "editions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("key", String(80), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("change", String(10), nullable=False),
    Column("row", JSON(none_as_null=True)),
    Column("shipped", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("made_by", ID, ForeignKey("staff.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("decided_by", ID, ForeignKey("staff.id")),
    Column("decided_at", Instant),
    Column("published", Integer, unique=True),
    UniqueConstraint("key", "number"),
)
