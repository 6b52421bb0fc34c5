"""Drivers: the bare connection under a transaction, for the few statements that every message runs.

SQLAlchemy's wrapping of one execution costs several times the database's own work on a statement of one row.
"""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Connection
from sqlalchemy.util import await_only

if TYPE_CHECKING:
    import asyncpg

Values = Sequence[Any]


class Driver(Protocol):
    """What both drivers can do with a statement's text. `many`: one run for each, in as few round trips as there can be."""

    def run(self, sql: str, values: Values) -> int:
        """Run it once; how many rows it touched."""

    def rows(self, sql: str, values: Values) -> Sequence[Values]:
        """Run it once; its rows."""

    def run_many(self, sql: str, many: Sequence[Values]) -> None: ...

    def rows_of_many(self, sql: str, many: Sequence[Values]) -> Sequence[Values]: ...


class SqliteDriver:
    """`sqlite3` itself; it keeps the newest statements prepared."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def run(self, sql: str, values: Values) -> int:
        return self.connection.execute(sql, values).rowcount

    def rows(self, sql: str, values: Values) -> Sequence[Values]:
        return self.connection.execute(sql, values).fetchall()

    def run_many(self, sql: str, many: Sequence[Values]) -> None:
        self.connection.executemany(sql, many)

    def rows_of_many(self, sql: str, many: Sequence[Values]) -> Sequence[Values]:
        return [row for values in many for row in self.connection.execute(sql, values).fetchall()]


class PostgresDriver:
    """asyncpg itself, awaited from within `run_sync`. Many are sent in one go, and their answers read in one; for one alone that
    way costs a third more."""

    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self.connection = connection

    def run(self, sql: str, values: Values) -> int:
        done: str = await_only(self.connection.execute(sql, *values))
        return int(done.rpartition(" ")[2])

    def rows(self, sql: str, values: Values) -> Sequence[Values]:
        found: Sequence[Values] = await_only(self.connection.fetch(sql, *values))
        return found

    def run_many(self, sql: str, many: Sequence[Values]) -> None:
        await_only(self.connection.execute(sql, *many[0]) if len(many) == 1 else self.connection.executemany(sql, many))

    def rows_of_many(self, sql: str, many: Sequence[Values]) -> Sequence[Values]:
        one = len(many) == 1
        found: Sequence[Values] = await_only(
            self.connection.fetch(sql, *many[0]) if one else self.connection.fetchmany(sql, many)
        )
        return found


def driver_under(connection: Connection) -> Driver:
    bare: Any = connection.connection.driver_connection
    return SqliteDriver(bare) if isinstance(bare, sqlite3.Connection) else PostgresDriver(bare)
