"""Migrate: bring a database to this version's tables and tie it to its key."""

from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from storage.database import engines_for
from storage.keycheck import has_key, write_key_check
from storage.schema import config
from storage.sealing import Keyring
from storage.transaction import Transaction


async def migrate(url: str, key_file: Path) -> Keyring:
    """Migrate the database at `url` and return its keys.

    A database that was never tied to a key gets a new key file when there is none; any other needs its own file
    (KeyMissing, WrongKey). Raises StoreAway, BadDatabaseUrl.
    """
    engines = engines_for(url)
    try:
        first = await engines.run(lambda connection: not has_key(bare(connection, None)), write=False)
        keys = Keyring.load(key_file, create=first)

        def upgrade(connection: Connection) -> None:
            settings = config()
            settings.attributes["connection"] = connection
            command.upgrade(settings, "head")
            write_key_check(bare(connection, keys))

        await engines.run(upgrade, write=True)
        return keys
    finally:
        await engines.close()


def bare(connection: Connection, keys: Keyring | None) -> Transaction:
    return Transaction(connection, keys or Keyring({}, b""), {})
