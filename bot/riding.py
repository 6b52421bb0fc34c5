"""Riding: answers that leave with the transaction that brought them about.

Where this process sends for a bot, and no line stands, an answer is claimed as it is put into the outbox and goes as soon as its
turn is durable: one transaction sooner than the postman's next round could take it, and for one transaction less. The rules are
those of any claim (`storage.claiming.claim`), and so is what a death leaves behind.
"""

import contextlib
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from bot.flight import Flight, Tried
from bot.sender import LENGTH, Sender
from helpline.clock import Clock
from storage import outbox
from storage.claiming import Room, within
from storage.outbox import Mark, Posting
from storage.outgoing import Outgoing
from storage.transaction import Transaction

Where = tuple[str, str]
"""A channel and a bot of it."""


@dataclass(frozen=True)
class Seat:
    """How many of a bot's messages may ride, and under which fence they are claimed."""

    fence: int
    room: Room


@dataclass
class Ride:
    """What one transaction may claim of what it puts into the outbox, by bot, and what it has claimed."""

    seats: Mapping[Where, Seat]
    clock: Clock
    lease: timedelta
    claimed: list[Outgoing] = field(default_factory=list)

    def put(self, tx: Transaction, postings: Sequence[Posting], at: datetime) -> set[str]:
        """As `storage.outbox.put`, and those that may ride are claimed. Where another process sends by now, nothing is."""
        marks: dict[str, Mark] = {}
        for where, seat in self.seats.items():
            mark = Mark(self.clock.new_id(), seat.fence, at + self.lease)
            marks |= {posting.message.id: mark for posting in within(seat.room, riders(where, postings, at))}
        going = outbox.put(tx, postings, at, marks)
        self.claimed += [claimed(posting, marks[posting.message.id]) for posting in postings if posting.message.id in going]
        return going


def riders(where: Where, postings: Sequence[Posting], at: datetime) -> list[Posting]:
    """The first line for each chat of this bot that may be told something now, in the order of their lanes."""
    first = {p.message.conversation_id: p for p in reversed(postings) if (p.channel, p.bot) == where}
    return sorted((p for p in first.values() if p.to and (p.after or at) <= at), key=lambda posting: posting.lane)


def claimed(posting: Posting, mark: Mark) -> Outgoing:
    """What goes, as its claim would have read it."""
    assert posting.to
    return Outgoing(
        id=posting.message.id,
        message=posting.message,
        conversation_id=posting.message.conversation_id,
        contact_id=posting.to.contact_id,
        channel=posting.channel,
        bot=posting.bot,
        address=posting.to.address,
        lane=posting.lane,
        notice=posting.notice,
        safety=posting.safety,
        owner_version=posting.owner_version,
        ownership=posting.to.ownership,
        attempts=1,
        uncertain=False,
        language=posting.to.language,
        fence=mark.fence,
        claim=mark.claim,
    )


Rides = Callable[[int], AbstractContextManager[Ride | None]]
"""Opens a ride for the turns of one transaction, at most so many."""


def nothing_rides(_most: int) -> AbstractContextManager[None]:
    """Where this process does not send: what is put into the outbox waits for another's next round."""
    return contextlib.nullcontext()


class Riding:
    """Opens rides wherever this process sends. `attempted` sends one message and tells what came of it."""

    def __init__(
        self,
        clock: Clock,
        senders: Mapping[Where, Sender],
        flights: Mapping[Where, Flight],
        lease: timedelta,
        attempted: Callable[[Outgoing], Coroutine[Any, Any, Tried]],
    ) -> None:
        self.clock = clock
        self.senders = senders
        self.flights = flights
        self.lease = lease
        self.attempted = attempted

    @contextlib.contextmanager
    def ride(self, most: int) -> Iterator[Ride]:
        """For one transaction that begins now: what it claims goes when this is left, nothing where that is by an error."""
        asked = monotonic()
        free = {where: (sender.fence, self.flights[where].seats(most)) for where, sender in self.senders.items()}
        seats = {where: Seat(fence, room) for where, (fence, room) in free.items() if fence and room}
        ride = Ride(seats, self.clock, self.lease)
        try:
            with contextlib.ExitStack() as promises:
                for where, seat in seats.items():
                    promises.enter_context(self.flights[where].promise(seat.room))
                yield ride
            if monotonic() - asked < LENGTH.total_seconds():
                self.depart(ride.claimed)
        finally:
            for where in seats:
                self.flights[where].bell.ring()  # there is room again

    def depart(self, claimed: Sequence[Outgoing]) -> None:
        """Send them. After the postman has stopped they stay claimed, and the next sender finds them."""
        for outgoing in claimed:
            flight = self.flights[outgoing.channel, outgoing.bot]
            if flight.is_open:
                flight.pace.spend(1)
                flight.put(self.attempted(outgoing))
