"""Closing the database: nothing is cut off, and no connection, task or cancellation is left lying."""

import asyncio
import gc
from typing import Any

import pytest

from storage import contacts, waking
from storage.database import Database, StoreAway
from storage.sealing import Keyring
from storage.waking import Waking
from tests.patience import PATIENCE


def others() -> set[asyncio.Task[Any]]:
    """The tasks of this loop besides the test itself."""
    return asyncio.all_tasks() - {task for task in [asyncio.current_task()] if task}


async def test_who_comes_after_the_end_opens_nothing(database_url: str, keys: Keyring) -> None:
    database = await Database.open(database_url, keys)
    await database.close()
    with pytest.raises(StoreAway):
        await database.read(contacts.find_by_address, "telegram", "1", "1")
    with pytest.raises(StoreAway):
        await database.write(contacts.find_by_address, "telegram", "1", "1")
    with pytest.raises(StoreAway):
        await database.scrub()
    assert others() == set()
    gc.collect()  # a connection that nobody closed says so now


async def test_who_reads_on_and_on_is_waited_for_and_then_refused(database_url: str, keys: Keyring) -> None:
    database, begun = await Database.open(database_url, keys), asyncio.Event()

    async def read_on() -> None:
        while True:
            await database.read(contacts.find_by_address, "telegram", "1", "1")
            begun.set()

    reading = [asyncio.create_task(read_on()) for _each in range(4)]
    await asyncio.wait_for(begun.wait(), PATIENCE)
    await asyncio.wait_for(database.close(), PATIENCE)
    for ended in await asyncio.gather(*reading, return_exceptions=True):
        assert isinstance(ended, StoreAway)
    assert others() == set()
    gc.collect()


async def test_what_was_cut_off_while_its_connection_was_made_is_waited_for(postgres_url: str, keys: Keyring) -> None:
    database = await Database.open(postgres_url, keys)
    cut = [asyncio.create_task(database.scrub()) for _each in range(4)]
    await asyncio.sleep(0)
    for task in cut:
        task.cancel()
    await asyncio.gather(*cut, return_exceptions=True)
    assert all(task.cancelled() for task in cut)
    await asyncio.wait_for(database.close(), PATIENCE)
    assert others() == set()
    gc.collect()


async def test_a_statement_that_hangs_ends_with_its_connection(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = asyncio.Event()

    async def hang(_waking: Waking, connection: Any) -> None:
        hanging.set()
        await connection.execute("SELECT pg_sleep(3600)")

    monkeypatch.setattr(waking, "TELL", 0.1)
    monkeypatch.setattr(Waking, "talk", hang)
    made = Waking(postgres_url)
    made.start()
    await asyncio.wait_for(hanging.wait(), PATIENCE)
    await asyncio.wait_for(made.stop(), PATIENCE)
    assert made.connection.is_closed()
    assert others() == set()
    gc.collect()


async def test_a_server_that_never_answers_does_not_hold_the_end_up(monkeypatch: pytest.MonkeyPatch) -> None:
    reached, held = asyncio.Event(), asyncio.Event()

    async def say_nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.set()
        await held.wait()
        writer.close()
        await writer.wait_closed()

    monkeypatch.setattr(waking, "CONNECT", 1)
    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    made = Waking(f"postgresql://nobody@127.0.0.1:{silent.sockets[0].getsockname()[1]}/nothing")
    made.start()
    await asyncio.wait_for(reached.wait(), PATIENCE)
    await asyncio.wait_for(made.stop(), PATIENCE)
    held.set()
    silent.close()
    await silent.wait_closed()
    await asyncio.gather(*others())
    gc.collect()


async def test_who_is_told_to_stop_as_a_hint_comes_stops(sqlite_database: Database) -> None:
    waiting = asyncio.create_task(sqlite_database.wait("outbox", PATIENCE))
    await asyncio.sleep(0)
    sqlite_database.hint("outbox")
    waiting.cancel()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
