"""Sender: this process's part in sending for one bot. One process at a time sends; the others stand by to take it up."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from storage import senders
from storage.database import Database, StoreAway

LENGTH = timedelta(seconds=8)
"""How long a sender may be silent: with the pause below, another sends within ten seconds of a death."""
PAUSE = 2.0
"""Seconds between two renewals, and between two looks of those who stand by."""
LOOK_BACK = timedelta(seconds=1)

log = structlog.get_logger()


def nobody_is_dead(_name: str) -> bool:
    """Where nothing is known of other processes, every lease is waited for."""
    return False


class Sender:
    """The lease on sending for one bot: `fence` is what every write must carry, None while another process sends."""

    def __init__(
        self, database: Database, channel: str, bot: str, me: str, is_dead: Callable[[str], bool] = nobody_is_dead
    ) -> None:
        self.database = database
        self.where = (channel, bot)
        self.me = me
        self.is_dead = is_dead
        self.fence: int | None = None
        self.held = asyncio.Event()
        self.looked_back: tuple[int | None, datetime] | None = None

    async def keep(self) -> None:
        """Take the lease and renew it until cancelled; stand by while another has it."""
        while True:
            with contextlib.suppress(StoreAway):  # the fence is asked for at every write, so an old one does no harm
                await self.take()
            await (asyncio.sleep(PAUSE) if self.fence else self.database.wait("senders", PAUSE))

    async def take(self) -> int | None:
        fence = await self.database.write(senders.take, *self.where, self.me, LENGTH, self.is_dead)
        if fence != self.fence:
            log.info("sender_changed", channel=self.where[0], bot=self.where[1], mine=fence is not None)
        self.fence = fence
        self.held.set() if fence else self.held.clear()
        return fence

    def looks_back(self, now: datetime) -> bool:
        """Whether what an earlier sender left behind is to be looked for: at first under each fence, then every second."""
        fence, at = self.looked_back or (None, now)
        return fence is None or fence != self.fence or abs(now - at) >= LOOK_BACK

    def has_looked(self, now: datetime, found: bool) -> None:
        """Where something was found, more may be."""
        self.looked_back = None if found else (self.fence, now)

    def lose(self) -> None:
        """A write was refused: another process sends now."""
        self.fence = None
        self.held.clear()

    async def release(self) -> None:
        """Let another begin at once. While the database is away the lease ends by itself."""
        fence, self.fence = self.fence, None
        self.held.clear()
        if fence:
            with contextlib.suppress(StoreAway):
                await self.database.write(senders.release, *self.where, fence)
