"""Passphrases: hashed and verified with Argon2, one at a time, in a thread beside the pages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from helpline.errors import HelplineError

SHORTEST = 15
LONGEST = 500
QUEUE = 30
"""How many may stand before the one slot; a flood of attempts is refused rather than kept in memory."""


class TooManyAtOnce(HelplineError):
    """Many people are signing in at this moment. Please try again in a minute."""


class Passphrases:
    """The one slot: each hash takes 64 MiB and a processor for a while, so two never run beside each other."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self.hasher = hasher or PasswordHasher()
        self.slot = asyncio.Lock()
        self.standing = 0
        self.decoy: str | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Hold the slot. Raises TooManyAtOnce when too many stand before it."""
        if self.standing >= QUEUE:
            raise TooManyAtOnce
        self.standing += 1
        try:
            async with self.slot:
                yield
        finally:
            self.standing -= 1

    async def hash(self, passphrase: str) -> str:
        """The hash to keep."""
        async with self.turn():
            return await asyncio.to_thread(self.hasher.hash, passphrase)

    async def matches(self, kept: str | None, passphrase: str) -> bool:
        """Whether the passphrase is right; called within `turn`. For nobody (None) it takes just as long, and is wrong."""
        return await asyncio.to_thread(self.verify, kept, passphrase)

    def verify(self, kept: str | None, passphrase: str) -> bool:
        if self.decoy is None:
            self.decoy = self.hasher.hash("nobody has this passphrase")
        try:
            return self.hasher.verify(kept or self.decoy, passphrase) and kept is not None
        except (VerificationError, InvalidHashError):
            return False
