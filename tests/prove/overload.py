"""Overload: far more updates than the service can take; it sheds before it keeps, danger goes first, and it catches up."""

import asyncio
import time

import aiohttp

from storage.database import Database
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import ONE, drain, installed
from tests.prove.kills import percentile
from tests.prove.load import Driver, memory

CRISIS_WITHIN, CAUGHT_UP, MOST_MEMORY = 3.0, 60.0, 300
UNPACED = "1000"
"""Messages a second, as many as may be set: how soon the house has caught up is asked, not how much a bot may send."""


async def prove(ground: Ground) -> Outcome:
    """R14, on one process with SQLite."""
    writers, seconds = ground.of(10, 3_000, 3_000), ground.of(0.6, 20.0, 600.0)
    async with installed(ground.sqlite("overload"), ground.folder, ONE, TELEGRAM_RATE=UNPACED) as made:
        await made.answering()
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(60)) as client:
            driver, ends, waits, highest = Driver(made.addresses[0], client), time.monotonic() + seconds, list[float](), 0
            crowd = [asyncio.create_task(write(driver, 1_000 + number, ends)) for number in range(writers)]
            chat = 500_000
            while time.monotonic() < ends:
                waits.append(await driver.until_taken(chat, "tolong, saya mau bunuh diri"))
                highest, chat = max(highest, memory(made.crew.running[0].pid)), chat + 1
                await asyncio.sleep(0.5)
            await asyncio.gather(*crowd)
            begun, database = time.monotonic(), await Database.open(made.url, made.keys)
            try:
                await drain(database)
                caught_up = time.monotonic() - begun
                lost = await database.read(driver.lost)
            finally:
                await database.close()
    p95 = percentile(waits, 0.95)
    faults = [f"{lost} acknowledged and lost"] if lost else []
    faults += [f"{driver.bare} refused without Retry-After"] if driver.bare else []
    faults += [f"{driver.statuses[s]} answered {s}" for s in driver.statuses if s not in (200, 503)]
    if ground.is_timed:
        faults += ["nothing was shed"] if not driver.statuses[503] else []
        faults += [f"danger waited {p95:.1f} s"] if p95 > CRISIS_WITHIN else []
        faults += [f"caught up only after {caught_up:.0f} s"] if caught_up > CAUGHT_UP else []
        faults += [f"{highest} MB"] if highest > MOST_MEMORY else []
    told = f"{writers} writers for {seconds:.0f} s: {driver.statuses[200]} taken, {driver.statuses[503]} shed, {lost} lost"
    return Outcome(f"{told}, danger taken within {p95:.1f} s (p95), {highest} MB, caught up in {caught_up:.0f} s", faults)


async def write(driver: Driver, chat: int, ends: float) -> None:
    """One who writes again as soon as there is an answer."""
    for number in range(10**9):
        if time.monotonic() > ends:
            return
        await driver.post(chat, f"halo {number}")
