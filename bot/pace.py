"""Pace: how many messages a second a bot sends, so that Telegram never stops it: a stopped bot is silent in a crisis too."""

from time import monotonic

BURST = 6
"""What part of a second's messages may go at one instant."""


class Pace:
    """A bucket that begins empty: within no second go more than `rate`, whoever sent before.

    What must not wait goes all the same; it is spent here too, so that the others wait for it. A message counts as one also where
    it goes in parts, or with a picture; where Telegram minds, it says how long to wait (`storage.senders.block`).
    """

    def __init__(self, rate: float) -> None:
        self.most = max(1.0, rate / BURST)
        self.refill = rate - self.most
        self.held, self.at = 0.0, monotonic()

    def fill(self) -> float:
        now = monotonic()
        self.held, self.at = min(self.most, self.held + (now - self.at) * self.refill), now
        return self.held

    @property
    def left(self) -> int:
        """How many may go now."""
        return max(0, int(self.fill()))

    @property
    def wait(self) -> float:
        """Seconds until one may go."""
        return max(0.0, 1 - self.fill()) / self.refill

    def spend(self, count: int) -> None:
        self.held = self.fill() - count
