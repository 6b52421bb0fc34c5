"""Plans: on which days somebody is asked, counted from a day that matters to them (departure, arrival, return …)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from helpline.checkins.hours import Hours, first_open, opening, safe_day
from helpline.severity import Severity


class PlanKind(StrEnum):
    """What a plan watches over. The value is stored."""

    CANDIDATE = "candidate"
    ABROAD = "abroad"
    CONTRACT_END = "contract_end"
    RETURNED = "returned"
    FAMILY = "family"
    AFTERCARE = "aftercare"
    RECOVERY = "recovery"
    LIFE = "life"
    LESSON = "lesson"


@dataclass(frozen=True)
class Every:
    """Every so many days, up to a day counted like the others; None: for as long as the plan lives."""

    days: int
    until: int | None = None


class Rung(StrEnum):
    """What is done when an answer stays out: a gentle second line, the safe word offered, a human."""

    NUDGE = "nudge"
    WORD = "word"
    HUMAN = "human"


Ladder = tuple[tuple[Rung, timedelta], ...]
"""The rungs in their order, each with how long after the one before (the first: after the question)."""


@dataclass(frozen=True)
class Rhythm:
    """One kind of plan as the organisation has set it down in `content/checkins.yaml`."""

    days: tuple[int, ...]
    then: tuple[Every, ...] = ()
    ladder: Ladder = ()
    severity: Severity = Severity.S2
    """How grave a silence is that reaches a human."""


@dataclass(frozen=True)
class Plan:
    """One contact's plan of one kind. `anchor` is the day that counts as 0, on the contact's own calendar.

    `every`: the contact wishes to be asked every so many days, whatever the rhythm says.
    """

    kind: PlanKind
    anchor: date
    hours: Hours
    every: int | None = None
    paused_until: date | None = None


URGENT = timedelta(hours=12)
"""A ladder that reaches a human within so much time is not held up by a window that is closed."""
LATE = timedelta(hours=36)
"""A question that cannot be asked within so much time after it was due is not asked any more: a human is told."""


def days_from(rhythm: Rhythm, every: int | None, first: int) -> Iterator[int]:
    """The plan's day numbers from `first` on, rising."""
    if every:
        yield from endless(max(first + -first % every, every), every)
        return
    last = 0
    for day in rhythm.days:
        last = day
        if day >= first:
            yield day
    for part in rhythm.then:
        missed = max(0, -(-(first - last) // part.days) - 1)
        day = last + part.days * (missed + 1)
        if part.until is None:
            yield from endless(day, part.days)
            return
        while day <= part.until:
            yield day
            day += part.days
        last += part.days * ((part.until - last) // part.days)


def endless(day: int, step: int) -> Iterator[int]:
    while True:
        yield day
        day += step


def next_due(rhythm: Rhythm, plan: Plan, after: datetime) -> datetime | None:
    """When the next question is due, later than `after`; None when the plan has come to its end.

    A day on which the contact may not be written to moves to the next safe one, and two that meet there are one.
    """
    hours = plan.hours
    first = hours.local(after).date() - timedelta(days=7)
    if plan.paused_until:
        first = max(first, plan.paused_until)
    for number in days_from(rhythm, plan.every, (first - plan.anchor).days):
        due = opening(hours, safe_day(hours, plan.anchor + timedelta(days=number)))
        if due > after:
            return due
    return None


def mended(rhythm: Rhythm, plan: Plan, asks_at: datetime, now: datetime) -> datetime | None:
    """When the question should be due, if the clock or the zone's rules were not what they are now when it was last reckoned.

    What is due sooner than the rhythm says stays (the contact was to be asked again), as long as a window opens then.
    """
    expected = next_due(rhythm, plan, now)
    opens = opening(plan.hours, plan.hours.local(asks_at).date()) == asks_at
    if asks_at <= now or (opens and expected is not None and asks_at <= expected):
        return asks_at
    return expected


def when_to_ask(hours: Hours, due: datetime, now: datetime) -> datetime | None:
    """When a question that was due may be asked: now, in the next window, or None: too late for it to make sense."""
    may_ask = first_open(hours, max(now, due))
    return may_ask if may_ask - due <= LATE else None


def next_rung(ladder: Ladder, done: int, hours: Hours, since: datetime) -> tuple[int, datetime] | None:
    """Which rung comes next, with so many done, and when, counted from `since`; None when there is none left.

    The contact hears only within the window; a human is told at any hour, and where that is urgent no closed window delays it.
    """
    if done >= len(ladder):
        return None
    rung, wait = ladder[done]
    if rung is Rung.HUMAN:
        return done, since + wait
    human = human_after(ladder, done, since)
    opens = first_open(hours, since + wait)
    return human if human and opens >= human[1] and human[1] - since <= URGENT else (done, opens)


def human_after(ladder: Ladder, done: int, since: datetime) -> tuple[int, datetime] | None:
    """The rung that tells a human, and when, if nothing between delays it."""
    waited = since
    for place, (rung, wait) in enumerate(ladder):
        waited += wait if place >= done else timedelta(0)
        if rung is Rung.HUMAN and place >= done:
            return place, waited
    return None
