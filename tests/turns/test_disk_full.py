"""A full disk: nothing is acknowledged, nothing is half kept, and the person hears the truth and whom to call."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from helpline.alarms import Alarm
from storage import alarms
from storage.database import Database, StoreFull, is_full
from storage.transaction import Transaction
from suluh.ballast import Ballast
from tests.clock import FrozenClock
from tests.letterbox import Letterbox
from tests.turns.conftest import NotingWire

LONG = "tolong saya dipukul " * 180


def fill(tx: Transaction) -> None:
    """From now on the file may not grow: SQLite answers as on a full disk."""
    pages = tx.connection.execute(text("PRAGMA page_count")).scalar_one()
    tx.connection.execute(text(f"PRAGMA max_page_count = {pages}"))


def make_room(tx: Transaction) -> None:
    tx.connection.execute(text("PRAGMA max_page_count = 1073741823"))


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """A server's disk is its own; here it is the file's."""
    return sqlite_database


def test_both_databases_words_for_it_are_known() -> None:
    class Postgres(Exception):
        sqlstate = "53100"

    class Sqlite(Exception):
        sqlite_errorname = "SQLITE_FULL"

    assert is_full(Postgres())
    assert is_full(Sqlite())
    assert not is_full(Exception())


async def refused(box: Letterbox, chat: int, words: str) -> None:
    box.person(chat).writes(words)
    with pytest.raises(StoreFull):
        await box.drain()
    await box.helpline.turns.last_words.close()


async def until_full(box: Letterbox, database: Database) -> None:
    """Free pages inside the file are used up first."""
    await database.write(fill)
    for number in range(1, 200):
        box.person(50_000 + number).writes("x" * len(LONG))
        try:
            await box.drain()
        except StoreFull:
            return
    raise AssertionError


async def test_the_truth_and_the_numbers_are_told_once_an_hour_and_all_is_well_when_there_is_room(
    box: Letterbox, wire: NotingWire, clock: FrozenClock, database: Database
) -> None:
    siti = box.person(1)
    await box.says(siti, "halo")
    await until_full(box, database)
    await box.helpline.turns.last_words.close()
    wire.called.clear()
    for _ in range(3):
        await refused(box, 1, LONG)
    assert [address for address, _text, _button in wire.called] == ["1"]
    said = wire.called[0][1]
    assert "belum bisa kami simpan" in said
    assert any(mark.isdigit() for mark in said)
    _conversation, kept = await box.conversation_of(siti)
    assert LONG not in [message.text for message in kept]
    clock.tick(timedelta(hours=1))
    await refused(box, 1, LONG)
    assert len(wire.called) == 2
    await database.write(make_room)
    await box.says(siti, "tolong saya dipukul")
    _conversation, kept = await box.conversation_of(siti)
    assert "tolong saya dipukul" in [message.text for message in kept]


async def test_the_ballast_is_dropped_the_alarm_stands_and_both_end_when_there_is_room(
    box: Letterbox, clock: FrozenClock, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("disk")
    ballast = Ballast(database, clock, folder, size=65536, spare=0)
    assert await ballast.recover()
    assert ballast.file.stat().st_size == 65536
    await until_full(box, database)
    await box.helpline.turns.last_words.close()
    assert database.full.is_set()
    ballast.drop()
    assert not ballast.file.exists()
    await database.write(make_room)
    ballast.spare = 1 << 60
    assert not await ballast.recover()
    assert list(await database.read(alarms.standing)) == [Alarm.DISK_FULL]
    ballast.spare = 0
    assert await ballast.recover()
    assert await database.read(alarms.standing) == {}
    assert ballast.file.stat().st_size == 65536


async def test_while_the_disk_is_full_the_watch_goes_on(
    box: Letterbox, clock: FrozenClock, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ballast = Ballast(database, clock, tmp_path_factory.mktemp("disk"), size=65536, spare=0)
    watching = asyncio.create_task(ballast.run())
    try:
        await until_full(box, database)
        await box.helpline.turns.last_words.close()
        await database.write(make_room)
        await box.says(box.person(2), "halo")
        assert not watching.done()
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
