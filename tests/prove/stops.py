"""Stops: SIGTERM under load, as at every deploy: what is in hand is ended, nothing is lost, the process goes in time."""

import asyncio
import signal

from tests.prove.ground import Ground, Outcome
from tests.prove.installation import MANY, ONE, installed

GONE_WITHIN = 10.0


async def prove(ground: Ground) -> Outcome:
    """R24, on both databases."""
    if not ground.is_timed:
        return Outcome("one SIGTERM under load: within the smoke of R1")
    outcome = await campaign(ground, "SQLite", ground.sqlite("stops"), ONE, ground.of(0, 15, 100))
    url = await ground.postgresql("stops")
    return outcome + await campaign(ground, "PostgreSQL", url, MANY, ground.of(0, 15, 100))


async def campaign(ground: Ground, name: str, url: str, roles: tuple[str, ...], stops: int) -> Outcome:
    dice, slowest, codes = ground.dice(name), 0.0, set[int]()
    async with installed(url, ground.place(f"stops-{name}"), roles, at_once=8) as made:
        made.load()
        for stop in range(stops):
            await made.answering()
            await asyncio.sleep(dice.uniform(0.0, 1.0))
            number = stop % len(roles)
            code, seconds = await made.crew.end(number)
            codes.add(code)
            slowest = max(slowest, seconds)
            await made.crew.start(number)
        verdict = await made.finish(timed=ground.is_timed)
    # A process that had only begun to serve ends by the signal itself.
    faults = [*verdict.faults, *([f"exit codes {sorted(codes)}"] if 0 not in codes or codes - {0, -signal.SIGTERM} else [])]
    if verdict.duplicate_sends > verdict.excused:
        faults.append(f"{verdict.duplicate_sends} messages went twice")
    if ground.is_timed and slowest > GONE_WITHIN:
        faults.append(f"gone only after {slowest:.1f} s")
    return Outcome(f"{name}: {verdict}, gone within {slowest:.1f} s", [f"{name}: {fault}" for fault in faults])
