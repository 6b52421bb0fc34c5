"""A clock that stands still until it is told to move, with ids and secrets that come in order."""

from datetime import UTC, datetime, timedelta

from suluh.clock import SystemClock


class FrozenClock:
    """Time, ids and chance of a test: nothing moves by itself, nothing is random."""

    def __init__(self, start: datetime = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)) -> None:
        self.time = start
        self.count = 0

    def now(self) -> datetime:
        return self.time

    def tick(self, by: timedelta) -> None:
        self.time += by

    def new_id(self) -> str:
        self.count += 1
        return f"{self.count:032x}"

    def secret(self, size: int = 32) -> str:
        self.count += 1
        return f"{self.count:0{size * 2}x}"


class HurryingClock(SystemClock):
    """The machine's clock, ten times as fast: a chat's second between two messages passes in a blink.

    Not faster: what holds for fifteen minutes (a code, a choice) must outlast what a test waits for on a crowded machine.
    """

    SPEED = 10

    def __init__(self) -> None:
        self.began = super().now()

    def now(self) -> datetime:
        return self.began + (super().now() - self.began) * self.SPEED
