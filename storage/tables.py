"""The tables. Every column named `…_sealed` holds ciphertext (see `storage.sealing`); nothing else holds content or identity."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.columns import ID, NUMBER, Instant, metadata

meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("bot", String(40), nullable=False),
    Column("address_key", LargeBinary, nullable=False, unique=True),  # keyed hash of channel, bot and address
    Column("address_sealed", LargeBinary, nullable=False),  # Telegram's chat id; what a sender needs
    Column("name_sealed", LargeBinary),
    Column("designation", String(60), nullable=False),
    Column("language", String(8), nullable=False),
    Column("situation", String(20)),
    Column("country", String(2)),
    Column("consent_version", Integer),
    Column("consent_at", Instant),
    Column("reachable", Boolean, nullable=False, default=True),
    Column("created_at", Instant, nullable=False),
    Column("zone", String(40)),  # of the IANA database, where the country has more than one
    Column("safe_word_key", LargeBinary),  # keyed hash of the words that mean danger, with their number before it
)

contact_keys = Table(
    "contact_keys",
    metadata,
    Column("contact_id", ID, ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", ID, primary_key=True),
    Column("contact_id", ID, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("owner", String(12), nullable=False, default="bot"),
    Column("counsellor_id", ID, ForeignKey("staff.id")),
    Column("owner_version", Integer, nullable=False, default=0),
    Column("lease_until", Instant),
    Column("session_sealed", LargeBinary),
    Column("last_seq", Integer, nullable=False, default=0),
    Column("last_message_at", Instant),
    Column("last_contact_at", Instant),
    Column("waiting_told_at", Instant),
    Column("next_send_at", Instant),
    Column("resume", String(10)),  # what the bot is to do after a hand back: go_on · feedback; empty when done
    Column("created_at", Instant, nullable=False),
    Column("check_in_id", ID),  # the check-in that waits for an answer
    Column("check_in_at", Instant),  # when one was asked last
    Column("safe_answer_due", Instant),  # until when the contact may answer whether they are safe; empty: nothing was asked
    Column("unheard_from", Integer),  # the first message not yet looked through for the safe word; empty: none
    Index("ix_conversations_lease_until", "lease_until"),
    Index(
        "ix_conversations_safe_answer_due",
        "safe_answer_due",
        sqlite_where=text("safe_answer_due IS NOT NULL"),
        postgresql_where=text("safe_answer_due IS NOT NULL"),
    ),
    Index(
        "ix_conversations_unheard_from",
        "unheard_from",
        sqlite_where=text("unheard_from IS NOT NULL"),
        postgresql_where=text("unheard_from IS NOT NULL"),
    ),
    Index("ix_conversations_owner", "owner", "last_contact_at"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", ID, primary_key=True),
    Column("number", String(7), nullable=False, unique=True),
    Column("origin", String(120), nullable=False, unique=True),  # the update that opened it: one update, one case
    Column("contact_id", ID, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("conversation_id", ID, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("topic", String(30), nullable=False),
    Column("severity", String(2), nullable=False),
    Column("status", String(10), nullable=False),
    Column("country", String(2)),
    Column("language", String(8), nullable=False),
    Column("assignee", ID, ForeignKey("staff.id")),
    Column("answers_sealed", LargeBinary),
    Column("opened_at", Instant, nullable=False),
    Column("waiting_since", Instant),  # since when the contact waits for a human; empty when nobody waits
    Column("first_answered_at", Instant),
    Column("closed_at", Instant),
    Column("close_reason", String(20)),
    Column("snoozed_until", Instant),
    Column("outcome", String(20)),
    Column("satisfaction", String(10)),  # what the contact said when asked: yes · partly · no
    Column("care_sealed", LargeBinary),  # JSON: wishes, and when and how the contact may safely be reached
    Column("about", String(8)),  # `other`: about somebody else than the contact; empty: about the contact
    Column("chosen_at", Instant),  # when a counsellor last chose to work on it, of several that are unfinished
    Column("unknown_since", Instant),  # since when a voice note or photo without words waits for a human; empty when none does
    Column("calls", Integer),  # how many times this wait has been called out; empty when it was not
    Index("ix_cases_status", "status", "severity", "opened_at"),
)

case_notes = Table(
    "case_notes",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("staff_id", ID, ForeignKey("staff.id"), nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Column("about", String(10)),  # what the note gives the reason of: severity · transfer; empty for a note of its own
)

messages = Table(
    "messages",
    metadata,
    Column("id", ID, primary_key=True),
    Column("conversation_id", ID, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("author", String(12), nullable=False),
    Column("staff_id", ID, ForeignKey("staff.id")),
    Column("kind", String(16), nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),  # JSON: text, buttons, extra, album, attachment
    Column("ref", String(40)),  # the channel's own number of the message
    Column("edits", Integer, nullable=False, default=0),
    Column("at", Instant, nullable=False),
    Column("delivery", String(10)),  # empty for what came in
    Column("reason", String(40)),
    UniqueConstraint("conversation_id", "seq"),
    Index("ix_messages_ref", "conversation_id", "ref"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("message_id", ID, ForeignKey("messages.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("body_sealed", LargeBinary, nullable=False),  # what the message said before it was edited
    Column("at", Instant, nullable=False),
)

media = Table(
    "media",
    metadata,
    Column("id", ID, primary_key=True),
    Column("message_id", ID, ForeignKey("messages.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("contact_id", ID, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("source_sealed", LargeBinary),
    Column("name_sealed", LargeBinary),
    Column("content_type", String(100)),
    Column("size", BigInteger),
    Column("sha256", String(64)),
    Column("state", String(10), nullable=False),  # waiting · stored · too_big · failed
    Column("attempts", Integer, nullable=False, default=0),
    Column("due_at", Instant),
    Column("at", Instant, nullable=False),
    Index("ix_media_due", "state", "due_at"),
)

media_content = Table(
    "media_content",
    metadata,
    Column("media_id", ID, ForeignKey("media.id", ondelete="CASCADE"), primary_key=True),
    Column("content_sealed", LargeBinary, nullable=False),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", ID, primary_key=True),
    Column("address_key", LargeBinary, nullable=False),  # whose it is, before a contact may exist
    Column("name_sealed", LargeBinary),
    Column("content_type", String(100)),
    Column("content_sealed", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

events = Table(
    "events",
    metadata,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("event", String(30), nullable=False),
    Column("actor", String(40), nullable=False),  # contact, bot, system or a staff id
    Column("contact_id", ID, index=True),
    Column("conversation_id", ID, index=True),
    Column("case_id", ID, index=True),
    Column("data", JSON, nullable=False),  # codes and numbers only, never content
    Index(
        "ix_events_safe_word",
        "conversation_id",
        sqlite_where=text("event = 'safe_word_said'"),
        postgresql_where=text("event = 'safe_word_said'"),
    ),
    sqlite_autoincrement=True,  # a number is never used twice, so a reader's cursor stays true
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", ID, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("bot", String(40), nullable=False),
    Column("update_id", String(64), nullable=False),
    Column("raw_sealed", LargeBinary, nullable=False),
    Column("contact_id", ID),
    Column("state", String(12), nullable=False),  # done · quarantined
    Column("error", String(80)),
    Column("received_at", Instant, nullable=False, index=True),
    UniqueConstraint("channel", "bot", "update_id"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", ID, primary_key=True),
    Column("message_id", ID, ForeignKey("messages.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("conversation_id", ID, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("bot", String(40), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("notice", Boolean, nullable=False),
    Column("safety", Boolean, nullable=False),
    Column("author", String(12), nullable=False),
    Column("staff_id", ID),
    Column("owner_version", Integer, nullable=False),
    Column("state", String(10), nullable=False),  # pending · sending; a finished row is deleted, its message keeps the result
    Column("due_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("claim", String(32)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("created_at", Instant, nullable=False),
    Column("fence", Integer),  # of the sender that claimed it
    Index("ix_outbox_due", "state", "bot", "lane", "due_at"),
    Index("ix_outbox_conversation", "conversation_id", "seq"),
)

paces = Table(
    "paces",
    metadata,
    Column("bot", String(61), primary_key=True),  # channel:bot
    Column("tokens", Float, nullable=False),  # both for older versions beside this one; see `bot.pace`
    Column("refilled_at", Instant, nullable=False),
    Column("blocked_until", Instant),
    Column("poll_offset", BigInteger),
    Column("holder", String(80)),  # the process that sends for this bot
    Column("fence", Integer),  # grows with every change of hands
    Column("held_until", Instant),  # by the database's clock
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", ID, primary_key=True),
    Column("kind", String(20), nullable=False),  # of `storage.tasks.TaskKind`
    Column("inbox_id", ID),
    Column("contact_id", ID),
    Column("case_id", ID),
    Column("staff_id", ID),  # for whom; empty: for everybody at the desk
    Column("conversation_id", ID),
    Column("at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("done_at", Instant),
    Column("done_by", ID),
    Index("ix_tasks_open", "kind", "at", sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")),
)
