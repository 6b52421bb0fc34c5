"""Unfinished: work that goes on when its caller is cut off, and that is waited for before the connections are closed."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Unfinished:
    """What runs at the moment. A cancelled caller neither tears a transaction apart nor leaves a connection half used."""

    def __init__(self) -> None:
        self.tasks: set[asyncio.Task[Any]] = set()

    async def finish(self, work: Coroutine[Any, Any, T]) -> T:
        """What the work gives; it is done to its end even when nobody waits for it any more."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return await asyncio.shield(task)

    async def end(self) -> None:
        """Return when nothing runs. Who is cut off here cuts off no work: `gather` would."""
        while self.tasks:
            await asyncio.wait(self.tasks)
