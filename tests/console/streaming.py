"""Streaming: facts happen, and a browser reads what the console's stream tells of them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientResponse

from helpline.events import Event
from storage import events
from storage.database import Database
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting
from tests.patience import PATIENCE

STREAM = {"Accept": "text/event-stream"}


async def happen(database: Database, clock: FrozenClock, siti: Waiting, times: int = 1) -> None:
    def record(tx: Transaction) -> None:
        for _ in range(times):
            events.record(
                tx,
                Event.MESSAGE_RECEIVED,
                at=clock.now(),
                actor="contact",
                contact_id=siti.contact_id,
                conversation_id=siti.conversation_id,
                seq=1,
            )

    await database.write(record)


@asynccontextmanager
async def opened(browser: Browser, path: str = "/events", **headers: str) -> AsyncIterator[ClientResponse]:
    answer = await browser.ask("GET", path, STREAM | headers)
    assert (await answer.content.readuntil(b"\n\n")).startswith(b"retry:")
    try:
        yield answer
    finally:
        answer.close()


async def read_to(answer: ClientResponse, number: int) -> str:
    """All that comes over the wire, as it stands there, up to the fact of this number."""
    found = b""
    async with asyncio.timeout(PATIENCE):
        while f"id: {number}\n".encode() not in found:
            found += await answer.content.readuntil(b"\n\n")
    return found.decode()


async def read(answer: ClientResponse, count: int) -> list[tuple[int, dict[str, str]]]:
    """The next facts: number and what is told."""
    found: list[tuple[int, dict[str, str]]] = []
    async with asyncio.timeout(PATIENCE):
        while len(found) < count:
            number, data = (await answer.content.readuntil(b"\n\n")).decode().strip().split("\n")
            found.append((int(number.removeprefix("id: ")), json.loads(data.removeprefix("data: "))))
    return found
