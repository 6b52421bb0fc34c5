"""Figures: what a manager may know. Counts of the last thirty days; a small count is hidden, for it could point at a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from aiohttp import web

from console.marking import N_
from console.pages import render
from console.premises import premises
from helpline.severity import TARGETS, Severity
from storage import figures
from storage.transaction import Transaction

SINCE = timedelta(days=30)
SMALLEST = 5
"""Counts below five are not shown (the usual rule of official statistics against recognising a person)."""

TABLES = {"topic": N_("Topic"), "severity": N_("Urgency"), "country": N_("Country"), "status": N_("Status")}


@dataclass(frozen=True)
class Wait:
    """How soon the cases of one severity had a human's first answer: how many, the middle one, how many in time."""

    severity: Severity
    answered: int
    middle: timedelta
    in_time: int | None


def read_figures(tx: Transaction, since: datetime) -> tuple[dict[str, dict[str, int]], list[Wait]]:
    return {name: figures.counted(tx, name, since) for name in TABLES}, waits_of(figures.waits(tx, since))


def waits_of(found: Sequence[tuple[str, float]]) -> list[Wait]:
    by: dict[Severity, list[float]] = {}
    for severity, seconds in found:
        by.setdefault(Severity(severity), []).append(seconds)
    return [wait_of(severity, by[severity]) for severity in Severity if len(by.get(severity, ())) >= SMALLEST]


def wait_of(severity: Severity, seconds: Sequence[float]) -> Wait:
    target = TARGETS[severity]
    in_time = sum(s <= target.total_seconds() for s in seconds) if target else None
    return Wait(severity, len(seconds), timedelta(seconds=median(seconds)), in_time)


def shown(counts: Mapping[str, int]) -> list[tuple[str, int | None]]:
    """The counts, the largest first; None where it is too small to be told."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(value, count if count >= SMALLEST else None) for value, count in ordered]


async def show_figures(request: web.Request) -> web.Response:
    house = premises(request)
    counts, waits = await house.database.read(read_figures, house.clock.now() - SINCE)
    tables = {name: shown(found) for name, found in counts.items()}
    return render(request, "figures.html", tables=tables, titles=TABLES, waits=waits, days=SINCE.days, smallest=SMALLEST)
