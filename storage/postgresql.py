"""PostgreSQL: asyncpg's connections under SQLAlchemy, by `AsyncConnection.run_sync`; imported only where it is used."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.away import StoreAway, StoreFull, away_is_said, is_full, is_passing
from storage.unfinished import Unfinished

T = TypeVar("T")
POOL = 10
Kept = tuple[AsyncConnection, Any]
"""A connection, and asyncpg's own under it."""
ASLEEP = {"idle_in_transaction_session_timeout": "5s"}
"""A process that is stopped in the middle of a transaction must not hold its locks as long as it sleeps: the bot's next sender
waits for one of them."""


@contextmanager
def asyncpg_away_is_said() -> Iterator[None]:
    """As on any database; what asyncpg raises by itself passes SQLAlchemy by."""
    with away_is_said():
        try:
            yield
        except asyncpg.DataError:
            raise  # an InterfaceError by its family, but the fault of what was to be kept
        except (asyncpg.InterfaceError, asyncpg.PostgresError) as error:
            if is_full(error):
                raise StoreFull from error
            if isinstance(error, asyncpg.InterfaceError) or is_passing(error):
                raise StoreAway from error
            raise


class PostgresEngines:
    """Up to POOL connections of asyncpg. Each is kept between transactions, since to take it from SQLAlchemy's pool and put it
    back costs more than a small transaction; after a fault it goes back, and another one is made."""

    def __init__(self, url: str) -> None:
        driver = url.replace("postgresql://", "postgresql+asyncpg://", 1).replace("postgres://", "postgresql+asyncpg://", 1)
        # BEGIN and COMMIT are ours, since prepared statements pass SQLAlchemy by.
        self.engine: AsyncEngine = create_async_engine(
            driver,
            pool_size=POOL,
            max_overflow=0,
            isolation_level="AUTOCOMMIT",
            connect_args={"server_settings": ASLEEP},
        )
        self.unfinished = Unfinished()
        self.room = asyncio.Semaphore(POOL)
        self.kept: list[Kept] = []

    async def run(self, work: Callable[[Connection], T], *, write: bool) -> T:
        return await self.unfinished.finish(self.in_transaction(work))

    async def in_transaction(self, work: Callable[[Connection], T]) -> T:
        with asyncpg_away_is_said():
            async with self.connected() as (connection, bare), bare.transaction():
                return await connection.run_sync(work)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Kept]:
        """The connection used last, for its statements are prepared already; a new one where all are busy."""
        async with self.room:
            kept = await self.living()
            try:
                yield kept
            except BaseException:
                await let_go(*kept)
                raise
            self.kept.append(kept)

    async def living(self) -> Kept:
        """A connection that the server has not closed meanwhile."""
        while self.kept:
            kept = self.kept.pop()
            if not kept[1].is_closed():
                return kept
            await let_go(*kept)
        connection = await self.engine.connect()
        try:
            return connection, await living_under(connection)
        except BaseException:
            await connection.close()
            raise

    async def scrub(self) -> None:
        """Rows that are gone lie in their pages until a vacuum; the wrapped keys are what must not lie there."""
        await self.unfinished.finish(self.vacuum())

    async def vacuum(self) -> None:
        with asyncpg_away_is_said():
            async with self.connected() as (connection, _bare):
                await connection.exec_driver_sql("VACUUM contact_keys")

    async def close(self) -> None:
        await self.unfinished.end()
        while self.kept:
            await let_go(*self.kept.pop())
        await self.engine.dispose()


async def living_under(connection: AsyncConnection) -> Any:
    """asyncpg's connection under one that is new to us; another where the server has closed it while it lay in the pool."""
    bare: Any = (await connection.get_raw_connection()).driver_connection
    while bare.is_closed():
        await connection.invalidate()
        bare = (await connection.get_raw_connection()).driver_connection
    return bare


async def let_go(connection: AsyncConnection, bare: Any) -> None:
    """Give it back to the pool; one that the server has closed is of no more use there."""
    if bare.is_closed():
        await connection.invalidate()
    await connection.close()
