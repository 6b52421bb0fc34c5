"""Noise: one chat writes without end; the other two hundred hardly notice."""

import asyncio
import time

import aiohttp

from storage.database import Database
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import ONE, installed
from tests.prove.kills import percentile
from tests.prove.load import Driver

WORSE = 1.5
NOISY = 999_999


async def prove(ground: Ground) -> Outcome:
    """R15, on one process with SQLite."""
    chats, seconds, rate = ground.of(10, 200, 200), ground.of(1.0, 12.0, 120.0), ground.of(50, 1_000, 1_000)
    async with installed(ground.sqlite("noise"), ground.folder, ONE) as made:
        await made.answering()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client:
            driver = Driver(made, client)
            await quiet(driver, chats, 1.0)  # everybody is known
            before = await quiet(driver, chats, seconds)
            shouting = asyncio.create_task(shout(driver, rate))
            during = await quiet(driver, chats, seconds)
            shouting.cancel()
            await asyncio.gather(shouting, return_exceptions=True)
        database = await Database.open(made.url, made.keys)
        try:
            lost = await database.read(driver.lost)
        finally:
            await database.close()
    calm, loud = percentile(before, 0.95), percentile(during, 0.95)
    noise = len(driver.kept.get(NOISY, ()))
    faults = [f"{lost} acknowledged and lost"] if lost else []
    if ground.is_timed and loud > calm * WORSE:
        faults.append(f"the others waited {loud / calm:.1f} times as long")
    told = f"{chats} chats p95 {calm * 1000:.0f} ms, beside {noise} taken of one noisy chat {loud * 1000:.0f} ms"
    return Outcome(f"{told} ({loud / calm:.2f} x), {driver.statuses[503]} shed, {lost} lost", faults)


async def quiet(driver: Driver, chats: int, seconds: float) -> list[float]:
    """Each chat writes once in four seconds, spread evenly; how long each waited until it was taken."""
    waits, ends = list[float](), time.monotonic() + seconds
    writing: set[asyncio.Task[None]] = set()

    async def one(chat: int) -> None:
        waits.append(await driver.until_taken(chat, f"halo {len(waits)}"))

    number = 0
    while time.monotonic() < ends:
        task = asyncio.create_task(one(1_000 + number % chats))
        writing.add(task)
        task.add_done_callback(writing.discard)
        number += 1
        await asyncio.sleep(4.0 / chats)
    await asyncio.gather(*writing)
    return waits


async def shout(driver: Driver, rate: int) -> None:
    """So many a second, whatever is answered; at most a thousand under way."""
    under_way: set[asyncio.Task[tuple[int, float]]] = set()
    while True:
        for _one in range(max(1, rate // 50)):
            if len(under_way) < 1_000:
                task = asyncio.create_task(driver.post(NOISY, "hai"))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
        await asyncio.sleep(0.02)
