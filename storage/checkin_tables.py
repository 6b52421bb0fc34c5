"""Check-in tables: one row for each plan, one for each question that was asked, and who may be told of a silence."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Time, UniqueConstraint, text

from storage.columns import ID, Instant, metadata


def of_a_contact() -> Column[str]:
    return Column("contact_id", ID, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False)


def of_a_conversation() -> Column[str]:
    return Column("conversation_id", ID, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False)


check_in_plans = Table(
    "check_in_plans",
    metadata,
    Column("id", ID, primary_key=True),
    of_a_contact(),
    of_a_conversation(),
    Column("kind", String(12), nullable=False),
    Column("anchor", Date, nullable=False),  # the day that counts as 0, on the contact's own calendar
    Column("zone", String(40), nullable=False),
    Column("hour", Time, nullable=False),  # wall time at which the window opens
    Column("weekdays", String(7), nullable=False),  # digits, 0 for Monday
    Column("minutes", Integer, nullable=False),  # how long the window stays open
    Column("every", Integer),  # days, where the contact wishes another rhythm than the kind's own
    Column("paused_until", Date),
    Column("state", String(8), nullable=False),  # active · paused · stopped · ended
    Column("look_at", Instant),  # when there is something to do: ask, or climb a rung; empty: never
    Column("asks_at", Instant),  # when the next question is due by the plan
    Column("open_check_in", ID),  # the question that waits for an answer
    Column("rungs", Integer, nullable=False),  # how many of the ladder's rungs it has climbed
    Column("asked", Integer, nullable=False),  # how many questions were asked so far
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("contact_id", "kind"),
    Index(
        "ix_check_in_plans_look_at",
        "look_at",
        sqlite_where=text("look_at IS NOT NULL"),
        postgresql_where=text("look_at IS NOT NULL"),
    ),
    Index("ix_check_in_plans_conversation_id", "conversation_id"),
)

check_ins = Table(
    "check_ins",
    metadata,
    Column("id", ID, primary_key=True),
    Column("plan_id", ID, ForeignKey("check_in_plans.id", ondelete="CASCADE"), nullable=False),
    of_a_contact(),
    Column("kind", String(12), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(12), nullable=False),  # asked · answered · missed · late · with_human · merged · unreachable
    Column("asked_at", Instant),
    Column("ended_at", Instant),
    Column("answers_sealed", LargeBinary),  # JSON
    UniqueConstraint("plan_id", "due_at"),
    Index("ix_check_ins_contact_id", "contact_id", "due_at"),
    Index("ix_check_ins_due_at", "due_at"),
)

trusted_people = Table(
    "trusted_people",
    metadata,
    Column("id", ID, primary_key=True),
    of_a_contact(),  # who trusts
    Column(
        "relative_id", ID, ForeignKey("contacts.id", ondelete="CASCADE"), index=True
    ),  # who is trusted; empty until the code is used
    Column("code_key", LargeBinary, nullable=False, unique=True),  # keyed hash of the code
    Column("may_be_told", Boolean, nullable=False),  # that the contact did not answer, and nothing else
    Column("at_once", Boolean, nullable=False),  # without a counsellor's go
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("linked_at", Instant),
    Column("ended_at", Instant),
    Column("tell_at", Instant, index=True),  # the relative is to be told of a silence; empty when it was said or need not be
    Column("told_at", Instant),
    Index("ix_trusted_people_contact_id", "contact_id"),
)

screenings = Table(
    "screenings",
    metadata,
    Column("id", ID, primary_key=True),
    of_a_contact(),
    Column("screener", String(10), nullable=False),
    Column("answers_sealed", LargeBinary, nullable=False),  # JSON: score, unanswered, answers
    Column("at", Instant, nullable=False),
    Index("ix_screenings_contact_id", "contact_id", "at"),
)
