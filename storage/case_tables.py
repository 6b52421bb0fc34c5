"""Case tables: what belongs to the work on a case besides the conversation. What was told or written is sealed."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table

from storage.columns import ID, Instant, metadata


def of_a_case() -> Column[str]:
    return Column("case_id", ID, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True)


def by_a_member() -> Column[str]:
    return Column("staff_id", ID, ForeignKey("staff.id"), nullable=False)


case_people = Table(
    "case_people",
    metadata,
    Column("id", ID, primary_key=True),
    of_a_case(),
    Column("relation", String(12), nullable=False),
    Column("details_sealed", LargeBinary, nullable=False),  # JSON: name, reach
    Column("name_key", LargeBinary, index=True),  # keyed hash of an employer's or agency's name, to find related cases
    Column("may_know", String(12), nullable=False),
    by_a_member(),
    Column("at", Instant, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("id", ID, primary_key=True),
    of_a_case(),
    Column("recipient_sealed", LargeBinary, nullable=False),
    Column("scopes", String(60), nullable=False),  # codes with commas between
    Column("how", String(10), nullable=False),
    by_a_member(),
    Column("at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
)

referrals = Table(
    "referrals",
    metadata,
    Column("id", ID, primary_key=True),
    of_a_case(),
    Column("entry_id", String(60), nullable=False),  # of the directory
    Column("organisation", String(200), nullable=False),  # its name on that day
    Column("reason_sealed", LargeBinary),  # why it went without consent
    Column("follow_up_at", Instant),  # when to remind; empty when it is settled or was reminded
    Index("ix_referrals_follow_up", "follow_up_at"),
)

referral_steps = Table(
    "referral_steps",
    metadata,
    Column("id", ID, primary_key=True),
    Column("referral_id", ID, ForeignKey("referrals.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("state", String(10), nullable=False),
    by_a_member(),
    Column("at", Instant, nullable=False),
)

plan_items = Table(
    "plan_items",
    metadata,
    Column("id", ID, primary_key=True),
    of_a_case(),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("due_at", Instant),
    Column("remind_at", Instant, index=True),  # empty when it is done or was reminded
    Column("done_at", Instant),
    by_a_member(),
    Column("at", Instant, nullable=False),
)

case_files = Table(
    "case_files",
    metadata,
    Column("id", ID, primary_key=True),
    of_a_case(),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("content_sealed", LargeBinary, nullable=False),
    Column("content_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    by_a_member(),
    Column("at", Instant, nullable=False),
)
