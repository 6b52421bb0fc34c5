"""Typing: shows a contact «typing …» while their counsellor writes."""

import asyncio

from bot.channels import Channels
from helpline.clock import Clock
from storage import signs
from storage.database import Database, StoreAway

EVERY = 4.0
"""Seconds: Telegram shows the sign for five (core.telegram.org/bots/api#sendchataction)."""
AWAY = 1.0


class TypingSign:
    """Looks when somebody begins to write, and again until they stop."""

    def __init__(self, database: Database, clock: Clock, channels: Channels) -> None:
        self.database = database
        self.clock = clock
        self.channels = channels

    async def run(self) -> None:
        """Show it until cancelled. It is a courtesy: whatever goes wrong is left at that."""
        while True:
            try:
                shown = await self.show_once()
            except StoreAway:
                await asyncio.sleep(AWAY)
                continue
            if shown:
                await asyncio.sleep(EVERY)
            else:
                await self.database.wait("typing", EVERY)

    async def show_once(self) -> int:
        """Show it to everybody who is written to now; how many."""
        found = await self.database.read(signs.typing_to, self.clock.now())
        here = [typing for typing in found if (typing.channel, typing.bot) in self.channels]
        shown = (self.channels[(typing.channel, typing.bot)].show_typing(typing.address) for typing in here)
        await asyncio.gather(*shown, return_exceptions=True)
        return len(here)
