"""Opening: the hours of an office by its own clock, whether it is open by them, and when that changes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPAN = re.compile(rf"({'|'.join(DAYS)})(?:-({'|'.join(DAYS)}))? (\d\d:\d\d)-(\d\d:\d\d)")
CLOSED = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
FURTHEST = 21
"""Days within which an office opens again, if it has hours at all."""


@dataclass(frozen=True)
class Span:
    """The same hours on each day from `first` to `last` (0: Monday). Nothing lasts beyond midnight."""

    first: int
    last: int
    begins: time
    ends: time

    def __post_init__(self) -> None:
        if self.first > self.last or self.begins >= self.ends:
            raise ValueError("opening hours begin before they end")

    @classmethod
    def read(cls, text: str) -> "Span":
        """From the form in which it stands in the file, such as `mon-fri 09:00-17:00`. Raises ValueError."""
        found = SPAN.fullmatch(text.strip())
        if found is None:
            raise ValueError("opening hours are written like this: mon-fri 09:00-17:00, sat 09:00-12:00")
        first, last, begins, ends = found.groups()
        return cls(DAYS.index(first), DAYS.index(last or first), time.fromisoformat(begins), time.fromisoformat(ends))


@dataclass(frozen=True)
class Opening:
    """When an office is open by its own clock; on the days of `closed` (month and day, such as `12-29`) it is not.

    Feasts that move are not known here: whoever says that it is open now says that a feast may change it.
    """

    spans: tuple[Span, ...]
    zone: ZoneInfo
    closed: frozenset[str] = frozenset()

    @classmethod
    def read(cls, spans: str, zone: str | None, closed: str | None = None) -> "Opening":
        """From the form in which it stands in the file. Raises ValueError."""
        if not zone or "/" not in zone:
            raise ValueError("opening hours need the time zone of the office, such as Asia/Seoul")
        days = (closed or "").replace(",", " ").split()
        if not all(CLOSED.fullmatch(day) for day in days):
            raise ValueError("closed days are written like this: 12-29, 01-01")
        read = tuple(Span.read(span) for span in spans.split(","))
        try:
            return cls(read, ZoneInfo(zone), frozenset(days))
        except (KeyError, OSError, ValueError):
            raise ValueError("there is no such time zone") from None

    def open_until(self, now: datetime) -> datetime | None:
        """When it closes, if it is open now."""
        return next((ends for begins, ends in self.around(now) if begins <= now < ends), None)

    def opens_at(self, now: datetime) -> datetime | None:
        """When it opens next; None only where it never does within three weeks."""
        return min((begins for begins, _ends in self.around(now) if begins > now), default=None)

    def around(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """From when to when it is open, from yesterday on, as instants."""
        today = now.astimezone(self.zone).date()
        for number in range(-1, FURTHEST):
            day = today + timedelta(days=number)
            if f"{day:%m-%d}" not in self.closed:
                yield from (self.on(day, span) for span in self.spans if span.first <= day.weekday() <= span.last)

    def on(self, day: date, span: Span) -> tuple[datetime, datetime]:
        begins, ends = (datetime.combine(day, at, self.zone).astimezone(UTC) for at in (span.begins, span.ends))
        return begins, ends
