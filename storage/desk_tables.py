"""Desk tables: who may see a case beyond its counsellor, who is at it now, what is sent later, and what the staff did."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, LargeBinary, String, Table, UniqueConstraint

from storage.columns import ID, Instant, metadata

audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", String(40), nullable=False),
    Column("action", String(30), nullable=False),
    Column("subject", String(64), nullable=False),  # the id of what was touched, never content; empty for none
    Column("granted", Boolean, nullable=False),
    Column("hash", String(64), nullable=False),  # over the hash before it and this entry
    Index("ix_audit_reading", "actor", "subject", "at"),
)

exclusions = Table(
    "exclusions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("contact_id", ID, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False),
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("by", ID, ForeignKey("staff.id"), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("contact_id", "staff_id"),
)

openings = Table(
    "openings",
    metadata,
    Column("id", ID, primary_key=True),
    Column("conversation_id", ID, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False),  # glass · asked
    Column("reason_sealed", LargeBinary, nullable=False),
    Column("by", ID, ForeignKey("staff.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Index("ix_openings_staff", "staff_id", "conversation_id", "until"),
)

signs = Table(
    "signs",
    metadata,
    Column("conversation_id", ID, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("seen_at", Instant, nullable=False),
    Column("typing_at", Instant, index=True),
    Column("draft_sealed", LargeBinary),
)

later_messages = Table(
    "later_messages",
    metadata,
    Column("id", ID, primary_key=True),
    Column("conversation_id", ID, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("at", Instant, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("message_id", ID, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("contact_id", ID, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False),
    Column("severity", String(2), nullable=False),  # what had been read
    Column("meant", String(10), nullable=False),  # harmless · danger
    Column("language", String(8), nullable=False),
    Column("text_sealed", LargeBinary),  # the words, for review; only of a contact who has agreed to what we keep
    Column("staff_id", ID, ForeignKey("staff.id"), nullable=False),
    Column("at", Instant, nullable=False, index=True),
)
