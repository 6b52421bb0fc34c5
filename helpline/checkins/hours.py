"""Hours: the safe window in which a contact may be written to, by their own wall clock, as instants.

A window opens at the first instant of a local day whose clock shows its hour or later, so a day whose clock is turned has its
window too: an hour that is skipped opens at the end of the gap, one that comes twice at the first of the two.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))
WINDOW = timedelta(hours=2)
"""How long after its hour a contact may still be written to, unless they wish otherwise."""


@dataclass(frozen=True)
class Hours:
    """When it is safe to write: at which hour, in which zone, on which days (0 for Monday), for how long."""

    zone: str
    at: time = time(19)
    weekdays: frozenset[int] = EVERY_DAY
    lasts: timedelta = WINDOW

    def local(self, instant: datetime) -> datetime:
        """The instant on the contact's wall clock."""
        return instant.astimezone(ZoneInfo(self.zone))


def local_day(zone: str, instant: datetime) -> date:
    """The day on the calendar of that zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def opening(hours: Hours, day: date) -> datetime:
    """When the window of this local day opens."""
    wall = datetime.combine(day, hours.at)
    zone = ZoneInfo(hours.zone)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first if first <= second else end_of_gap(zone, second, first, wall)


def end_of_gap(zone: ZoneInfo, before: datetime, after: datetime, wall: datetime) -> datetime:
    """The first whole minute after `before` at which the clock shows `wall` or later; by `after` it does."""
    low, high = 0, int((after - before) / timedelta(minutes=1))
    while high - low > 1:
        middle = (low + high) // 2
        shown = (before + timedelta(minutes=middle)).astimezone(zone).replace(tzinfo=None)
        low, high = (low, middle) if shown >= wall else (middle, high)
    return before + timedelta(minutes=high)


def safe_day(hours: Hours, day: date) -> date:
    """This day, or the first after it on which the contact may be written to."""
    return next(day + timedelta(days=n) for n in range(7) if (day + timedelta(days=n)).weekday() in hours.weekdays)


def is_open(hours: Hours, instant: datetime) -> bool:
    """Whether a window is open; one that opened before midnight may still be."""
    today = hours.local(instant).date()
    return any(
        day.weekday() in hours.weekdays and opening(hours, day) <= instant < opening(hours, day) + hours.lasts
        for day in (today, today - timedelta(days=1))
    )


def first_open(hours: Hours, instant: datetime) -> datetime:
    """This instant when a window is open, else when the next one opens."""
    return instant if is_open(hours, instant) else next_opening(hours, instant)


def next_opening(hours: Hours, instant: datetime) -> datetime:
    """When the next window opens, at this instant or later."""
    day = hours.local(instant).date()
    while (opens := opening(hours, safe_day(hours, day))) < instant:
        day += timedelta(days=1)
    return opens
