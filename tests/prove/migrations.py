"""Migrations: from every released schema, with rows, the migration is killed at random moments; nothing is lost or half done."""

import asyncio
import os
import random
import signal
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from helpline.errors import HelplineError
from storage.database import Database, engines_for
from storage.keycheck import write_key_check
from storage.migrate import bare, migrate
from storage.schema import config
from storage.sealing import Keyring
from tests.prove.ground import Ground, Outcome
from tests.prove.processes import nursery

ROWS = 200


async def prove(ground: Ground) -> Outcome:
    """R23, on both databases."""
    outcome = Outcome()
    for name in ("SQLite", "PostgreSQL"):
        outcome += await campaign(ground, name)
    return outcome


async def campaign(ground: Ground, name: str) -> Outcome:
    """Old schemas in turn; each migration is started anew after every kill until one comes to its end."""
    dice, kills, wanted, faults = ground.dice(name), 0, ground.of(3, 25, 100), list[str]()
    released = [script.revision for script in reversed(list(ScriptDirectory.from_config(config()).walk_revisions()))][:-1]
    dice.shuffle(released)
    seen = set[str]()
    for number in range(10**6):
        if kills >= wanted:
            break
        revision = released[number % len(released)]
        seen.add(revision)
        url = ground.sqlite(f"old-{number}") if name == "SQLite" else await ground.postgresql(f"old_{number}")
        key = ground.folder / f"{name}-{number}.key"
        before = await old(url, key, revision)
        if await opens(url, key):
            faults.append(f"{revision}: a service opened an old schema")
        for _kill in range(min(3, wanted - kills)):
            kills += await killed(ground, url, key, dice)
            await asyncio.sleep(0.05 if name == "SQLite" else 0.5)  # PostgreSQL notices a moment later that nobody is there
        await migrate(url, key)
        after = await counted(url)
        faults += [f"{revision}: {table} had {rows} rows, has {after.get(table)}" for table, rows in before.items()
                   if after.get(table, 0) < rows]  # fmt: skip
        if not await opens(url, key):
            faults.append(f"{revision}: the migrated database does not open")
    told = f"{name}: {kills} kills in migrations from {len(seen)} of {len(released)} schemas, {ROWS} contacts each, 0 rows lost"
    return Outcome(told if not faults else name, [f"{name}: {fault}" for fault in faults])


async def old(url: str, key: Path, revision: str) -> dict[str, int]:
    """A database of an earlier release with rows in it; how many there are of each table."""
    keys, engines = Keyring.load(key, create=True), engines_for(url)
    try:
        await engines.run(lambda connection: fill(connection, keys, revision), write=True)
    finally:
        await engines.close()
    return await counted(url)


def fill(connection: sa.Connection, keys: Keyring, revision: str) -> None:
    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)
    write_key_check(bare(connection, keys))
    known = sa.MetaData()
    known.reflect(connection, only=["contacts", "contact_keys", "conversations"])
    for name in ("contacts", "contact_keys", "conversations"):
        table = known.tables[name]
        connection.execute(table.insert(), [row_of(table, number) for number in range(ROWS)])


def row_of(table: sa.Table, number: int) -> dict[str, object]:
    """A made-up row: its own id everywhere, plain values elsewhere."""
    return {
        column.name: value_of(column, number) for column in table.columns if not column.nullable and column.server_default is None
    }


def value_of(column: sa.Column[object], number: int) -> object:
    kind = column.type
    if isinstance(kind, sa.LargeBinary):
        return f"{column.table.name}-{column.name}-{number}".encode()
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.DateTime):
        return datetime(2026, 11, 1, tzinfo=UTC)
    if isinstance(kind, sa.Integer | sa.BigInteger | sa.Float):
        return 0
    if column.name in ("id", "contact_id"):
        return f"{number:032x}"
    return "bot" if column.name == "owner" else f"{number}"


async def counted(url: str) -> dict[str, int]:
    def count(connection: sa.Connection) -> dict[str, int]:
        names = sa.inspect(connection).get_table_names()
        return {name: connection.execute(sa.text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}  # noqa: S608

    engines = engines_for(url)
    try:
        found = await engines.run(count, write=False)
    finally:
        await engines.close()
    return {name: rows for name, rows in found.items() if name != "alembic_version"}


async def opens(url: str, key: Path) -> bool:
    try:
        database = await Database.open(url, Keyring.load(key, create=False))
    except HelplineError:
        return False
    await database.close()
    return True


async def killed(ground: Ground, url: str, key: Path, dice: random.Random) -> int:
    """Start the migration in a process of its own and kill it a moment later; 1 when it was still at it."""
    environment = os.environ | {"DATABASE_URL": url, "SULUH_KEY_FILE": str(key), "DATA_DIR": str(key.parent)}
    make, log = nursery().make, ground.folder / "migrations.log"
    child = await asyncio.to_thread(make, "tests.prove.nursery:suluh", "migrate", environment=environment, log=log)
    await asyncio.sleep(dice.uniform(0.0, 1.2))
    child.tell(signal.SIGKILL)
    return int(await child.wait() == -signal.SIGKILL)
