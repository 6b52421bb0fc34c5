"""The schema's versions: which one a database has, and which one this code needs."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


def config() -> Config:
    """Alembic's configuration, without a file of its own."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return made


def newest() -> str | None:
    """The version this code needs."""
    return ScriptDirectory.from_config(config()).get_current_head()


def present(connection: Connection) -> str | None:
    """The version the database has; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()
