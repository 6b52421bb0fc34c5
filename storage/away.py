"""Away: the many ways in which a database cannot be had, told from work that is wrong, and said as one."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from helpline.errors import HelplineError


class StoreAway(HelplineError):
    """The database cannot be reached at the moment."""


class StoreFull(StoreAway):
    """The database's disk is full: what is written now cannot be kept."""


AWAY = (OperationalError, InterfaceError, sqlite3.OperationalError, OSError, TimeoutError)
"""How SQLAlchemy, SQLite's driver and the network say that the database cannot be had."""
PASSING = ("08", "53", "57P", "58", "25006", "25P03", "SQLITE_CORRUPT", "SQLITE_NOTADB")
"""What PostgreSQL says (errcodes-appendix) when it is not the work that is wrong: no connection, no room, being shut down or
started, trouble with its own files, a standby that does not write yet, a transaction that slept too long. And SQLite, of a file
that it cannot make sense of: an error of the disk is called so too, where it met the schema."""


def said_by_driver(error: BaseException) -> BaseException | None:
    """The driver's own error, without SQLAlchemy's wrapping."""
    return error.orig if isinstance(error, DBAPIError) else error


def is_passing(error: BaseException) -> bool:
    """Whether the same work may well succeed a little later."""
    said = said_by_driver(error)
    return str(getattr(said, "sqlstate", None) or getattr(said, "sqlite_errorname", None) or "").startswith(PASSING)


@contextmanager
def away_is_said() -> Iterator[None]:
    """Turn the many ways of losing a database into StoreAway; what the work itself did wrong passes through."""
    try:
        yield
    except AWAY as error:
        raise (StoreFull if is_full(said_by_driver(error)) else StoreAway) from error
    except (DBAPIError, sqlite3.DatabaseError) as error:
        if is_full(said_by_driver(error)):
            raise StoreFull from error
        if is_passing(error) or getattr(error, "connection_invalidated", False):
            raise StoreAway from error
        raise


def is_full(error: object) -> bool:
    """Whether either database says that its disk is full (SQLITE_FULL; PostgreSQL's class 53100)."""
    return getattr(error, "sqlite_errorname", None) == "SQLITE_FULL" or getattr(error, "sqlstate", None) == "53100"
