"""The database is away: its many words for that are told from work that is wrong, which must not be tried again for ever."""

from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from storage.database import Database, StoreAway, away_is_said
from storage.migrate import migrate
from storage.sealing import Keyring


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
