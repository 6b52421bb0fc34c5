"""The database: opens it, runs work in transactions, wakes those who wait. One code for SQLite and PostgreSQL.

SQLite: `storage.sqlite`. PostgreSQL: `storage.postgresql`.
Work is a plain function `work(tx, …)`; it is committed when it returns, rolled back when it raises.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from helpline.errors import HelplineError
from storage import events, failpoints
from storage.away import StoreAway, StoreFull, away_is_said, is_full
from storage.keycheck import OldSchema, check_key
from storage.sealing import Keyring
from storage.sqlite import SqliteEngines
from storage.transaction import Transaction
from storage.waking import Waking

__all__ = ["BadDatabaseUrl", "Database", "StoreAway", "StoreFull", "away_is_said", "engines_for", "is_full", "is_missing"]

P = ParamSpec("P")
T = TypeVar("T")
CONTACT_KEYS_KEPT = 4_000
"""Some 250 bytes each; the key of a contact who is not among them costs a look."""


class BadDatabaseUrl(HelplineError):
    """DATABASE_URL must begin with sqlite:/// or postgresql://."""


class Engines(Protocol):
    """How one database runs a function over a connection."""

    async def run(self, work: Callable[[Connection], T], *, write: bool) -> T: ...

    async def scrub(self) -> None: ...

    async def close(self) -> None: ...


def engines_for(url: str) -> Engines:
    if url.startswith("sqlite:///"):
        return SqliteEngines(url.removeprefix("sqlite:///"))
    if url.startswith(("postgresql://", "postgres://")):
        from storage.postgresql import PostgresEngines  # here, for it brings 9 MB (asyncpg, SQLAlchemy's asyncio with its ORM)

        return PostgresEngines(url)
    raise BadDatabaseUrl


def is_missing(url: str) -> bool:
    """Whether it is a file that is not there: opening it would make an empty one."""
    return url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists()


class Database:
    """The open database. `write` and `read` run work in a transaction; `wait` sleeps until something is hinted."""

    def __init__(self, url: str, keys: Keyring) -> None:
        self.url = url
        self.keys = keys
        self.engines = engines_for(url)
        self.closed = False
        self.waking = Waking(None if url.startswith("sqlite") else url.replace("postgres://", "postgresql://", 1))
        self.contact_keys: dict[str, bytes] = {}
        self.waking.also["forgotten"] = self.contact_keys.clear
        self.full = asyncio.Event()
        """Set when a write met a full disk; whoever watches over the disk clears it."""

    @classmethod
    async def open(cls, url: str, keys: Keyring) -> "Database":
        """Open a migrated database. Raises OldSchema, WrongKey, StoreAway, BadDatabaseUrl."""
        if is_missing(url):
            raise OldSchema
        database = cls(url, keys)
        try:
            await database.read(check_key)
        except BaseException:
            await database.engines.close()
            raise
        database.waking.start()
        return database

    def opened(self) -> Engines:
        """Raises StoreAway after the end: whoever comes so late would have a connection made that nobody closes."""
        if self.closed:
            raise StoreAway
        return self.engines

    @property
    def dialect(self) -> str:
        return "sqlite" if isinstance(self.engines, SqliteEngines) else "postgresql"

    async def write(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run the work, commit, then wake those whom it concerns. Nothing has happened when it raises."""

        def in_transaction(connection: Connection) -> tuple[T, Transaction]:
            tx = Transaction(connection, self.keys, self.contact_keys)
            result = work(tx, *args, **kwargs)
            events.flush(tx)
            if failpoints.trap is not None:
                failpoints.reach(f"before commit {failpoints.name_of(work)}")
            return result, tx

        try:
            result, tx = await self.opened().run(in_transaction, write=True)
        except StoreFull:
            self.full.set()
            raise
        if failpoints.trap is not None:
            failpoints.reach(f"after commit {failpoints.name_of(work)}")
        if len(self.contact_keys) > CONTACT_KEYS_KEPT:
            self.contact_keys.clear()
        self.contact_keys.update(tx.fresh_keys)
        self.waking.hint(*tx.hints)
        return result

    async def read(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work that only reads, on SQLite beside the writer."""
        return await self.opened().run(
            lambda connection: work(Transaction(connection, self.keys, self.contact_keys), *args, **kwargs), write=False
        )

    async def scrub(self) -> None:
        """Make what was destroyed unreadable in the files too."""
        await self.opened().scrub()

    def listening(self, topic: str, waiter: asyncio.Event | None = None) -> AbstractContextManager[asyncio.Event]:
        """An event that is set whenever the topic is hinted, for who must not miss a hint while busy."""
        return self.waking.listening(topic, waiter)

    async def wait(self, topic: str, timeout: float) -> None:  # noqa: ASYNC109 - a hint may be lost, so every wait ends.
        await self.waking.wait(topic, timeout)

    def hint(self, topic: str) -> None:
        self.waking.hint(topic)

    async def close(self) -> None:
        """Stop waiting tasks and close every connection; a running transaction is finished first."""
        await self.waking.stop()
        self.closed = True
        await self.engines.close()
