"""Campaign tables: what is asked of many, and where each of them stands."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, LargeBinary, String, Table

from storage.columns import ID, Instant, metadata

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", ID, primary_key=True),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("country", String(2)),
    Column("situation", String(20)),
    Column("language", String(8)),
    Column("urgent", Boolean, nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("made_by", ID, ForeignKey("staff.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("approved_by", ID, ForeignKey("staff.id")),
    Column("approved_at", Instant),
)

campaign_contacts = Table(
    "campaign_contacts",
    metadata,
    Column("campaign_id", ID, ForeignKey("campaigns.id", ondelete="CASCADE"), primary_key=True),
    Column("contact_id", ID, ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("state", String(10), nullable=False),  # waiting · asked · passed · safe · help · words
    Column("due_at", Instant, nullable=False),
    Column("at", Instant),
    Index("ix_campaign_contacts_due", "campaign_id", "state", "due_at"),
)
