"""The bare operation: an aiohttp handler, one transaction an update with the rows Suluh writes too, the sends, each noted.

No flow, no danger sense, no ownership, no lanes, no lease: what is left is what no chat service that keeps its word can save.
The rows are as large as Suluh's and sealed like them, with the same indexes over them; where the dialog stands is read, and kept.
"""

import asyncio
import json
import os
import secrets
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import aiohttp
import asyncpg
from aiohttp import web
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Values = tuple[object, ...]
Run = Callable[[list[tuple[str, Values]]], Awaitable[None]]

TABLES = (
    "CREATE TABLE conversations (id TEXT PRIMARY KEY, address_key {bytes} UNIQUE, session {bytes}, seq INTEGER, at {time})",
    "CREATE TABLE inbox (id TEXT PRIMARY KEY, channel TEXT, bot TEXT, update_id TEXT, raw {bytes}, contact_id TEXT, at {time},"
    " UNIQUE (channel, bot, update_id))",
    "CREATE INDEX inbox_at ON inbox (at)",
    "CREATE TABLE messages (id TEXT PRIMARY KEY, conversation_id TEXT, seq INTEGER, body {bytes}, ref TEXT, delivery TEXT,"
    " at {time}, UNIQUE (conversation_id, seq))",
    "CREATE INDEX messages_ref ON messages (conversation_id, ref)",
    "CREATE TABLE outbox (id TEXT PRIMARY KEY, message_id TEXT UNIQUE, conversation_id TEXT, seq INTEGER, state TEXT,"
    " due_at {time})",
    "CREATE INDEX outbox_due ON outbox (state, due_at)",
    "CREATE INDEX outbox_conversation ON outbox (conversation_id, seq)",
    "CREATE TABLE events (number {number}, at {time}, event TEXT, contact_id TEXT, conversation_id TEXT, data TEXT)",
    "CREATE INDEX events_contact ON events (contact_id)",
    "CREATE INDEX events_conversation ON events (conversation_id)",
)
KINDS = {
    "sqlite": {"bytes": "BLOB", "time": "TEXT", "number": "INTEGER PRIMARY KEY AUTOINCREMENT"},
    "postgresql": {"bytes": "BYTEA", "time": "TIMESTAMPTZ", "number": "BIGSERIAL PRIMARY KEY"},
}
FIND = "SELECT session, seq FROM conversations WHERE address_key = {}"
KEEP = (
    "INSERT INTO conversations VALUES ({}, {}, {}, 2, {}) ON CONFLICT (address_key) DO UPDATE SET session = excluded.session,"
    " seq = conversations.seq + 2, at = excluded.at"
)
INBOX = "INSERT INTO inbox VALUES ({}, 'telegram', '1', {}, {}, {}, {})"
MESSAGE = "INSERT INTO messages VALUES ({}, {}, {}, {}, {}, {}, {})"
OUTBOX = "INSERT INTO outbox VALUES ({}, {}, {}, {}, 'pending', {})"
EVENT = "INSERT INTO events (at, event, contact_id, conversation_id, data) VALUES ({}, {}, {}, {}, {})"
SENT = "UPDATE messages SET delivery = 'sent', ref = {} WHERE id = {}"
DONE = "DELETE FROM outbox WHERE id = {}"
PADDED = (768, 256, 512)
"""Bytes of the session, the contact's line and the bot's line with its buttons, as Suluh pads and seals them on average."""


class Sealer:
    """AES-256-GCM, as Suluh seals."""

    def __init__(self) -> None:
        self.key = secrets.token_bytes(32)

    def seal(self, plain: bytes) -> bytes:
        nonce = os.urandom(12)
        return nonce + AESGCM(self.key).encrypt(nonce, plain, b"table|column|row")


class Database:
    """One transaction for a list of statements; `found` takes the rows of a first question."""

    def __init__(self, kind: str, marks: Callable[[int], str]) -> None:
        self.kind, self.marks = kind, marks
        self.text: dict[str, str] = {}

    def sql(self, statement: str) -> str:
        if statement not in self.text:
            count = statement.count("{}")
            self.text[statement] = statement.format(*(self.marks(number) for number in range(1, count + 1)))
        return self.text[statement]

    def tables(self) -> list[str]:
        return [table.format(**KINDS[self.kind]) for table in TABLES]

    async def run(self, question: Values | None, statements: list[tuple[str, Values]]) -> None:
        raise NotImplementedError

    def time(self) -> object:
        now = datetime.now(UTC)
        return now.isoformat() if self.kind == "sqlite" else now


