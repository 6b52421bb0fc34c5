"""News: the facts that the open streams of this process tell, read from the store once for all of them."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from storage import access, events
from storage.access import Unseen
from storage.database import Database
from storage.events import EventRow
from storage.transaction import Transaction

KEPT = 2000
"""Facts kept at hand; who asks for an earlier one has it read from the store."""


@dataclass(frozen=True)
class Fact:
    """One fact as it goes over the wire, and whom it is about."""

    number: int
    contact_id: str | None
    frame: bytes


@dataclass(frozen=True)
class Told:
    """What one member is told: of whom they do not see, nothing. `last`: the newest fact that was looked at for it."""

    frames: Sequence[bytes]
    last: int
    unseen: Set[str]


class News:
    """Who is woken asks; all who ask while a reading is under way share the next one, so a fact is not read once a stream.

    Whom a member does not see is read with the facts and after them: what happens after an exclusion is never told by an
    older knowledge of who is excluded.
    """

    def __init__(self, database: Database, frame: Callable[[EventRow], bytes]) -> None:
        self.database = database
        self.frame = frame
        self.kept: deque[Fact] = deque(maxlen=KEPT)
        self.unseen = Unseen()
        self.first: int | None = None  # everything after this number is at hand, as far as it has been read
        self.last = 0
        self.running: asyncio.Task[None] | None = None
        self.next: asyncio.Task[None] | None = None

    async def after(self, number: int, staff_id: str) -> Told:
        """The facts after a number that this member is told, in order."""
        if self.next is None:
            self.next = asyncio.create_task(self.refresh(self.running))
        await asyncio.shield(self.next)
        if self.first is None or number < self.first:
            rows, unseen = await self.database.read(read, number)
            return tell(map(self.fact, rows), number, unseen.by(staff_id))
        return tell(self.kept, number, self.unseen.by(staff_id))

    async def refresh(self, earlier: asyncio.Task[None] | None) -> None:
        """Read what has come since the last reading. It begins after whoever asked for it began to wait."""
        if earlier is not None:
            await asyncio.wait({earlier})
        self.running, self.next = self.next, None
        if self.first is None:
            self.first = self.last = await self.database.read(events.last_number)
        more = True
        while more:
            rows, unseen = await self.database.read(read, self.last)
            if unseen.graves != self.unseen.graves:  # what is at hand may tell of somebody who is no more
                self.kept.clear()
                self.first = self.last
            self.unseen, more = unseen, bool(rows)
            for row in rows:
                if len(self.kept) == KEPT:
                    self.first = self.kept[0].number
                self.kept.append(self.fact(row))
                self.last = row.number

    def fact(self, row: EventRow) -> Fact:
        return Fact(row.number, row.contact_id, self.frame(row))


def read(tx: Transaction, number: int) -> tuple[list[EventRow], Unseen]:
    return events.since(tx, number), access.unseen(tx)


def tell(facts: Iterable[Fact], number: int, unseen: Set[str]) -> Told:
    fresh = [fact for fact in facts if fact.number > number]
    return Told([f.frame for f in fresh if f.contact_id not in unseen], fresh[-1].number if fresh else number, unseen)
