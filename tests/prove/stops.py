"""Stops: SIGTERM under load, as at every deploy: what is in hand is ended, nothing is lost, the process goes in time."""

import asyncio

from tests.prove.ground import Ground, Outcome
from tests.prove.installation import MANY, ONE, installed

GONE_WITHIN = 10.0


async def prove(ground: Ground) -> Outcome:
    """R24, on both databases."""
    outcome = await campaign(ground, "SQLite", ground.sqlite("stops"), ONE, ground.of(2, 15, 100))
    if ground.size != "smoke":
        url = await ground.postgresql("stops")
        outcome += await campaign(ground, "PostgreSQL", url, MANY, ground.of(0, 15, 100))
    return outcome


async def campaign(ground: Ground, name: str, url: str, roles: tuple[str, ...], stops: int) -> Outcome:
    dice, slowest, codes = ground.dice(name), 0.0, set[int]()
    async with installed(url, ground.place(f"stops-{name}"), roles, at_once=ground.of(3, 8, 8)) as made:
        made.load()
        for stop in range(stops):
            await made.answering()
            await asyncio.sleep(dice.uniform(0.0, 1.0))
            number = stop % len(roles)
            code, seconds = await made.crew.end(number)
            codes.add(code)
            slowest = max(slowest, seconds)
            await made.crew.start(number)
        verdict = await made.finish()
    faults = [*verdict.faults, *([f"exit codes {sorted(codes)}"] if codes != {0} else [])]
    if verdict.duplicate_sends > verdict.excused:
        faults.append(f"{verdict.duplicate_sends} messages went twice")
    if ground.is_timed and slowest > GONE_WITHIN:
        faults.append(f"gone only after {slowest:.1f} s")
    return Outcome(f"{name}: {verdict}, gone within {slowest:.1f} s", [f"{name}: {fault}" for fault in faults])
