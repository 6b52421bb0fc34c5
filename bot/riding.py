"""Riding: answers that leave with the transaction that brought them about.

Where this process sends for a bot, and no line stands, an answer is claimed in its own turn's transaction and goes as soon as
that is durable: one transaction sooner than the postman's next round could take it, and for one transaction less. The rules are
those of any claim (`storage.outbox.claim`), and so is what a death leaves behind.
"""

import contextlib
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Any

from bot.flight import Flight, Tried
from bot.sender import LENGTH, Sender
from helpline.clock import Clock
from storage import outbox
from storage.outbox import FencedOff, Room
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

    def claim(self, tx: Transaction) -> None:
        """The last thing that a transaction does. Where another process sends by now, nothing is claimed."""
        for where, seat in self.seats.items():
            if (topic := outbox.topic(*where)) in tx.hints:
                with contextlib.suppress(FencedOff):
                    asked = (*where, seat.fence, self.clock.new_id(), self.clock.now())
                    found = outbox.claim(tx, *asked, room=seat.room, lease=self.lease, look_back=False)
                    self.claimed += found
                    if 0 < len(found) < min(seat.room):
                        tx.hints.discard(topic)  # nothing is left that may go now: the postman need not look


Rides = Callable[[], AbstractContextManager[Ride | None]]


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
    def ride(self) -> Iterator[Ride]:
        """For one transaction that begins now: what it claims goes when this is left, nothing where that is by an error."""
        asked = monotonic()
        free = {where: (sender.fence, self.flights[where].seat) for where, sender in self.senders.items()}
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
