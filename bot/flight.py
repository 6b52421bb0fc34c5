"""Flight: what of one bot's messages is on the wire, and what came of it but is not yet noted."""

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Any

from bot.pace import Pace
from helpline.delivery import Attempt, Outcome
from storage.claiming import Room
from storage.outgoing import Outgoing

MOST_IN_FLIGHT = 8
"""Messages of one bot on the wire at a time, at the very most."""
CROWDED, CALM = 1.0, 1.0
"""Seconds during which every claim must find all it asks for until twice as many may go at once, and from then until half."""
LOOK_AGAIN = 1.0
"""Seconds until the next look when nobody hints and nothing known falls due before."""
GLANCE = 0.05
"""Seconds until the next look after one that found something, but less than might have gone."""
SOON = 0.01
"""Seconds until the next look when something fell due while we looked."""
ROUND = 0.01
"""Seconds that what has come down may wait to be noted with what is still on the wire, and for which a bot that may say much says
it at once: a transaction for each message would cost more than the message."""
NOTHING_GOES = Room(0, 0)


@dataclass(frozen=True)
class Tried:
    """A message and what came of sending it."""

    outgoing: Outgoing
    attempt: Attempt | None

    @property
    def went_well(self) -> bool:
        return self.attempt is not None and self.attempt.outcome is Outcome.SENT


class Bell(asyncio.Event):
    """Wakes the sender. A hint that something waits is `set`, what has come down from the wire `rings`; it tells them apart."""

    hinted = False

    def set(self) -> None:
        self.hinted = True
        super().set()

    def ring(self) -> None:
        super().set()

    def was_hinted(self) -> bool:
        """Whether there was a hint since this was last asked; the bell is silent again."""
        hinted, self.hinted = self.hinted, False
        self.clear()
        return hinted


class Flight:
    """What is on the wire for one bot: the attempts that run, and those that are over and not yet noted.

    `rate`: messages a second that the bot may send.
    """

    def __init__(self, rate: float) -> None:
        self.rate, self.pace = rate, Pace(rate)
        self.bell = Bell()
        self.is_open = False
        self.busy: set[asyncio.Task[None]] = set()
        self.done: list[Tried] = []
        self.promised = NOTHING_GOES
        self.down_at = 0.0
        self.seconds = 0.0
        self.width, self.widened_at = 1, 0.0
        self.calm_at = monotonic()
        self.look_at = 0.0
        self.is_calm = False

    @contextlib.contextmanager
    def opened(self) -> Iterator[Bell]:
        """While its bell is listened to."""
        self.is_open = True
        try:
            yield self.bell
        finally:
            self.is_open = False

    @property
    def room(self) -> Room:
        """How many more may go now. By Little's law the bot's rate times its round trip is all that is needed at once: one where
        Telegram answers within 33 ms, five at 150 ms; and what it may say within ROUND goes at once. No more, since a death may
        make each of them go twice; but where a line stands for seconds all the same, people wait, and more go at once until it
        is gone."""
        needed = min(MOST_IN_FLIGHT, max(self.width, ceil(self.rate * max(self.seconds, ROUND))))
        left = max(0, needed - len(self.busy) - len(self.done) - self.promised.all)
        return Room(left, max(0, self.pace.left - self.promised.others)).at_most(left)

    @contextlib.contextmanager
    def promise(self, room: Room) -> Iterator[None]:
        """While so many are being claimed nobody else claims them too."""
        others = min(room)
        self.promised = Room(self.promised.all + room.all, self.promised.others + others)
        try:
            yield
        finally:
            self.promised = Room(self.promised.all - room.all, self.promised.others - others)

    def seats(self, most: int) -> Room | None:
        """Room for answers that leave with the transaction that brought them about: only where no line stands."""
        room = self.room if self.is_open and self.is_calm else NOTHING_GOES
        return room.at_most(most) if min(room) else None

    @property
    def share(self) -> Room:
        """Room for what waits. Of more than one, half is left to those who would ride meanwhile, as long as no line stands."""
        room = self.room
        return room.at_most(ceil(room.all / 2)) if self.is_calm else room

    def looks(self) -> bool:
        """Whether to look for what waits: after a hint, while something was found, and when something falls due."""
        if self.bell.was_hinted():
            self.look_at = 0.0
        return monotonic() >= self.look_at

    @property
    def patience(self) -> float | None:
        """Seconds until the next look; None: nothing may go before something has come down."""
        if not self.room.all:
            return None
        return max(0.0, self.look_at - monotonic()) if self.look_at else LOOK_AGAIN

    async def worth_a_round(self) -> None:
        """Return when a transaction is worth its while: something may go, or something has come down. With a bot that may say
        much it is all that was on the wire, or what has waited for the rest for ROUND; else what is down is noted at once, for
        what is not noted goes twice at a death."""
        while not self.done or (self.busy and self.rate * ROUND > 1):
            patience = max(0.0, self.down_at + ROUND - monotonic()) if self.done else self.patience
            try:
                async with asyncio.timeout(patience):
                    await self.bell.wait()
            except TimeoutError:
                return
            if not self.done:
                return
            self.bell.clear()  # what was hinted is not forgotten by it

    def found(self, claimed: int, room: Room, due_in: float | None = None) -> None:
        """Learn from a claim of so many, where there was this room, when to look again, and whether a line stands.

        `due_in`: where nothing was claimed, seconds until something falls due, None where nothing waits.
        """
        self.pace.spend(claimed)
        now = monotonic()
        self.is_calm = claimed < min(room)
        if not claimed and room.all:
            self.look_at = now + (LOOK_AGAIN if due_in is None else min(LOOK_AGAIN, max(SOON, due_in, self.pace.wait)))
        else:  # at once after having taken all that it could; else nobody must find us looking who would ride
            self.look_at = now + GLANCE if claimed and self.is_calm else 0.0
        if claimed < room.all or not room.all:
            self.calm_at = now
            if now - self.widened_at >= CALM:
                self.width, self.widened_at = max(1, self.width // 2), now
        elif now - max(self.calm_at, self.widened_at) >= CROWDED:
            self.width, self.widened_at = min(MOST_IN_FLIGHT, 2 * self.width), now

    def put(self, attempt: Coroutine[Any, Any, Tried]) -> None:
        """Let it go; the bell rings when it is over."""
        began = monotonic()

        async def go() -> None:
            tried = await attempt
            self.done.append(tried)  # only now is it known which list is the present one: `taken` makes a new one each time
            self.down_at = self.down_at if len(self.done) > 1 else monotonic()
            self.seconds += (monotonic() - began - self.seconds) / 8
            self.busy.discard(task)  # here, since the callback below runs only after whoever hears the bell has looked for room
            self.bell.ring()

        task = asyncio.create_task(go())
        self.busy.add(task)
        task.add_done_callback(self.busy.discard)

    def taken(self) -> list[Tried]:
        """What is to be noted, once."""
        done, self.done = self.done, []
        return done
