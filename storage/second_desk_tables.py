"""Second desk tables: whose linked account is a second desk, and what is put before them there."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from storage.columns import ID, Instant, metadata

second_desks = Table(
    "second_desks",
    metadata,
    Column("staff_id", ID, ForeignKey("staff_phones.staff_id", ondelete="CASCADE"), primary_key=True),
    Column("address_key", LargeBinary, nullable=False, unique=True),  # keyed hash of channel, bot and address
    Column("since", Instant),  # when the member agreed to the risk; empty when they took it back
    Column("chosen_id", ID, ForeignKey("conversations.id", ondelete="SET NULL")),  # to whom unaddressed words go
    Column("chosen_until", Instant),
)

slips = Table(
    "slips",
    metadata,
    Column("id", ID, primary_key=True),
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("conversation_id", ID, ForeignKey("conversations.id", ondelete="CASCADE"), index=True),
    Column("kind", String(10), nullable=False),  # list · talk · news · told
    Column("told", String(400)),  # the sentence of a `told`: the code's own words, never content
    Column("seq", Integer),  # the message that a `news` is about; of a `talk` the last message that it showed
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant, index=True),  # empty once it is on the phone
    Column("sent_at", Instant),
    Column("ref", String(40)),  # the messenger's number of it, by which the member answers
    Column("created_at", Instant, nullable=False, index=True),
    Index("ix_slips_ref", "staff_id", "ref"),
)
