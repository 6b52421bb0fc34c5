"""The schema's versions: which one a database has, and which one this code needs."""

from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"
OLDEST_CODE = "0016"
"""The oldest version of the code that works on the tables of this one; raise it with a migration that only new code bears."""


def config() -> Config:
    """Alembic's configuration, without a file of its own."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return made


@cache
def newest() -> str:
    """The version this code needs."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    assert head is not None
    return head


@cache
def known() -> frozenset[str]:
    """All versions that this code has heard of."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())


def present(connection: Connection) -> str | None:
    """The version the database has; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()
