"""A helpline in one test: turns, postman and fetcher over a real database, with the channels that the test names."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache

from bot.calling import Caller
from bot.channels import Channel, by_key
from bot.house import House
from bot.media import MediaFetcher
from bot.outbox import Postman
from bot.schedule import Schedule
from bot.second_desk import Carrier
from bot.turns import Turns
from console.second_desk import PhoneDesk
from content import Content, load
from helpline.permissions import Role
from helpline.updates import Update
from storage.database import Database
from suluh.clock import SystemClock
from tests.clock import FrozenClock


@cache
def contents() -> Content:
    return load()


@cache
def furnished() -> House:
    return House.furnished(content=contents())


def a_house() -> House:
    """A house with a shelf of its own, as each process has one."""
    return House.furnished(furnished().wording, contents())


@dataclass
class Helpline:
    """What a test drives by hand: nothing runs by itself unless `running` is entered."""

    database: Database
    clock: FrozenClock | SystemClock
    turns: Turns
    postman: Postman
    fetcher: MediaFetcher
    schedule: Schedule
    caller: Caller
    carrier: Carrier

    @classmethod
    def of(
        cls,
        database: Database,
        clock: FrozenClock | SystemClock,
        *channels: Channel,
        roles: frozenset[Role] = frozenset(),
        house: House | None = None,
    ) -> "Helpline":
        known, house = by_key(*channels), house or furnished()
        desk = PhoneDesk(clock, house.wording, roles)
        return cls(
            database,
            clock,
            Turns(database, clock, known, house, desk),
            Postman(database, clock, known),
            MediaFetcher(database, clock, known),
            Schedule(database, clock, house),
            Caller(database, clock, known, house, "https://suluh.example/console/", desk),
            Carrier(database, clock, known, desk),
        )

    async def receive(self, update: Update) -> None:
        await self.turns.receive(update)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The worker's loops, as in production."""
        loops = [asyncio.create_task(self.postman.run()), asyncio.create_task(self.fetcher.run())]
        try:
            yield
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)

    async def close(self) -> None:
        await self.turns.close()
