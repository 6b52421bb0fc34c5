"""Flight: what of one bot's messages is on the wire, and what came of it but is not yet noted."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Any

from bot.pace import Pace
from helpline.delivery import Attempt
from storage.outbox import Room
from storage.outgoing import Outgoing

MOST_IN_FLIGHT = 8
"""Messages of one bot on the wire at a time, at the very most."""
CROWDED, CALM = 1.0, 1.0
"""Seconds during which every claim must find all it asks for until twice as many may go at once, and from then until half."""


@dataclass(frozen=True)
class Tried:
    """A message and what came of sending it."""

    outgoing: Outgoing
    attempt: Attempt | None


class Flight:
    """What is on the wire for one bot: the attempts that run, and those that are over and not yet noted.

    `rate`: messages a second that the bot may send.
    """

    def __init__(self, rate: float) -> None:
        self.rate, self.pace = rate, Pace(rate)
        self.busy: set[asyncio.Task[None]] = set()
        self.done: list[Tried] = []
        self.seconds = 0.0
        self.width, self.widened_at = 1, 0.0
        self.calm_at = monotonic()

    @property
    def room(self) -> Room:
        """How many more may go now. By Little's law the bot's rate times its round trip is all that is needed at once: one where
        Telegram answers within 33 ms, five at 150 ms. No more, since a death may make each of them go twice; but where a line
        stands for seconds all the same, people wait, and more go at once until it is gone."""
        needed = min(MOST_IN_FLIGHT, max(self.width, ceil(self.rate * self.seconds)))
        return Room(max(0, needed - len(self.busy) - len(self.done)), self.pace.left)

    def found(self, claimed: int, room: int) -> None:
        """Learn from a claim of so many, where there was room for so many, how many may still go, and whether a line stands."""
        self.pace.spend(claimed)
        now = monotonic()
        if claimed < room or not room:
            self.calm_at = now
            if now - self.widened_at >= CALM:
                self.width, self.widened_at = max(1, self.width // 2), now
        elif now - max(self.calm_at, self.widened_at) >= CROWDED:
            self.width, self.widened_at = min(MOST_IN_FLIGHT, 2 * self.width), now

    def put(self, attempt: Coroutine[Any, Any, Tried], news: asyncio.Event) -> None:
        """Let it go; `news` is told when it is over."""
        began = monotonic()

        async def go() -> None:
            tried = await attempt
            self.done.append(tried)  # only now is it known which list is the present one: `taken` makes a new one each time
            self.seconds += (monotonic() - began - self.seconds) / 8
            self.busy.discard(task)  # here, since the callback below runs only after whoever hears the news has looked for room
            news.set()

        task = asyncio.create_task(go())
        self.busy.add(task)
        task.add_done_callback(self.busy.discard)

    def taken(self) -> list[Tried]:
        """What is to be noted, once."""
        done, self.done = self.done, []
        return done
