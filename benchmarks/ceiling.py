"""The bare operation: an aiohttp handler, one transaction an update with the rows Suluh writes too, the sends, nothing else.

No flow, no danger sense, no sealing, no ownership: what is left is what no chat service that keeps its word can save.
"""

import asyncio
import json
import secrets
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import aiohttp
import asyncpg
from aiohttp import web

Keep = Callable[[int, int, str], Awaitable[None]]

TABLES = (
    "CREATE TABLE conversations (id BIGINT PRIMARY KEY, session TEXT, seq INTEGER)",
    "CREATE TABLE inbox (id TEXT PRIMARY KEY, update_id BIGINT UNIQUE, raw TEXT)",
    "CREATE TABLE messages (id TEXT PRIMARY KEY, conversation_id BIGINT, seq INTEGER, body TEXT, delivery TEXT)",
    "CREATE TABLE outbox (id TEXT PRIMARY KEY, message_id TEXT)",
    "CREATE TABLE events (id TEXT PRIMARY KEY, event TEXT)",
)
PUT_CONVERSATION = (
    "INSERT INTO conversations VALUES ({}, {}, 1) ON CONFLICT (id) DO UPDATE SET session = excluded.session,"
    " seq = conversations.seq + 2"
)
ROWS = (
    "INSERT INTO inbox VALUES ({}, {}, {})",
    "INSERT INTO messages VALUES ({}, {}, 1, {}, '')",
    "INSERT INTO messages VALUES ({}, {}, 2, {}, 'pending')",
    "INSERT INTO outbox VALUES ({}, {})",
    "INSERT INTO events VALUES ({}, {})",
)


def rows(update_id: int, chat: int, raw: str) -> list[tuple[object, ...]]:
    made = [secrets.token_hex(16) for _ in range(5)]
    return [
        (made[0], update_id, raw),
        (made[1], chat, raw),
        (made[2], chat, raw),
        (made[3], made[2]),
        (made[4], "message_received"),
    ]


def sqlite_keeper(path: str) -> Keep:
    """One writer thread, WAL, synchronous FULL: Suluh's own durability."""
    thread = ThreadPoolExecutor(1)

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        for table in TABLES:
            connection.execute(table)
        return connection

    connection = thread.submit(connect).result()
    put, inserts = PUT_CONVERSATION.format("?", "?"), [row.format("?", "?", "?") for row in ROWS]

    def keep(update_id: int, chat: int, raw: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(put, (chat, raw))
        for insert, values in zip(inserts, rows(update_id, chat, raw), strict=True):
            connection.execute(insert, values)
        connection.execute("COMMIT")

    async def keeper(update_id: int, chat: int, raw: str) -> None:
        await asyncio.get_running_loop().run_in_executor(thread, keep, update_id, chat, raw)

    return keeper


async def postgres_keeper(url: str) -> Keep:
    pool = await asyncpg.create_pool(url, min_size=10, max_size=10)
    async with pool.acquire() as connection:
        for table in TABLES:
            await connection.execute(table)
    put, inserts = PUT_CONVERSATION.format("$1", "$2"), [row.format("$1", "$2", "$3") for row in ROWS]

    async def keeper(update_id: int, chat: int, raw: str) -> None:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(put, chat, raw)
            for insert, values in zip(inserts, rows(update_id, chat, raw), strict=True):
                await connection.execute(insert, *values)

    return keeper


async def serve(port: int, database: str, api: str, sends: float) -> None:
    """Keep each update in a transaction of its own, acknowledge it, send `sends` messages on average, and mark nothing."""
    keep = (
        sqlite_keeper(database.removeprefix("sqlite:///")) if database.startswith("sqlite") else await postgres_keeper(database)
    )
    client = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=50))
    sending: set[asyncio.Task[None]] = set()
    owed = 0.0

    async def send(chat: int) -> None:
        async with client.post(f"{api}1:ceiling/sendMessage", json={"chat_id": chat, "text": "Baik."}) as answer:
            await answer.read()

    async def webhook(request: web.Request) -> web.Response:
        raw = await request.text()
        update = json.loads(raw)
        chat = update["message"]["chat"]["id"]
        await keep(update["update_id"], chat, raw)
        nonlocal owed
        owed += sends
        while owed >= 1:
            owed -= 1
            task = asyncio.create_task(send(chat))
            sending.add(task)
            task.add_done_callback(sending.discard)
        return web.Response()

    app = web.Application()
    app.router.add_post("/telegram/webhook", webhook)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2], sys.argv[3], float(sys.argv[4])))
