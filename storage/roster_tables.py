"""Roster tables: shifts, swaps, holidays, and what members say of their presence."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, String, Table, Time, UniqueConstraint

from storage.columns import ID, Instant, metadata


def of_a_member() -> Column[str]:
    return Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True)


shifts = Table(
    "shifts",
    metadata,
    Column("id", ID, primary_key=True),
    of_a_member(),
    Column("zone", String(40), nullable=False),
    Column("weekdays", String(7), nullable=False),  # digits, 0 for Monday
    Column("starts", Time, nullable=False),  # wall time of the zone
    Column("ends", Time, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date),
    Column("on_holidays", Boolean, nullable=False),
)

swaps = Table(
    "swaps",
    metadata,
    Column("id", ID, primary_key=True),
    Column("shift_id", ID, ForeignKey("shifts.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    of_a_member(),
    Column("accepted_at", Instant),  # empty: asked, and the owner has the shift still
    UniqueConstraint("shift_id", "day"),
)

holidays = Table("holidays", metadata, Column("day", Date, primary_key=True), Column("name", String(60), nullable=False))

presences = Table(
    "presences",
    metadata,
    Column("staff_id", ID, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("at", Instant, nullable=False),
)
