"""Heartbeat: each process gives signs of life; those that serve pages notice when no worker gives any."""

import asyncio

import structlog

from bot.alarming import set_alarm
from bot.push import Pusher
from helpline.alarms import Alarm
from helpline.clock import Clock
from storage import processes
from storage.database import Database, StoreAway
from storage.transaction import Transaction

PAUSE = 5.0
LOOKS = 6
"""Signs between two looks for the others: a silent worker is noticed within two looks and the time it may be silent."""

log = structlog.get_logger()


class Heartbeat:
    """Beats until cancelled. A worker cannot tell that it is silent, so the web processes do, and wake browsers by themselves."""

    def __init__(self, database: Database, clock: Clock, name: str, role: str, console: str | None = None) -> None:
        self.database = database
        self.clock = clock
        self.name = name
        self.role = role
        self.pusher = Pusher(database, console)
        self.silent = 0

    async def run(self) -> None:
        beats = 0
        while True:
            try:
                await self.database.write(processes.beat, self.name, self.role)
                beats += 1
                if beats % LOOKS == 0 and self.role != "worker":
                    await self.look()
            except StoreAway:
                log.warning("store_away", look="heartbeat")
            await asyncio.sleep(PAUSE)

    async def look(self) -> list[str]:
        """Look for a worker; twice in a row none is an alarm. Whom it called."""
        alive = any(process.sends for process in await self.database.read(processes.living))
        self.silent = 0 if alive else self.silent + 1
        if 0 < self.silent < 2:
            return []
        whom = await self.database.write(self.keep, not alive)
        for member in whom:
            await self.pusher.wake(member)
        return whom

    def keep(self, tx: Transaction, silent: bool) -> list[str]:
        return set_alarm(tx, self.clock, Alarm.WORKER_SILENT, silent)

    async def leave(self) -> None:
        """Say farewell, so that nobody waits for a sign."""
        try:
            await self.database.write(processes.leave, self.name)
        except StoreAway:
            log.warning("store_away", look="heartbeat")
