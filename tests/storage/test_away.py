"""The database is away: its many words for that are told from work that is wrong, which must not be tried again for ever."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

from storage import senders
from storage.database import Database, StoreAway, away_is_said
from storage.migrate import migrate
from storage.postgresql import PostgresEngines
from storage.sealing import Keyring
from storage.tables import paces
from storage.transaction import Transaction
from tests.patience import PATIENCE
from tests.postgres import run_once


def said(state: str) -> DBAPIError:
    """What the driver raises for this SQLSTATE."""
    cause = Exception("the server said something")
    cause.sqlstate = state  # type: ignore[attr-defined]
    return DBAPIError("SELECT 1", {}, cause)


@pytest.mark.parametrize("state", ["08006", "53300", "53100", "57P01", "57P02", "57P03", "58030", "25006", "25P03"])
def test_a_server_that_stops_starts_or_has_no_room_is_away(state: str) -> None:
    with pytest.raises(StoreAway), away_is_said():
        raise said(state)


@pytest.mark.parametrize("state", ["23505", "22P05", "42703", "40P01", ""])
def test_work_that_is_wrong_is_not_called_away(state: str) -> None:
    with pytest.raises(DBAPIError), away_is_said():
        raise said(state)


@pytest.mark.parametrize("spoilt", [slice(0, 16), slice(100, 4096)], ids=["no database at all", "a schema that cannot be read"])
async def test_a_file_that_sqlite_cannot_read_is_away_and_ends_nothing(tmp_path: Path, spoilt: slice) -> None:
    file = tmp_path / "suluh.db"
    url = f"sqlite:///{file}"
    keys = await migrate(url, tmp_path / "suluh.key")
    content = bytearray(file.read_bytes())
    content[spoilt] = b"\x7f" * len(content[spoilt])
    file.write_bytes(content)
    with pytest.raises(StoreAway):
        await Database.open(url, keys)


async def test_who_sleeps_within_a_transaction_holds_its_locks_five_seconds_and_no_longer(
    postgres_url: str, keys: Keyring
) -> None:
    opened = await Database.open(postgres_url, keys)
    try:
        shown = await opened.read(
            lambda tx: tx.connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar_one()
        )
    finally:
        await opened.close()
    assert shown == "5s"


async def test_a_connection_that_the_server_closed_between_two_transactions_is_not_used_again(
    postgres_url: str, keys: Keyring
) -> None:
    opened = await Database.open(postgres_url, keys)
    try:
        first = await opened.read(server_process)
        await run_once(postgres_url, f"SELECT pg_terminate_backend({first}, 10000)")
        async with asyncio.timeout(PATIENCE):
            while await is_alive(opened):  # noqa: ASYNC110 - another's
                await asyncio.sleep(0)
        assert await opened.read(server_process) != first
    finally:
        await opened.close()


async def test_after_work_that_failed_the_next_is_kept(database: Database) -> None:
    def spoils(tx: Transaction) -> None:
        tx.connection.execute(delete(paces))
        raise ZeroDivisionError

    for _time in range(2):
        with pytest.raises(ZeroDivisionError):
            await database.write(spoils)
        await database.write(senders.locked, "telegram", "1")
    assert await database.read(lambda tx: tx.connection.execute(select(func.count()).select_from(paces)).scalar_one()) == 1


def server_process(tx: Transaction) -> int:
    return int(tx.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())


async def is_alive(database: Database) -> bool:
    """Whether the connection that would be used next is not known to be closed."""
    assert isinstance(database.engines, PostgresEngines)
    return not database.engines.kept[-1][1].is_closed()
