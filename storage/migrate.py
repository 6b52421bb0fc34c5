"""Migrate: bring a database to this version's tables and tie it to its key."""

from pathlib import Path

from sqlalchemy import Connection

from storage.database import engines_for, is_missing
from storage.keycheck import check_bearable, has_key, write_key_check, write_oldest
from storage.schema import config, newest, present
from storage.sealing import Keyring
from storage.transaction import Transaction


async def migrate(url: str, key_file: Path) -> Keyring:
    """Migrate the database at `url` and return its keys.

    A database that was never tied to a key gets a new key file when there is none; any other needs its own file
    (KeyMissing, WrongKey). Newer tables are left as they are, or refused (NewerSchema). Raises StoreAway, BadDatabaseUrl.
    """
    if is_missing(url):
        Keyring.load(key_file, create=True)  # before the file of the database is made, so that a bad key leaves nothing behind
    engines = engines_for(url)
    try:
        if await engines.run(lambda connection: check_bearable(bare(connection, None)), write=False):
            return Keyring.load(key_file, create=False)  # a newer version was here: nothing to do, and nothing is undone
        first = await engines.run(lambda connection: not has_key(bare(connection, None)), write=False)
        keys = Keyring.load(key_file, create=first)

        def upgrade(connection: Connection) -> None:
            if present(connection) != newest():
                upgrade_tables(connection)
            write_key_check(bare(connection, keys))
            write_oldest(bare(connection, keys))

        await engines.run(upgrade, write=True)
        return keys
    finally:
        await engines.close()


def upgrade_tables(connection: Connection) -> None:
    from alembic import command  # here, for what it brings into memory

    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def bare(connection: Connection, keys: Keyring | None) -> Transaction:
    return Transaction(connection, keys or Keyring({}, b""), {})
