"""SQLite: one writer thread (BEGIN IMMEDIATE, WAL, synchronous FULL) with readers beside it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event

from storage.away import away_is_said

T = TypeVar("T")
READERS = 4
PAGES_KEPT = 256
"""Kilobytes of pages that each connection keeps, beside what the system keeps of the file for all of them. Eight times as much,
SQLite's own choice, took 8 MB more with 20,000 contacts and saved no time."""

PRAGMAS: tuple[str, ...] = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "secure_delete=ON",
    f"cache_size=-{PAGES_KEPT}",
)


class SqliteEngines:
    """One writer in a thread of its own, a few readers beside it."""

    def __init__(self, path: str) -> None:
        self.writer = Writer(sqlite_engine(path, "BEGIN IMMEDIATE", 1))
        self.reader = sqlite_engine(path, "BEGIN", READERS)
        self.writing = ThreadPoolExecutor(1, "suluh-writer")
        self.reading = ThreadPoolExecutor(READERS, "suluh-reader")

    async def run(self, work: Callable[[Connection], T], *, write: bool) -> T:
        threads, run = (self.writing, self.writer.run) if write else (self.reading, self.read)
        # A cancelled request must not leave the caller not knowing whether its work was committed.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(threads, run, work))

    def read(self, work: Callable[[Connection], T]) -> T:
        with away_is_said(), self.reader.begin() as connection:
            return work(connection)

    async def scrub(self) -> None:
        """What was overwritten in the file still stands in the log beside it, until the log is cut off."""
        await asyncio.get_running_loop().run_in_executor(self.writing, self.writer.cut_log)

    async def close(self) -> None:
        for threads in (self.writing, self.reading):
            await asyncio.to_thread(threads.shutdown)
        self.reader.dispose()
        self.writer.close()


class Writer:
    """The one connection that writes. It is kept between transactions, since to take it from a pool and put it back costs as much
    as a small transaction's own work; after a fault another one is made."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.kept: Connection | None = None

    def run(self, work: Callable[[Connection], T]) -> T:
        with away_is_said():
            connection = self.kept = self.kept or self.engine.connect()
            try:
                with connection.begin():
                    return work(connection)
            except BaseException:
                self.let_go()
                raise

    def cut_log(self) -> None:
        with away_is_said():
            self.let_go()
            connection = self.engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def let_go(self) -> None:
        """Give the connection back to the pool, which rolls back what is not committed."""
        kept, self.kept = self.kept, None
        if kept is not None:
            kept.close()

    def close(self) -> None:
        self.let_go()
        self.engine.dispose()


def sqlite_engine(path: str, begin: str, size: int) -> Engine:
    # The connection used last is used next: its pages and statements are at hand already, and the others' need not be.
    engine = create_engine(
        f"sqlite:///{path}", pool_size=size, max_overflow=0, pool_use_lifo=True, connect_args={"check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, in the mode we mean
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_so(connection: Connection) -> None:
        bare: Any = connection.connection.driver_connection
        bare.execute(begin)  # through SQLAlchemy it would cost as much as three statements

    return engine
