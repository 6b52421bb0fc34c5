"""Turns: the one door for updates of every channel. `receive` returns when the update and all it brought about are durable.

What has come while the last transaction ran goes into the next one, up to 64 updates: five times the throughput of one each at
the same durability, and who comes alone waits for nobody. A batch that fails is tried again one by one, so that a poison update
harms nobody else.
"""

import asyncio
from collections.abc import Sequence

import structlog

from bot.channels import Channels
from bot.counting import UPDATES
from bot.glance import Glance
from bot.house import House
from bot.intake import Intake
from bot.last_words import LastWords
from bot.riding import Rides, nothing_rides
from bot.second_desk import SecondDesk
from bot.waiting_line import Waiting, WaitingLine
from helpline.clock import Clock
from helpline.updates import Update
from storage.database import Database, StoreAway, StoreFull

BATCH = 64
AT_ONCE = {"sqlite": 1, "postgresql": 2}
"""Transactions at a time, of different chats: while PostgreSQL works for one, the next is worked out. SQLite has one writer."""
LONGEST_LINE = 2000
"""Updates that may wait in memory; beyond that the sender is asked to come again, before anything is kept."""

ANSWER_WITHIN = 4.5
"""Seconds after which whoever waits on a wire is asked to come again, though the database says nothing at all."""

log = structlog.get_logger()


class Overloaded(StoreAway):
    """Too much is being written at this moment; please send it again shortly."""


class Turns:
    """Takes updates in. One of it serves all the channels of a process."""

    def __init__(self, database: Database, clock: Clock, channels: Channels, house: House, desk: SecondDesk) -> None:
        self.database = database
        self.intake = Intake(clock, channels, house, desk)
        self.line = WaitingLine(LONGEST_LINE, Glance().is_urgent)
        self.last_words = LastWords(database, clock, channels, house)
        self.takers: list[asyncio.Task[None]] = []
        self.rides: Rides = nothing_rides
        """Of the postman where this process has one."""

    async def receive(self, update: Update, *, fetched: bool = False) -> None:
        """Return when the update is durable; the same one again changes nothing. Raises StoreAway: then nothing is kept.
        `fetched`: we have asked for it ourselves."""
        if not self.takers:
            self.takers = [asyncio.create_task(self.run()) for _ in range(AT_ONCE[self.database.dialect])]
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if not self.line.put((update, done), fetched=fetched):
            UPDATES.labels(update.channel, "shed").inc()
            raise Overloaded
        try:
            await done
        except StoreFull:
            self.last_words.say_soon(update)
            raise

    async def receive_in_time(self, update: Update) -> None:
        """As `receive`, for one who waits on a wire: StoreAway too when it takes long. It may become durable all the same."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN):  # `wait_for` makes a task of each
                await self.receive(update)
        except TimeoutError as late:
            raise StoreAway from late

    async def close(self) -> None:
        """Finish what waits, then stop."""
        if not self.takers:
            return
        await self.line.finished.wait()
        await self.last_words.close()
        for taker in self.takers:
            taker.cancel()
        await asyncio.gather(*self.takers, return_exceptions=True)

    async def run(self) -> None:
        """Take, work, tell; for ever."""
        while True:
            batch = await self.gather()
            try:
                await self.work([update for update, _done in batch])
            except Exception as error:
                self.tell(batch, error)
            else:
                self.tell(batch, None)

    async def gather(self) -> list[Waiting]:
        while True:
            await self.line.filled.wait()
            await asyncio.sleep(0)
            if batch := self.line.take(BATCH):  # another taker may have been quicker
                return batch

    def tell(self, batch: Sequence[Waiting], error: Exception | None) -> None:
        """Let go of those who wait for this batch."""
        outcome = "kept" if error is None else "store_away" if isinstance(error, StoreAway) else "broken"
        self.line.done(batch)
        for update, done in batch:
            UPDATES.labels(update.channel, outcome).inc()
            if done.done():
                continue
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

    async def work(self, batch: Sequence[Update]) -> None:
        """All in one transaction; when that fails, each in one of its own."""
        try:
            await self.take_in(batch)
        except StoreAway:
            raise
        except Exception:
            for update in batch:
                await self.one(update)

    async def take_in(self, batch: Sequence[Update]) -> None:
        """In one transaction, whose answers leave with it where this process sends."""
        with self.rides(len(batch)) as ride:
            await self.database.write(self.intake.take_in, batch, ride)

    async def one(self, update: Update) -> None:
        """One update alone. What breaks is kept with a task for a human, and its contact is not left without a word."""
        try:
            await self.take_in([update])
        except StoreAway:
            raise
        except Exception as error:
            log.error("update_broken", channel=update.channel, error=type(error).__name__)
            await self.stumble(update, type(error).__name__)

    async def stumble(self, update: Update, error: str) -> None:
        """Put the update before a human; where not even its words can be read, the raw update is kept all the same."""
        try:
            await self.database.write(self.intake.put_before_a_human, update, error)
        except StoreAway:
            raise
        except Exception as second:
            log.error("update_quarantined", channel=update.channel, error=type(second).__name__)
            await self.database.write(self.intake.quarantine, update, error)
