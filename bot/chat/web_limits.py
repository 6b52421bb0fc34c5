"""Limits of the chat page: how much one browser and one network address may send, so that nobody can drown the others."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

KEPT = 20_000
"""Buckets kept in memory; the ones longest unused are let go."""


@dataclass
class Buckets:
    """Token buckets by key: `burst` at once, `rate` a second after that. They count within one process."""

    burst: float
    rate: float
    tokens: OrderedDict[str, tuple[float, datetime]] = field(default_factory=OrderedDict)

    def take(self, key: str, now: datetime) -> bool:
        """Take one token. False: none is left at this moment."""
        left, at = self.tokens.pop(key, (self.burst, now))
        left = min(self.burst, left + self.rate * max(0.0, (now - at).total_seconds()))
        allowed = left >= 1
        self.tokens[key] = (left - 1 if allowed else left, now)
        while len(self.tokens) > KEPT:
            self.tokens.popitem(last=False)
        return allowed
