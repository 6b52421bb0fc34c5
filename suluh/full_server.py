"""The full server: the alarm while PostgreSQL's disk is full, where nothing of ours can be dropped to make room."""

import asyncio

import structlog

from bot.alarming import set_alarm
from helpline.alarms import Alarm
from helpline.clock import Clock
from storage import alarms
from storage.database import Database, StoreAway

LOOK_AGAIN = 2.0
CALM = 30
"""Looks after one another that meet no full disk, until the alarm is over: a full disk lets some writes through."""

log = structlog.get_logger()


class FullServer:
    """Sets the alarm as soon as it can be written. Until then the log says so."""

    def __init__(self, database: Database, clock: Clock, look_again: float = LOOK_AGAIN) -> None:
        self.database = database
        self.clock = clock
        self.look_again = look_again

    async def run(self) -> None:
        """Watch until cancelled; an alarm that an earlier process has left is watched to its end too."""
        if await self.is_left():
            await self.watch()
        while True:
            await self.database.full.wait()
            log.error("disk_full")
            await self.watch()

    async def is_left(self) -> bool:
        try:
            return Alarm.DISK_FULL in await self.database.read(alarms.standing)
        except StoreAway:
            return False

    async def watch(self) -> None:
        """Until the disk has been met with room for a while."""
        calm = 0
        while calm < CALM:
            self.database.full.clear()
            met = await self.says(wrong=True)
            await asyncio.sleep(self.look_again)
            calm = calm + 1 if met and not self.database.full.is_set() else 0
        await self.says(wrong=False)

    async def says(self, *, wrong: bool) -> bool:
        """Whether the alarm could be set, or ended."""
        try:
            await self.database.write(set_alarm, self.clock, Alarm.DISK_FULL, wrong)
        except StoreAway:
            return False
        return True
