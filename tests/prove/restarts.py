"""Restarts: PostgreSQL goes down without warning under load and comes back; nothing is lost, no process of ours ends."""

import asyncio

from tests.prove.cluster import clusters
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import LONGEST_DRAIN, MANY, Installation, installed

STALL = 5.0
"""Seconds after the server is back in which an update is acknowledged again."""


async def prove(ground: Ground) -> Outcome:
    """R7."""
    if not ground.is_timed:
        return Outcome("one restart: within the smoke of R8")
    dice, stalls = ground.dice(), list[float]()
    async with (
        clusters() as server,
        installed(server.url, ground.place("restarts"), MANY) as made,
    ):
        made.load()
        await made.settled()
        for _restart in range(ground.of(0, 12, 200)):
            await asyncio.sleep(dice.uniform(0.2, 2.0))
            made.crew.died()
            await server.restart()
            stalls.append(await until_taken(made))
        ended = [role for number, role in enumerate(made.crew.roles) if not made.crew.is_up(number)]
        verdict = await made.finish(timed=ground.is_timed)
    stalls.sort()
    p99 = stalls[int(len(stalls) * 0.99) - (len(stalls) > 1)]
    faults = [*verdict.faults, *(f"a {role} ended" for role in ended)]
    if ground.is_timed and p99 > STALL:
        faults.append(f"stalled for {p99:.1f} s")
    return Outcome(f"{verdict}, taken again within {p99:.1f} s (p99), {len(ended)} processes ended", faults)


async def until_taken(made: Installation) -> float:
    """Seconds until the next update is acknowledged."""
    clock, delivery = asyncio.get_running_loop(), made.telegram.delivery
    begun, known = clock.time(), len(delivery.acknowledged)
    async with asyncio.timeout(LONGEST_DRAIN), delivery.progress:
        await delivery.progress.wait_for(lambda: len(delivery.acknowledged) > known)
    return clock.time() - begun
