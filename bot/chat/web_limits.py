"""Limits of the chat page: how much one browser and one network may send, read and hold open, so that none drowns the others."""

from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
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


@dataclass
class Rooms:
    """Room for so many at a time, by key, within one process."""

    most: int
    within: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def enter(self, key: str) -> Iterator[bool]:
        """False: it is full; nobody waits."""
        if self.within[key] >= self.most:
            yield False
            return
        self.within[key] += 1
        try:
            yield True
        finally:
            self.within[key] -= 1
            if not self.within[key]:
                del self.within[key]


class Limits:
    """What one browser (its address) and one network may do. Many share a network: a dormitory, a whole mobile company."""

    def __init__(self) -> None:
        self.posts = Buckets(burst=20, rate=1), Buckets(burst=200, rate=10)
        self.reads = Buckets(burst=120, rate=5), Buckets(burst=1200, rate=100)
        self.waits = Rooms(4), Rooms(400)
        self.uploads = Rooms(2), Rooms(4), Rooms(6)
        """The last one is for all together, since what is being uploaded lies in memory."""

    def may_post(self, address: str, network: str, now: datetime) -> bool:
        one, many = self.posts
        return one.take(address, now) and many.take(network, now)

    def may_read(self, address: str, network: str, now: datetime) -> bool:
        one, many = self.reads
        return one.take(address, now) and many.take(network, now)

    @contextmanager
    def waiting(self, address: str, network: str) -> Iterator[bool]:
        """Room for one request that waits for news."""
        one, many = self.waits
        with one.enter(address) as first, many.enter(network) as second:
            yield first and second

    @contextmanager
    def uploading(self, address: str, network: str) -> Iterator[bool]:
        """Room for one file on its way."""
        one, many, everybody = self.uploads
        with one.enter(address) as first, many.enter(network) as second, everybody.enter("") as third:
            yield first and second and third
