"""Flight: what of one bot's messages is on the wire, and what came of it but is not yet noted."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Any

from helpline.delivery import BOT_RATE, Attempt
from storage.outgoing import Outgoing

MOST_IN_FLIGHT = 8
"""Messages of one bot on the wire at a time, at the very most."""


@dataclass(frozen=True)
class Tried:
    """A message and what came of sending it."""

    outgoing: Outgoing
    attempt: Attempt | None


class Flight:
    """What is on the wire for one bot: the attempts that run, and those that are over and not yet noted."""

    def __init__(self) -> None:
        self.busy: set[asyncio.Task[None]] = set()
        self.done: list[Tried] = []
        self.seconds = 0.0

    @property
    def room(self) -> int:
        """How many more may go now. By Little's law the bot's rate times its round trip is all that is ever needed at once:
        one where Telegram answers within 37 ms, five at 150 ms. No more, since a death may make each of them go twice."""
        needed = min(MOST_IN_FLIGHT, max(1, ceil(BOT_RATE * self.seconds)))
        return max(0, needed - len(self.busy) - len(self.done))

    def put(self, attempt: Coroutine[Any, Any, Tried], news: asyncio.Event) -> None:
        """Let it go; `news` is told when it is over."""
        began = monotonic()

        async def go() -> None:
            self.done.append(await attempt)
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
