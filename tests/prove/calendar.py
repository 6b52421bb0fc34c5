"""Calendar: made-up plans in every zone against an oracle that reckons windows another way: none missed, doubled, or outside.

The oracle knows a zone as spans of constant offset, found by looking at every hour of 2024 to 2030, and never asks for a fold.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from helpline.checkins.hours import EVERY_DAY, Hours, first_open, is_open
from helpline.checkins.plan import Every, Plan, PlanKind, Rhythm, next_due
from tests.prove.ground import Ground, Outcome

BEGIN, END = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)

Span = tuple[datetime, datetime, timedelta]


@cache
def spans(zone: str) -> tuple[Span, ...]:
    """The zone's offsets between 2024 and 2030, each with the instants between which it holds."""
    info, found, since = ZoneInfo(zone), [], BEGIN
    offset = since.astimezone(info).utcoffset()
    instant = BEGIN
    while instant < END:
        following = instant + HOUR
        if following.astimezone(info).utcoffset() != offset:
            turn = next(
                instant + MINUTE * n for n in range(1, 61) if (instant + MINUTE * n).astimezone(info).utcoffset() != offset
            )
            found.append((since, turn, offset))
            since, offset = turn, turn.astimezone(info).utcoffset()
        instant = following
    return (*found, (since, END, offset))  # type: ignore[return-value]


def opens(zone: str, day: date, at: time) -> datetime | None:
    """The first instant whose clock shows this day and hour or later."""
    wall = datetime.combine(day, at, UTC)
    for begin, end, offset in spans(zone):
        instant = max(begin, wall - offset)
        if instant < end:
            return instant
    return None


@dataclass
class Verdict:
    """What the plans came to."""

    plans: int = 0
    zones: set[str] = field(default_factory=set)
    questions: int = 0
    missed: int = 0
    doubled: int = 0
    outside: int = 0

    @property
    def faults(self) -> list[str]:
        return [f"{name}: {count}" for name in ("missed", "doubled", "outside") if (count := getattr(self, name))]

    def __str__(self) -> str:
        told = f"{self.plans} plans in {len(self.zones)} zones, {self.questions} questions"
        return f"{told}: {self.missed} missed, {self.doubled} doubled, {self.outside} outside the window"


async def prove(ground: Ground) -> Outcome:
    """So many plans; a smoke looks at a few zones only."""
    verdict = campaign(ground.of(40, 5_000, 100_000), ground.seed, zones=ground.of(6, None, None))
    return Outcome(str(verdict), verdict.faults)


def campaign(plans: int, seed: int, zones: int | None = None, told: Callable[[int], None] = lambda _done: None) -> Verdict:
    """So many plans, in all zones or in some of them."""
    dice, verdict = random.Random(seed), Verdict()
    names = sorted(available_timezones())
    names = dice.sample(names, zones) if zones else names
    for number in range(plans):
        try_one(dice, names[number % len(names)], verdict)
        told(number + 1)
    return verdict


def try_one(dice: random.Random, zone: str, verdict: Verdict) -> None:
    """One plan, run as the service runs it, beside what the oracle expects."""
    weekdays = EVERY_DAY if dice.random() < 0.4 else frozenset(dice.sample(range(7), dice.randint(1, 6)))
    hours = Hours(zone, time(dice.randrange(24), dice.choice((0, 0, 15, 30, 45))), weekdays)
    anchor = date(2024, 2, 1) + DAY * dice.randrange(2000)
    every = dice.choice((None, None, 7, 14, 30))
    plan, rhythm = Plan(PlanKind.ABROAD, anchor, hours, every), a_rhythm(dice)
    start = opens(zone, anchor, time()) or BEGIN
    start += MINUTE * dice.randrange(-40_000, 3000)
    limit = min(start + DAY * dice.choice((60, 200, 500)), END - DAY * 9)
    asked, after = [], start
    while (due := next_due(rhythm, plan, after)) is not None and due < limit:
        asked.append(due)
        after = due
    expected = [due for due in expected_of(rhythm, plan) if start < due < limit]
    verdict.plans += 1
    verdict.zones.add(zone)
    verdict.questions += len(asked)
    verdict.missed += len(set(expected) - set(asked))
    verdict.doubled += len(asked) - len(set(asked))
    late = [due + MINUTE * dice.randrange(120) for due in asked]
    verdict.outside += len(set(asked) - set(expected)) + sum(not is_open(hours, first_open(hours, at)) for at in late)


def a_rhythm(dice: random.Random) -> Rhythm:
    days = tuple(sorted(dice.sample(range(-60, 120), dice.randint(1, 9))))
    until = days[-1] + dice.randint(20, 300)
    return Rhythm(days, (Every(dice.randint(5, 40), until), Every(91)) if dice.random() < 0.7 else ())


def expected_of(rhythm: Rhythm, plan: Plan) -> list[datetime]:
    """Every opening of every day that the plan means, day by day."""
    found = []
    for number in range(-70, 2600):
        if is_meant(rhythm, plan.every, number):
            day = plan.anchor + DAY * number
            while day.weekday() not in plan.hours.weekdays:
                day += DAY
            due = opens(plan.hours.zone, day, plan.hours.at)
            found += [due] if due else []
    return sorted(set(found))


def is_meant(rhythm: Rhythm, every: int | None, number: int) -> bool:
    if every:
        return number > 0 and number % every == 0
    if number in rhythm.days:
        return True
    last = rhythm.days[-1]
    for part in rhythm.then:
        if last < number and (part.until is None or number <= part.until) and (number - last) % part.days == 0:
            return True
        if part.until is not None:
            last += (part.until - last) // part.days * part.days
            if number <= last:
                return False
    return False
