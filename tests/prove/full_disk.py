"""The full disk: under load the disk fills to its last byte; what is not kept is refused, and all is well when there is room."""

import asyncio
import contextlib
import os
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bot.last_words import NOT_KEPT
from tests.emulator import Emulator
from tests.house import furnished
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import ONE, installed
from tests.prove.load import Driver

SIZE = "160m"
"""Room for the ballast, the database and its log."""
REFUSED_WITHIN, WELL_WITHIN = 1.0, 5.0
CRISIS = "tolong, saya mau bunuh diri"


async def prove(ground: Ground) -> Outcome:
    """R6, on a file system of its own in memory, which only root may make."""
    if os.geteuid() != 0:
        return Outcome(unproven="a disk of its own needs root; tests/turns/test_disk_full.py proves it by SQLite's page limit")
    if not ground.is_timed:
        return Outcome("tests/turns/test_disk_full.py: run by make test")
    sorry = furnished().wording.say("id", NOT_KEPT.msgid)
    rounds, waits, wells, faults = ground.of(1, 3, 20), list[float](), list[float](), list[str]()
    async with small_disk(ground.folder) as disk, installed(f"sqlite:///{disk / 'suluh.db'}", disk, ONE, at_once=4) as made:
        await made.answering()
        made.load()
        async with aiohttp.ClientSession() as client:
            driver = Driver(made.addresses[0], client)
            for number in range(rounds):
                await asyncio.sleep(2.0)
                made.crew.died()  # what is on the wire at this moment cannot be noted, and may go again
                filler = await asyncio.to_thread(fill, disk)
                chat = 700_000 + number
                waits.append(await until_refused(driver, disk, chat))
                told = await hears(made.telegram, chat)
                faults += [] if told else [f"round {number + 1}: nobody told {chat} whom to call"]
                made.crew.died()
                filler.unlink()
                for more in disk.glob("filler*"):
                    more.unlink()
                wells.append(await driver.until_taken(chat, CRISIS))
        made.telegram.ledger.sent = [sent for sent in made.telegram.ledger.sent if not sent.text.startswith(sorry)]
        verdict = await made.finish(timed=ground.is_timed)
    faults += verdict.faults
    faults += [f"refused only after {max(waits):.1f} s"] if max(waits) > REFUSED_WITHIN else []
    faults += [f"well only after {max(wells):.1f} s"] if max(wells) > WELL_WITHIN else []
    faults += [f"{driver.bare} refused without Retry-After"] if driver.bare else []
    told = f"{rounds} times full: {verdict}, refused within {max(waits):.2f} s, numbers told each time"
    return Outcome(f"{told}, well again within {max(wells):.1f} s", faults)


@asynccontextmanager
async def small_disk(folder: Path) -> AsyncIterator[Path]:
    disk = folder / "disk"
    disk.mkdir()
    await asyncio.to_thread(subprocess.run, ("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)), check=True)
    try:
        yield disk
    finally:
        await asyncio.to_thread(subprocess.run, ("umount", "-l", str(disk)), check=False)


def fill(disk: Path) -> Path:
    """Take every byte that is left; SQLite has then no room for its next page."""
    filler = disk / f"filler{time.monotonic_ns()}"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 65_536)
    with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x")
    return filler


async def until_refused(driver: Driver, disk: Path, chat: int) -> float:
    """Post danger until it is refused, filling what a dropped ballast has freed; how long the refusal took."""
    async with asyncio.timeout(60):
        while True:
            status, seconds = await driver.post(chat, CRISIS)
            if status == 503:
                return seconds
            await asyncio.to_thread(fill, disk)


async def hears(telegram: Emulator, chat: int) -> bool:
    """Whether the numbers to call are told though nothing could be kept."""
    for _look in range(200):
        if telegram.ledger.to(chat):
            return True
        await asyncio.sleep(0.1)
    return False
