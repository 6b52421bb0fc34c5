"""The door through which time, ids and chance come in, so that three days of a story run in a millisecond."""

from datetime import datetime
from hashlib import sha256
from typing import Protocol


class Clock(Protocol):
    """What the rest of the house asks instead of the machine. The real one is `suluh.clock.SystemClock`."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def new_id(self) -> str:
        """A new id of 32 lower-case hexadecimal digits. Ids made later sort later; 74 bits of each are chance."""
        ...

    def secret(self, size: int = 32) -> str:
        """A new URL-safe secret made of `size` random bytes, for keys, tokens and invitations."""
        ...


def chance(clock: Clock) -> int:
    """A random whole number of 64 bits, drawn through the clock so that a story can be told twice alike."""
    return int.from_bytes(key_of_chance(clock)[:8], "big")


def key_of_chance(clock: Clock) -> bytes:
    """A random key of 32 bytes."""
    return sha256(clock.secret(32).encode()).digest()
