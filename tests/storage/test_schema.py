"""The schema: migrations and tables are the same, on both databases; the key and the version are asked for at the door."""

import asyncio
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage.database import BadDatabaseUrl, Database, StoreAway
from storage.keycheck import NewerSchema, OldSchema
from storage.migrate import migrate
from storage.schema import config, known, newest, present
from storage.sealing import KeyMissing, Keyring, KeyUnreadable, WrongKey
from storage.tables import metadata
from storage.transaction import Transaction
from tests.patience import PATIENCE


def differences(tx: Transaction) -> list[object]:
    context = MigrationContext.configure(tx.connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def test_the_migrations_make_exactly_the_tables(database: Database) -> None:
    assert await database.read(differences) == []


def test_the_files_of_the_migrations_bear_their_versions() -> None:
    scripts = ScriptDirectory.from_config(config())
    assert known() == {script.revision for script in scripts.walk_revisions()}
    assert newest() == scripts.get_current_head()


async def test_migrating_again_changes_nothing(database_url: str, key_file: Path) -> None:
    await migrate(database_url, key_file)
    await migrate(database_url, key_file)


async def test_sqlite_is_as_durable_as_promised(sqlite_database: Database) -> None:
    def pragmas(tx: Transaction) -> tuple[str, int, int]:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        mode, synchronous, keys = (tx.connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in asked)
        return mode, synchronous, keys

    assert await sqlite_database.write(pragmas) == ("wal", 2, 1)


def test_the_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "suluh.key"
    Keyring.load(path, create=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_file_that_is_missing_or_broken_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing):
        Keyring.load(tmp_path / "none.key", create=False)
    for content in ("", "{}", '{"sealing": {"1": "c2hvcnQ="}, "indexing": "c2hvcnQ="}', "nonsense"):
        broken = tmp_path / "broken.key"
        broken.write_text(content)
        with pytest.raises(KeyUnreadable):
            Keyring.load(broken, create=False)


async def test_another_key_does_not_open_the_database(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(WrongKey):
        await Database.open(database_url, Keyring.load(tmp_path / "other.key", create=True))


async def test_a_database_tied_to_a_key_is_never_given_a_new_one(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(KeyMissing):
        await migrate(database_url, tmp_path / "lost.key")
    assert not (tmp_path / "lost.key").exists()


async def test_a_database_that_is_not_migrated_is_refused(tmp_path: Path, keys: Keyring) -> None:
    with pytest.raises(OldSchema):
        await Database.open(f"sqlite:///{tmp_path / 'empty.db'}", keys)


async def test_a_database_that_is_not_there_is_said_to_be_away(keys: Keyring) -> None:
    with pytest.raises(StoreAway):
        await asyncio.wait_for(Database.open("postgresql://nobody@127.0.0.1:9/none", keys), PATIENCE)
    with pytest.raises(BadDatabaseUrl):
        await Database.open("mysql://x", keys)


def stand_at(tx: Transaction, version: str, oldest: str) -> None:
    """As a newer version would leave the tables behind."""
    tx.connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    tx.connection.execute(text("UPDATE meta SET value = :oldest WHERE key = 'oldest_code'"), {"oldest": oldest.encode()})


async def test_tables_that_a_newer_version_only_added_to_are_worked_on_and_never_undone(
    database_url: str, keys: Keyring, key_file: Path
) -> None:
    database = await Database.open(database_url, keys)
    await database.write(stand_at, "9000", newest())
    await database.close()
    await migrate(database_url, key_file)
    again = await Database.open(database_url, keys)
    assert await again.read(lambda tx: present(tx.connection)) == "9000"
    await again.close()


async def test_tables_that_only_a_newer_version_can_work_on_are_refused_and_left_as_they_are(
    database_url: str, keys: Keyring, key_file: Path
) -> None:
    database = await Database.open(database_url, keys)
    await database.write(stand_at, "9000", "9000")
    for refused in (migrate(database_url, key_file), Database.open(database_url, keys)):
        with pytest.raises(NewerSchema):
            await refused
    assert await database.read(lambda tx: present(tx.connection)) == "9000"
    await database.close()


async def test_tables_of_an_older_version_are_to_be_migrated_first(database_url: str, keys: Keyring) -> None:
    database = await Database.open(database_url, keys)
    await database.write(stand_at, "0014", "0014")
    await database.close()
    with pytest.raises(OldSchema):
        await Database.open(database_url, keys)
