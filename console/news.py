"""News: the facts that the open streams of this process tell, read from the store once for all of them."""

import asyncio
from collections import deque
from collections.abc import Callable

from storage import events
from storage.database import Database
from storage.events import EventRow
from storage.transaction import Transaction

KEPT = 2000
"""Facts kept at hand; who asks for an earlier one has it read from the store."""

Frame = tuple[int, bytes]


class News:
    """Who is woken asks; all who ask while a reading is under way share the next one, so a fact is not read once a stream."""

    def __init__(self, database: Database, frame: Callable[[EventRow], bytes]) -> None:
        self.database = database
        self.frame = frame
        self.kept: deque[Frame] = deque(maxlen=KEPT)
        self.first: int | None = None  # everything after this number is at hand, as far as it has been read
        self.last = 0
        self.running: asyncio.Task[None] | None = None
        self.next: asyncio.Task[None] | None = None

    async def after(self, number: int) -> list[Frame]:
        """The facts after a number, in order, as they go over the wire."""
        if self.next is None:
            self.next = asyncio.create_task(self.refresh(self.running))
        await asyncio.shield(self.next)
        if self.first is None or number < self.first:
            return [(row.number, self.frame(row)) for row in await self.database.read(events.since, number)]
        return [frame for frame in self.kept if frame[0] > number]

    async def refresh(self, earlier: asyncio.Task[None] | None) -> None:
        """Read what has come since the last reading. It begins after whoever asked for it began to wait."""
        if earlier is not None:
            await asyncio.wait({earlier})
        self.running, self.next = self.next, None
        if self.first is None:
            self.first = self.last = await self.database.read(events.last_number)
            return
        while rows := await self.database.read(self.read, self.last):
            for row in rows:
                if len(self.kept) == KEPT:
                    self.first = self.kept[0][0]
                self.kept.append((row.number, self.frame(row)))
            self.last = rows[-1].number

    @staticmethod
    def read(tx: Transaction, number: int) -> list[EventRow]:
        return events.since(tx, number)
