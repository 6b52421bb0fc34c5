"""Staff tables: who works here, how they sign in, and how they are called when somebody waits."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table

from storage.columns import ID, Instant, metadata

staff = Table(
    "staff",
    metadata,
    Column("id", ID, primary_key=True),
    Column("login_key", LargeBinary, nullable=False, unique=True),  # keyed hash of the sign-in name
    Column("login_sealed", LargeBinary, nullable=False),
    Column("name_sealed", LargeBinary, nullable=False),  # the name shown to contacts and colleagues
    Column("role", String(20), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("language", String(8), nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("created_at", Instant, nullable=False),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("role", String(20), nullable=False),
    Column("invited_by", ID, ForeignKey("staff.id")),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("login_key", LargeBinary, nullable=False),  # of a wrong code: keyed hash of the member's id
    Column("origin_key", LargeBinary, nullable=False),  # keyed hash of the network address; of a wrong code: empty
    Column("at", Instant, nullable=False, index=True),
)

staff_phones = Table(
    "staff_phones",
    metadata,
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("code_hash", LargeBinary, unique=True),  # keyed hash of the code that links an account, until it is used
    Column("code_until", Instant),
    Column("channel", String(20)),
    Column("bot", String(40)),
    Column("address_sealed", LargeBinary),
    Column("linked_at", Instant),
)

second_factors = Table(
    "second_factors",
    metadata,
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("secret_sealed", LargeBinary, nullable=False),
    Column("last_step", BigInteger, nullable=False),  # the half minute of the last code that was used: none is used twice
    Column("confirmed_at", Instant),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),  # keyed hash
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("used_at", Instant),
)

passkeys = Table(
    "passkeys",
    metadata,
    Column("id", ID, primary_key=True),
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("credential_id", LargeBinary, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Column("used_at", Instant),
)

half_sign_ins = Table(
    "half_sign_ins",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE")),  # empty: a passkey will say who it is
    Column("challenge", LargeBinary, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

push_subscriptions = Table(
    "push_subscriptions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("endpoint_key", LargeBinary, nullable=False, unique=True),  # keyed hash
    Column("endpoint_sealed", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("id", ID, primary_key=True),
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("case_id", ID, ForeignKey("cases.id", ondelete="CASCADE")),
    Column("kind", String(10), nullable=False),  # waiting · linked
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
)
