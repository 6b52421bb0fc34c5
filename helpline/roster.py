"""The roster: who is on duty when, by their own wall clock. Local time exists here and in the check-ins alone.

A shift begins and ends at wall times of its own zone. Where a wall time may mean two instants (the clock is turned), a shift
begins at the earlier and ends at the later, so that between it and the one that follows there is never a hole.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ZONES = (
    "Asia/Jakarta",
    "Asia/Makassar",
    "Asia/Jayapura",
    "Asia/Kuala_Lumpur",
    "Asia/Singapore",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Asia/Riyadh",
    "Asia/Dubai",
    "Asia/Qatar",
    "Asia/Brunei",
    "Europe/Amsterdam",
    "Europe/London",
    "America/New_York",
)
"""Where counsellors work: Indonesia's three zones first (WIB, WITA, WIT)."""


WORKDAYS = "Asia/Jakarta"
"""By whose calendar a working day is counted: the helpline's own."""


class Presence(StrEnum):
    """What a member says of themselves. Who is not HERE is not called first."""

    HERE = "here"
    BREAK = "break"
    IN_A_CASE = "in_a_case"
    MEETING = "meeting"
    AWAY = "away"


@dataclass(frozen=True)
class Shift:
    """A shift that recurs. `weekdays`: 0 for Monday; one that ends at or before its beginning ends on the next day."""

    id: str
    staff_id: str
    zone: str
    weekdays: frozenset[int]
    starts: time
    ends: time
    first_day: date
    last_day: date | None = None
    on_holidays: bool = True


@dataclass(frozen=True)
class Turn:
    """One day's instance of a shift: who has it, from when, until when."""

    shift_id: str
    day: date
    staff_id: str
    begins_at: datetime
    ends_at: datetime


Swaps = Mapping[tuple[str, date], str]
"""By shift and day: who takes it in the place of its owner."""


def turn_on(shift: Shift, day: date, swaps: Swaps, holidays: Collection[date]) -> Turn | None:
    """The shift's instance that begins on this local day; None when there is none."""
    if day.weekday() not in shift.weekdays or day < shift.first_day or (shift.last_day and day > shift.last_day):
        return None
    if day in holidays and not shift.on_holidays:
        return None
    last = day if shift.ends > shift.starts else day + timedelta(days=1)
    who = swaps.get((shift.id, day), shift.staff_id)
    return Turn(shift.id, day, who, min(instants(day, shift.starts, shift.zone)), max(instants(last, shift.ends, shift.zone)))


def instants(day: date, at: time, zone: str) -> tuple[datetime, datetime]:
    """What a wall time may mean: twice the same instant, but for one that the clock shows twice or skips."""
    first, second = (datetime.combine(day, at.replace(fold=fold), ZoneInfo(zone)) for fold in (0, 1))
    return first.astimezone(UTC), second.astimezone(UTC)


def turns_between(
    shifts: Sequence[Shift], begin: datetime, end: datetime, swaps: Swaps, holidays: Collection[date]
) -> list[Turn]:
    """Every turn that touches a span of time, by its beginning."""
    found = []
    for shift in shifts:
        day = begin.astimezone(ZoneInfo(shift.zone)).date() - timedelta(days=1)
        last = end.astimezone(ZoneInfo(shift.zone)).date()
        while day <= last:
            turn = turn_on(shift, day, swaps, holidays)
            if turn and turn.begins_at < end and turn.ends_at > begin:
                found.append(turn)
            day += timedelta(days=1)
    return sorted(found, key=lambda turn: (turn.begins_at, turn.ends_at, turn.staff_id))


def on_duty(shifts: Sequence[Shift], now: datetime, swaps: Swaps, holidays: Collection[date]) -> list[str]:
    """Who is on duty at this instant, each once."""
    turns = turns_between(shifts, now, now + timedelta(microseconds=1), swaps, holidays)
    return list(dict.fromkeys(turn.staff_id for turn in turns if turn.begins_at <= now < turn.ends_at))


def working_days_after(since: datetime, number: int, holidays: Collection[date]) -> datetime:
    """The same wall time, so many working days later: neither Saturdays and Sundays nor holidays count."""
    local = since.astimezone(ZoneInfo(WORKDAYS))
    while number:
        local += timedelta(days=1)
        number -= local.weekday() < 5 and local.date() not in holidays
    return local.astimezone(UTC)
