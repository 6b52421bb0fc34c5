"""PostgreSQL: a pool of asyncpg's connections under SQLAlchemy, by `AsyncConnection.run_sync`; imported only where it is used."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.away import StoreAway, StoreFull, away_is_said, is_full, is_passing
from storage.unfinished import Unfinished

T = TypeVar("T")
POOL = 10
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
    """A pool of asyncpg connections."""

    def __init__(self, url: str) -> None:
        driver = url.replace("postgresql://", "postgresql+asyncpg://", 1).replace("postgres://", "postgresql+asyncpg://", 1)
        # BEGIN and COMMIT are ours, since prepared statements pass SQLAlchemy by. The connection used last is used next: its
        # statements are prepared already.
        self.engine: AsyncEngine = create_async_engine(
            driver,
            pool_size=POOL,
            max_overflow=0,
            pool_use_lifo=True,
            isolation_level="AUTOCOMMIT",
            connect_args={"server_settings": ASLEEP},
        )
        self.unfinished = Unfinished()

    async def run(self, work: Callable[[Connection], T], *, write: bool) -> T:
        return await self.unfinished.finish(self.in_transaction(work))

    async def in_transaction(self, work: Callable[[Connection], T]) -> T:
        with asyncpg_away_is_said():
            async with self.engine.connect() as connection:
                bare = await living(connection)
                try:
                    async with bare.transaction():
                        return await connection.run_sync(work)
                finally:
                    if bare.is_closed():
                        await connection.invalidate()

    async def scrub(self) -> None:
        """Rows that are gone lie in their pages until a vacuum; the wrapped keys are what must not lie there."""
        await self.unfinished.finish(self.vacuum())

    async def vacuum(self) -> None:
        with asyncpg_away_is_said():
            async with self.engine.connect() as plain:
                connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
                await connection.exec_driver_sql("VACUUM contact_keys")

    async def close(self) -> None:
        await self.unfinished.end()
        await self.engine.dispose()


async def living(connection: AsyncConnection) -> Any:
    """asyncpg's connection under this one; another where the server has closed it while it lay in the pool."""
    bare: Any = (await connection.get_raw_connection()).driver_connection
    while bare.is_closed():
        await connection.invalidate()
        bare = (await connection.get_raw_connection()).driver_connection
    return bare
