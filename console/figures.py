"""Figures: what a manager may know. Counts of the last thirty days; a small count is hidden, for it could point at a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from aiohttp import web

from console.marking import N_
from console.pages import render
from console.premises import premises
from helpline.severity import Severity
from helpline.targets import Targets
from storage import figures, roster
from storage.transaction import Transaction

SINCE = timedelta(days=30)
SMALLEST = 5
"""Counts below five are not shown (the usual rule of official statistics against recognising a person)."""

Span = tuple[datetime, datetime]

TABLES = {"topic": N_("Topic"), "severity": N_("Urgency"), "country": N_("Country"), "status": N_("Status")}


@dataclass(frozen=True)
class Wait:
    """How soon the cases of one severity had a human's first answer: how many, the middle one, how many in time."""

    severity: Severity
    answered: int
    middle: timedelta
    in_time: int | None


def read_figures(tx: Transaction, since: datetime, targets: Targets) -> tuple[dict[str, dict[str, int]], list[Wait]]:
    holidays = roster.holidays_since(tx, since.date()).keys()
    by: dict[Severity, list[Span]] = {}
    for severity, opened_at, answered_at in figures.waits(tx, since):
        by.setdefault(Severity(severity), []).append((opened_at, answered_at))
    waits = [wait_of(s, by[s], targets, holidays) for s in Severity if len(by.get(s, ())) >= SMALLEST]
    return {name: figures.counted(tx, name, since) for name in TABLES}, waits


def wait_of(severity: Severity, spans: Sequence[Span], targets: Targets, holidays: Collection[date]) -> Wait:
    middle = timedelta(seconds=median((end - begin).total_seconds() for begin, end in spans))
    in_time = sum(not targets.is_late(severity, begin, end, holidays) for begin, end in spans)
    return Wait(severity, len(spans), middle, in_time if targets.answers[severity] else None)


def shown(counts: Mapping[str, int]) -> list[tuple[str, int | None]]:
    """The counts, the largest first; None where it is too small to be told."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(value, count if count >= SMALLEST else None) for value, count in ordered]


async def show_figures(request: web.Request) -> web.Response:
    house = premises(request)
    counts, waits = await house.database.read(read_figures, house.clock.now() - SINCE, house.targets)
    tables = {name: shown(found) for name, found in counts.items()}
    return render(request, "figures.html", tables=tables, titles=TABLES, waits=waits, days=SINCE.days, smallest=SMALLEST)
