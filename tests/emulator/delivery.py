"""Delivery: how Telegram hands out updates: by long poll with offsets, or to a webhook with its rules of trying again."""

import asyncio
import itertools
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

import aiohttp


@dataclass
class Delivery:
    """Updates not yet acknowledged. A webhook gets one update of a chat at a time, and the next only after 2xx."""

    pending: deque[dict[str, Any]] = field(default_factory=deque)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    webhook: str | None = None
    secret: str | None = None
    backends: list[str] = field(default_factory=list)
    """Where a load balancer in front of the webhook's address leads to, in turn; empty: the address itself."""
    turn: "itertools.count[int]" = field(default_factory=itertools.count)
    pause: float = 0.02
    acknowledged: set[int] = field(default_factory=set)
    progress: asyncio.Condition = field(default_factory=asyncio.Condition)
    queues: dict[int, deque[dict[str, Any]]] = field(default_factory=lambda: defaultdict(deque))
    tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    client: aiohttp.ClientSession | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)

    async def until_acknowledged(self, number: int) -> None:
        """Return when this update has been acknowledged."""
        async with self.progress:
            await self.progress.wait_for(lambda: number in self.acknowledged)

    async def acknowledge(self, number: int) -> None:
        async with self.progress:
            self.acknowledged.add(number)
            self.progress.notify_all()

    def add(self, update: dict[str, Any], key: int) -> None:
        if self.webhook is None:
            self.pending.append(update)
            self.news.set()
            return
        self.queues[key].append(update)
        if key not in self.tasks or self.tasks[key].done():
            self.tasks[key] = asyncio.create_task(self.push(key))

    async def take(self, offset: int | None, timeout: float) -> list[dict[str, Any]]:  # noqa: ASYNC109 - Telegram's own name
        """Updates from `offset` on; those before it are acknowledged by asking."""
        while self.pending and offset is not None and self.pending[0]["update_id"] < offset:
            await self.acknowledge(self.pending.popleft()["update_id"])
        if not self.pending and timeout:
            self.news.clear()
            try:
                async with asyncio.timeout(min(timeout, 1.0)):
                    await self.news.wait()
            except TimeoutError:
                return []
        return list(self.pending)[:100]

    async def push(self, key: int) -> None:
        """Post the updates of one chat, each until it is answered 2xx."""
        queue = self.queues[key]
        while queue:
            if await self.post(queue[0]):
                await self.acknowledge(queue.popleft()["update_id"])
            else:
                await asyncio.sleep(self.pause)

    async def post(self, update: dict[str, Any]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret or ""}
        assert self.webhook is not None
        self.client = self.client or aiohttp.ClientSession()
        where = self.backends[next(self.turn) % len(self.backends)] if self.backends else self.webhook
        try:
            async with self.client.post(where, json=update, headers=headers) as answer:
                if answer.status // 100 != 2:
                    return False
                body = await answer.read()
                if body:
                    self.answers.append(await answer.json())
                return True
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def close(self) -> None:
        for task in self.tasks.values():
            task.cancel()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)
        if self.client:
            await self.client.close()
