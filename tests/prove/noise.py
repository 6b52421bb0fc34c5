"""Noise: one chat writes without end; the other two hundred hardly notice."""

import asyncio
import itertools
import json
import os
import time
from collections import Counter
from pathlib import Path

import aiohttp

from storage.database import Database
from tests.posting import Line
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import ONE, SECRET, WEBHOOK, installed
from tests.prove.kills import percentile
from tests.prove.load import Driver, update_of
from tests.prove.processes import nursery

WORSE = 1.5
NOISY, FIRST_NUMBER = 999_999, 1_000_000
LINES = 50
WORDS = "hai"


async def prove(ground: Ground) -> Outcome:
    """R15, on one process with SQLite. The noise is made in a process of its own: what it costs there is not Suluh's."""
    chats, seconds, rate = ground.of(10, 200, 200), ground.of(1.0, 12.0, 120.0), ground.of(50, 1_000, 1_000)
    told = ground.folder / "noise.json"
    async with installed(ground.sqlite("noise"), ground.folder, ONE) as made:
        await made.answering()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client:
            driver = Driver(made.addresses[0], client)
            await quiet(driver, chats, 1.0)  # everybody is known
            before = await quiet(driver, chats, seconds)
            asked = (made.addresses[0], str(rate), str(seconds), str(told))
            log = ground.folder / "noise.log"
            shouting = nursery().make("tests.prove.noise:shout_alone", *asked, environment=os.environ, log=log)
            during = await quiet(driver, chats, seconds)
            await shouting.wait()
        noise = {int(status): count for status, count in json.loads(told.read_text()).items()}
        driver.kept[NOISY] = [WORDS] * noise.get(200, 0)
        database = await Database.open(made.url, made.keys)
        try:
            lost = await database.read(driver.lost)
        finally:
            await database.close()
    calm, loud = percentile(before, 0.95), percentile(during, 0.95)
    faults = [f"{lost} acknowledged and lost"] if lost else []
    if ground.is_timed and loud > calm * WORSE:
        faults.append(f"the others waited {loud / calm:.1f} times as long")
    if not noise.get(200):
        faults.append("nothing of the noisy chat was heard")
    beside = f"beside {sum(noise.values())} of one noisy chat {loud * 1000:.0f} ms ({loud / calm:.2f} x)"
    counted = f"{noise.get(200, 0)} of them taken, {noise.get(503, 0)} asked to come again, {lost} lost"
    return Outcome(f"{chats} chats p95 {calm * 1000:.0f} ms, {beside}, {counted}", faults)


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


def shout_alone(address: str, rate: str, seconds: str, into: str) -> None:
    """The body of the noisy process; it tells how often it was answered what."""
    asyncio.run(shout(address, int(rate), float(seconds), into))


async def shout(address: str, rate: int, seconds: float, into: str) -> None:
    """So many a second, whatever is answered, over LINES connections at once."""
    numbers, statuses = itertools.count(FIRST_NUMBER), Counter[int]()
    began = time.monotonic()

    async def one_after_another(first: int) -> None:
        async with Line(address + WEBHOOK, SECRET) as line:
            for turn in range(int(rate * seconds) // LINES):
                await asyncio.sleep(began + (turn * LINES + first) / rate - time.monotonic())
                statuses[await line.post(update_of(NOISY, WORDS, next(numbers)))] += 1

    await asyncio.gather(*(one_after_another(first) for first in range(LINES)))
    Path(into).write_text(json.dumps(statuses))  # noqa: ASYNC240 - its last act
