"""Today's check-ins: what is due, answered and missed, by country and by hour; who did not answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from console.pages import render
from console.premises import premises
from console.visit import visit_of
from helpline.roster import ZONES
from storage import access, check_in_counts
from storage.check_in_counts import Counts, Missed
from storage.transaction import Transaction

COLUMNS = {
    "due": ("due",),
    "asked": ("asked",),
    "answered": ("answered",),
    "missed": ("missed", "late", "unreachable"),
    "else": ("with_human", "merged", "called_off"),
}
"""Which states stand together in one column."""


@dataclass(frozen=True)
class Today:
    """One day by a wall clock."""

    countries: Sequence[tuple[str, dict[str, int]]]
    hours: Sequence[dict[str, int]]
    missed: Sequence[Missed]

    @property
    def busiest(self) -> int:
        return max((sum(counts.values()) for counts in self.hours), default=0)


def read_day(tx: Transaction, me: str, day: date, zone: str) -> Today:
    """The day as this member may see it."""
    unseen = access.unseen_by(tx, me)
    begin, end = (datetime.combine(d, time(), ZoneInfo(zone)).astimezone(UTC) for d in (day, day + timedelta(days=1)))
    length = round((end - begin) / timedelta(hours=1))
    hours = [in_columns(counts) for counts in check_in_counts.by_hour(tx, begin, length, unseen)]
    countries = ordered(check_in_counts.by_country(tx, begin, end, unseen))
    return Today(countries, hours, check_in_counts.missed(tx, begin, end, unseen))


def in_columns(counts: dict[str, int]) -> dict[str, int]:
    return {column: sum(counts.get(state, 0) for state in states) for column, states in COLUMNS.items()}


def ordered(counts: Counts) -> list[tuple[str, dict[str, int]]]:
    """The countries, the one with the most silence first."""
    rows = [(country, in_columns(found)) for country, found in counts.items()]
    return sorted(rows, key=lambda row: (-row[1]["missed"], -sum(row[1].values()), row[0]))


async def show_today(request: web.Request) -> web.Response:
    """A day in the zone that the address asks for: today in Jakarta, where it asks for nothing it can give."""
    house = premises(request)
    zone = request.query.get("zone", "")
    zone = zone if zone in ZONES else ZONES[0]
    today = house.clock.now().astimezone(ZoneInfo(zone)).date()
    try:
        day = date.fromisoformat(request.query.get("day", ""))
    except ValueError:
        day = today
    found = await house.database.read(read_day, visit_of(request).staff.id, day, zone)
    return render(
        request, "check_ins_today.html", found=found, day=day, today=today, zone=zone, zones=ZONES, columns=list(COLUMNS)
    )
