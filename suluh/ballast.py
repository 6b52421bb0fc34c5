"""Ballast: a file that only takes room, to be dropped when the disk is full, so that the alarm and the next hours find some."""

import asyncio
import os
import shutil
from pathlib import Path

import structlog

from bot.alarming import set_alarm
from helpline.alarms import Alarm
from helpline.clock import Clock
from storage.database import Database, StoreAway

SIZE = 32 * 1024 * 1024
SPARE = 2 * SIZE
"""Only a disk with so much room besides is asked to hold the ballast again."""
LOOK_AGAIN = 2.0

log = structlog.get_logger()


class Ballast:
    """Watches over the disk: drops the file when a write met a full one, and takes it up when there is room again."""

    def __init__(self, database: Database, clock: Clock, folder: Path, size: int = SIZE, spare: int = SPARE) -> None:
        self.database = database
        self.clock = clock
        self.file = folder / "ballast"
        self.size = size
        self.spare = spare

    async def run(self) -> None:
        """Watch until cancelled."""
        await self.recover()
        while True:
            await self.database.full.wait()
            self.drop()
            await self.watch()

    async def watch(self) -> None:
        """Until there is room again. Nothing tells us when that is, so we look."""
        while True:
            if await self.recover():
                return
            await asyncio.sleep(LOOK_AGAIN)

    def drop(self) -> None:
        log.error("disk_full")
        self.file.unlink(missing_ok=True)

    async def recover(self) -> bool:
        """Whether there is room again: the alarm stands until the ballast is back in its place."""
        self.database.full.clear()
        room = await asyncio.to_thread(self.take_up)
        try:
            await self.database.write(set_alarm, self.clock, Alarm.DISK_FULL, not room)
        except StoreAway:
            return False
        return room and not self.database.full.is_set()

    def take_up(self) -> bool:
        """Whether the file is there; it is made of real bytes, which a disk with holes in its books would not keep for us."""
        if self.file.exists() and self.file.stat().st_size >= self.size:
            return True
        try:
            if shutil.disk_usage(self.file.parent).free < self.size + self.spare:
                return False
            with self.file.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, self.size)
        except OSError:
            self.file.unlink(missing_ok=True)
            return False
        return True
