"""Targets: within which time a human is to answer, and after which waits the staff are called out. The operator may set both."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from helpline.roster import working_days_after
from helpline.severity import Severity

FORM = re.compile(r"([1-9]\d{0,2})([mhd])")
FEWEST_CALLS = 3
"""Who is on duty, then all counsellors, then the supervisors: with fewer calls the supervisors would never be reached."""
LONGEST_WAIT = 7 * 24 * 60


class Unit(StrEnum):
    """What a target is counted in. DAY is a working day: Monday to Friday in Jakarta, and no holiday."""

    MINUTE = "m"
    HOUR = "h"
    DAY = "d"


@dataclass(frozen=True)
class Target:
    """A time to the first human answer."""

    number: int
    unit: Unit

    @property
    def length(self) -> timedelta:
        """Its length without weekends and holidays, by which targets are compared."""
        return (
            self.number
            * {Unit.MINUTE: timedelta(minutes=1), Unit.HOUR: timedelta(hours=1), Unit.DAY: timedelta(days=1)}[self.unit]
        )

    def due(self, since: datetime, holidays: Collection[date] = ()) -> datetime:
        """Until when somebody who waits since then is to be answered."""
        if self.unit is Unit.DAY:
            return working_days_after(since, self.number, holidays)
        return since + self.length


ANSWERS: Mapping[Severity, Target | None] = MappingProxyType(
    {
        Severity.S0: Target(15, Unit.MINUTE),
        Severity.S1: Target(2, Unit.HOUR),
        Severity.S2: Target(1, Unit.DAY),
        Severity.S3: Target(3, Unit.DAY),
        Severity.S4: None,
    }
)
"""Time to the first human answer. S0 and S1 follow the field's 24-hour crisis rule, tightened; counsellors adjust them."""

CALLS: Mapping[Severity, tuple[timedelta, ...]] = MappingProxyType(
    {
        Severity.S0: (timedelta(0), timedelta(minutes=5), timedelta(minutes=15)),
        Severity.S1: (timedelta(0), timedelta(minutes=30), timedelta(hours=2)),
    }
)
"""After how long a wait each call goes out."""


@dataclass(frozen=True)
class Targets:
    """All of them, as one helpline has them."""

    answers: Mapping[Severity, Target | None] = field(default_factory=lambda: ANSWERS)
    calls: Mapping[Severity, tuple[timedelta, ...]] = field(default_factory=lambda: CALLS)

    def is_late(self, severity: Severity, since: datetime, now: datetime, holidays: Collection[date] = ()) -> bool:
        """Whether somebody who waits since then has waited longer than they were to."""
        target = self.answers[severity]
        return target is not None and now > target.due(since, holidays)


UNKNOWN = Severity.S1
"""By whose target a voice note or photo without words waits while a problem is open: nobody knows yet what it tells."""


def waits(severity: Severity, since: datetime, unknown_since: datetime | None) -> list[tuple[Severity, datetime]]:
    """As what and since when somebody waits: for the case itself, and for what came without words."""
    return [(severity, since), *([(UNKNOWN, unknown_since)] if unknown_since else [])]


def read_target(given: str) -> Target:
    """A target as it is written: `15m`, `2h`, `3d`. Raises ValueError."""
    found = FORM.fullmatch(given.strip().lower())
    if found is None:
        raise ValueError("it must be a number with m (minutes), h (hours) or d (working days), such as 2h")
    return Target(int(found[1]), Unit(found[2]))


def read_calls(given: str) -> tuple[timedelta, ...]:
    """The minutes after which each call goes out, as they are written: `0,5,15`. Raises ValueError."""
    parts = given.replace(",", " ").split()
    minutes = [int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) <= len(str(LONGEST_WAIT))]
    grows = minutes == sorted(set(minutes))
    if len(minutes) != len(parts) or len(minutes) < FEWEST_CALLS or not grows or minutes[-1] > LONGEST_WAIT:
        raise ValueError("it must be at least three growing numbers of minutes within a week, such as 0,5,15")
    return tuple(timedelta(minutes=number) for number in minutes)