class Sqlite(Database):
    """One writer thread, WAL, synchronous FULL: Suluh's own durability."""

    def __init__(self, path: str) -> None:
        super().__init__("sqlite", lambda _number: "?")
        self.thread = ThreadPoolExecutor(1)
        self.connection: sqlite3.Connection = self.thread.submit(self.connect, path).result()

    def connect(self, path: str) -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        for table in self.tables():
            connection.execute(table)
        return connection

    async def run(self, question: Values | None, statements: list[tuple[str, Values]]) -> None:
        await asyncio.get_running_loop().run_in_executor(self.thread, self.work, question, statements)

    def work(self, question: Values | None, statements: list[tuple[str, Values]]) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        if question:
            self.connection.execute(self.sql(FIND), question).fetchall()
        for statement, values in statements:
            self.connection.execute(self.sql(statement), values)
        self.connection.execute("COMMIT")


class Postgres(Database):
    """A pool of ten connections, statements prepared."""

    def __init__(self) -> None:
        super().__init__("postgresql", lambda number: f"${number}")

    async def open(self, url: str) -> "Postgres":
        self.pool = await asyncpg.create_pool(url, min_size=10, max_size=10)
        async with self.pool.acquire() as connection:
            for table in self.tables():
                await connection.execute(table)
        return self

    async def run(self, question: Values | None, statements: list[tuple[str, Values]]) -> None:
        async with self.pool.acquire() as connection, connection.transaction():
            if question:
                await connection.fetch(self.sql(FIND) + " FOR UPDATE", *question)
            for statement, values in statements:
                await connection.execute(self.sql(statement), *values)


def kept(
    database: Database, sealer: Sealer, update: dict[str, object], raw: bytes, chat: int
) -> tuple[Values, list[tuple[str, Values]], str]:
    """What one update's transaction asks, what it writes, and the id of the answer."""
    ids = [secrets.token_hex(16) for _ in range(4)]
    at, key, conversation = database.time(), b"%032d" % chat, f"{chat:032d}"
    number = int(str(update["update_id"])) * 2
    session, heard, said = (sealer.seal(bytes(size)) for size in PADDED)
    writes: list[tuple[str, Values]] = [
        (KEEP, (conversation, key, session, at)),
        (INBOX, (ids[0], str(update["update_id"]), sealer.seal(raw), conversation, at)),
        (MESSAGE, (ids[1], conversation, number, heard, str(number), None, at)),
        (MESSAGE, (ids[2], conversation, number + 1, said, None, "pending", at)),
        (OUTBOX, (ids[2], ids[2], conversation, number + 1, at)),
        (EVENT, (at, "message_received", conversation, conversation, '{"seq": 1}')),
    ]
    return (key,), writes, ids[2]


async def serve(port: int, address: str, api: str, sends: float) -> None:
    """Keep each update in a transaction of its own, acknowledge it, send `sends` messages on average, and note each as sent."""
    database = Sqlite(address.removeprefix("sqlite:///")) if address.startswith("sqlite") else await Postgres().open(address)
    sealer = Sealer()
    client = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=50))
    sending: set[asyncio.Task[None]] = set()
    owed = 0.0

    async def send(chat: int, message: str) -> None:
        async with client.post(f"{api}1:ceiling/sendMessage", json={"chat_id": chat, "text": "Baik." * 30}) as answer:
            ref = str((await answer.json())["result"]["message_id"])
        where = f"{chat:032d}"
        noted = (database.time(), "message_sent", where, where, '{"seq": 2}')
        await database.run(None, [(DONE, (message,)), (SENT, (ref, message)), (EVENT, noted)])

    async def webhook(request: web.Request) -> web.Response:
        raw = await request.read()
        update = json.loads(raw)
        chat = update["message"]["chat"]["id"]
        question, writes, message = kept(database, sealer, update, raw, chat)
        await database.run(question, writes)
        nonlocal owed
        owed += sends
        while owed >= 1:
            owed -= 1
            task = asyncio.create_task(send(chat, message))
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
