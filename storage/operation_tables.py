"""The tables of operation: which processes live, what is out of order, whose data was destroyed."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table

from storage.columns import ID, Instant, metadata

processes = Table(
    "processes",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("role", String(10), nullable=False),  # run · web · worker
    Column("key_number", Integer, nullable=False),  # of the ring's key that it seals with
    Column("schema", String(8), nullable=False),  # the version of the tables that its code knows
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),  # by the database's clock
    Column("newest_key", Integer),  # the highest number of its ring; empty: of a version that did not say
)

alarms = Table(
    "alarms",
    metadata,
    Column("name", String(40), primary_key=True),  # of `helpline.alarms.Alarm`
    Column("since", Instant, nullable=False),
)

forgetting = Table(
    "forgetting",
    metadata,
    Column("contact_id", ID, ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True),
    Column("staff_id", ID, ForeignKey("staff.id"), nullable=False),
    Column("at", Instant, nullable=False),  # hidden from then on
    Column("due_at", Instant, nullable=False, index=True),  # destroyed then
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("contact_id", ID, primary_key=True),  # a number and no more: who it was is gone
    Column("address_key", LargeBinary, nullable=False),  # keyed hash, to know the same contact in an old backup
    Column("at", Instant, nullable=False),
)
