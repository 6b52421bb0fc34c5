"""PostgreSQL's disk is full: the alarm begins as soon as it can be written, calls once, and ends when all is well for a while."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from helpline.alarms import Alarm
from helpline.permissions import Role
from storage import alarms, calls
from storage.away import StoreFull
from storage.database import Database
from storage.sealing import Keyring
from suluh.full_server import CALM, FullServer
from tests.clock import FrozenClock
from tests.makers import a_counsellor
from tests.patience import PATIENCE


class Disk:
    """The server's disk, which can be full for everybody who writes."""

    def __init__(self, database: Database) -> None:
        self.run = database.engines.run
        self.is_full, self.refused, self.written = False, 0, 0
        database.engines.run = self  # type: ignore[method-assign, assignment]

    async def __call__(self, work: Callable[[Connection], Any], *, write: bool) -> Any:
        if write and self.is_full:
            self.refused += 1
            raise StoreFull
        done = await self.run(work, write=write)
        self.written += write
        return done


@asynccontextmanager
async def watched(url: str, keys: Keyring, clock: FrozenClock) -> AsyncIterator[tuple[Database, Disk]]:
    opened = await Database.open(url, keys)
    watching = asyncio.create_task(FullServer(opened, clock, look_again=0).run())
    try:
        yield opened, Disk(opened)
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await opened.close()


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110 - told by what is watched
            await asyncio.sleep(0)


async def test_the_alarm_begins_when_it_can_be_written_calls_once_and_ends_after_a_while(
    postgres_url: str, keys: Keyring, clock: FrozenClock
) -> None:
    async with watched(postgres_url, keys, clock) as (database, disk):
        boss = await database.write(a_counsellor, clock, role=Role.SUPERVISOR)
        disk.is_full = True
        with pytest.raises(StoreFull):
            await database.write(lambda _tx: None)
        await until(lambda: disk.refused > 3)
        assert await database.read(alarms.standing) == {}
        disk.is_full, begun = False, disk.written
        await until(lambda: disk.written > begun)
        assert list(await database.read(alarms.standing)) == [Alarm.DISK_FULL]
        await until(lambda: disk.written > begun + CALM)
        async with asyncio.timeout(PATIENCE):
            while await database.read(alarms.standing):  # noqa: ASYNC110 - told by what is watched
                await asyncio.sleep(0)
        due = await database.write(calls.due, clock.now(), 10, timedelta(minutes=1))
        assert [call.staff_id for call in due] == [boss]


async def test_what_an_earlier_process_left_is_watched_to_its_end(postgres_url: str, keys: Keyring, clock: FrozenClock) -> None:
    first = await Database.open(postgres_url, keys)
    await first.write(alarms.begin, Alarm.DISK_FULL, clock.now())
    await first.close()
    async with watched(postgres_url, keys, clock) as (database, _disk), asyncio.timeout(PATIENCE):
        while await database.read(alarms.standing):  # noqa: ASYNC110 - told by what is watched
            await asyncio.sleep(0)
