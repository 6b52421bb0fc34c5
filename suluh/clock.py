"""The machine's own clock, ids and chance, behind the door of `helpline.clock`."""

import secrets
import time
from datetime import UTC, datetime

CHANCE_BITS = 74


class SystemClock:
    """What runs in production."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def new_id(self) -> str:
        """A UUID of version 7 (RFC 9562) without dashes: 48 bits of milliseconds, then chance."""
        chance = secrets.randbits(CHANCE_BITS)
        high = (time.time_ns() // 1_000_000) << 80
        number = high | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & ((1 << 62) - 1)
        return f"{number:032x}"

    def secret(self, size: int = 32) -> str:
        return secrets.token_urlsafe(size)
