"""The schema's versions: which one a database has, and which one this code needs.

Alembic is imported only by who migrates: it brings 11 MB that a process which finds its tables in order never needs.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
OLDEST_CODE = "0016"
"""The oldest version of the code that works on the tables of this one; raise it with a migration that only new code bears."""


def config() -> "Config":
    """Alembic's configuration, without a file of its own."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return made


def newest() -> str:
    """The version this code needs."""
    return max(known())


@cache
def known() -> frozenset[str]:
    """All versions that this code has heard of: a migration's file begins with its version, and they are in a row."""
    return frozenset(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def present(connection: Connection) -> str | None:
    """The version the database has; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found
