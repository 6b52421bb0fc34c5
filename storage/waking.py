"""Waking: those who wait for news are told after a commit. A hint may be lost; the rows are the truth."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from typing import Any

CHANNEL = "suluh"
COALESCE = 0.1
"""Seconds between two notifications of one process: NOTIFY takes a lock of the whole server, so never one a transaction."""

CONNECT = 5
"""Seconds for a connection to be made."""
TELL = 5
"""Seconds for what is being told when the database closes."""


def nothing() -> None:
    """Most hints only wake."""


class Waking:
    """Hints between the tasks of one process and, on PostgreSQL, between processes through LISTEN and NOTIFY."""

    def __init__(self, url: str | None) -> None:
        self.url = url
        self.waiters: dict[str, set[asyncio.Event]] = {}
        self.untold: set[str] = set()
        self.also: dict[str, Callable[[], None]] = {}
        """What is done at a hint besides waking who waits."""
        self.to_tell = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []
        self.ended = asyncio.Event()
        self.connection: Any = None

    def start(self) -> None:
        if self.url is not None:
            self.tasks = [asyncio.create_task(self.keep_talking())]

    async def stop(self) -> None:
        """What is being told is told, unless it takes too long.

        Nothing is cancelled: a statement that is cut off leaves a task of asyncpg's own behind, which asks the server on a second
        connection to stop and which nobody waits for. Where the connection itself ends, the statement ends with it.
        """
        self.ended.set()
        self.to_tell.set()
        late = set(self.tasks)
        while late:
            _told, late = await asyncio.wait(late, timeout=TELL)
            if late and self.connection is not None:
                self.connection.terminate()

    def hint(self, *topics: str) -> None:
        """Wake the waiters of this process now and tell the other processes soon."""
        self.wake(*topics)
        if self.url is not None and topics:
            self.untold.update(topics)
            self.to_tell.set()

    def wake(self, *topics: str) -> None:
        for topic in topics:
            self.also.get(topic, nothing)()
            for waiter in self.waiters.get(topic, ()):
                waiter.set()

    @contextlib.contextmanager
    def listening(self, topic: str, waiter: asyncio.Event | None = None) -> Iterator[asyncio.Event]:
        """An event that is set whenever `topic` is hinted: a hint that comes while its listener is busy is not lost."""
        waiter = waiter or asyncio.Event()
        self.waiters.setdefault(topic, set()).add(waiter)
        try:
            yield waiter
        finally:
            self.waiters[topic].discard(waiter)

    async def wait(self, topic: str, timeout: float) -> None:  # noqa: ASYNC109 - a hint may be lost, so every wait ends.
        """Return when `topic` is hinted, or after `timeout` seconds."""
        with self.listening(topic) as waiter, contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):  # `wait_for` loses a cancellation that comes with the hint (Python before 3.12)
                await waiter.wait()

    async def keep_talking(self) -> None:
        """Listen and tell on one connection of our own; while PostgreSQL is away, the waiters' timeouts carry the house."""
        import asyncpg  # here, for what it brings into memory

        while not self.ended.is_set():
            try:
                self.connection = await asyncpg.connect(self.url, timeout=CONNECT)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self.pause(1)
                continue
            try:
                await self.talk(self.connection)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                continue
            finally:
                self.connection.terminate()

    async def talk(self, connection: Any) -> None:
        def heard(_connection: Any, _pid: int, _channel: str, topic: str) -> None:
            self.wake(topic)

        await connection.add_listener(CHANNEL, heard)
        while not self.ended.is_set():
            await self.to_tell.wait()
            self.to_tell.clear()
            topics, self.untold = self.untold, set()
            for topic in topics:
                await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, topic)
            await self.pause(COALESCE)

    async def pause(self, seconds: float) -> None:
        """Return after so long, or at once when all ends."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.ended.wait()
