"""The soak: hours under a steady load; memory, open files and what waits stay where they were."""

import asyncio
import statistics
import time

from storage import outbox
from storage.database import Database
from tests.prove.crowd import CALM
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import ONE, installed
from tests.prove.load import memory, open_files

GROWTH = 0.01
"""Of memory, an hour."""
SETTLED = 0.3
"""The first part, in which caches fill, is not looked at."""
WAITING = 200
"""Lines that may wait to be sent at any look: who writes is answered within seconds, after hours too."""


async def prove(ground: Ground) -> Outcome:
    """R16, on one process with SQLite. Only the full size lasts long enough to tell a slope."""
    if not ground.is_timed:
        return Outcome(unproven="a smoke is too short to see memory grow")
    seconds = ground.of(0.0, 60.0, 7_200.0)
    async with installed(ground.sqlite("soak"), ground.folder, ONE, at_once=8) as made:
        await made.answering()
        made.crowd.pause = CALM
        made.load()
        begun, looks, waiting = time.monotonic(), list[tuple[float, int, int]](), list[int]()
        pid = made.crew.running[0].pid
        database = await Database.open(made.url, made.keys)
        try:
            while (now := time.monotonic() - begun) < seconds:
                looks.append((now, memory(pid), open_files(pid)))
                waiting.append(await database.read(outbox.waiting_count))
                await asyncio.sleep(min(10.0, seconds / 20))
        finally:
            await database.close()
        verdict = await made.finish(timed=ground.is_timed)
    settled = [look for look in looks if look[0] >= seconds * SETTLED]
    slope = statistics.linear_regression([at for at, _mb, _files in settled], [mb for _at, mb, _files in settled]).slope
    hourly = slope * 3600 / settled[0][1]
    files = settled[-1][2] - settled[0][2]
    faults = list(verdict.faults)
    if ground.size == "full" and hourly > GROWTH:
        faults.append(f"memory grows by {hourly:.1%} an hour")
    if ground.is_timed and files > 20:
        faults.append(f"{files} more open files")
    if ground.is_timed and max(waiting) > WAITING:
        faults.append(f"{max(waiting)} lines waited to be sent")
    moved = f"{settled[0][1]} → {settled[-1][1]} MB, open files {settled[0][2]} → {settled[-1][2]}"
    told = f"{verdict}, {moved}, at most {max(waiting)} lines waiting"
    return Outcome(told, faults, "" if ground.size == "full" else "the slope of memory needs the full two hours")
