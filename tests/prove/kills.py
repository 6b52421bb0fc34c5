"""The kill campaigns: SIGKILL and SIGSTOP at random moments under eight chats; nothing acknowledged is lost or happens twice."""

import asyncio
import itertools
import random

from storage.database import Database
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import MANY, ONE, Installation, answering, installed

ANSWERS_WITHIN, HEIR_WITHIN = 2.0, 10.0
"""Seconds after a death: until the same process answers, started anew; until another one sends."""


async def on_sqlite(ground: Ground) -> Outcome:
    """R1: one process, killed; the file is whole at the end. A smoke ends it once by SIGTERM too."""
    url, code = ground.sqlite("kills"), 0
    async with installed(url, ground.folder, ONE, at_once=ground.of(2, 8, 8)) as made:
        made.load()
        rises = await kill_at_random(made, ground.of(2, 40, 1000), ground.dice())
        if ground.size == "smoke":
            await made.answering()
            code, _seconds = await made.crew.end(0)
            await made.crew.start(0)
        verdict = await made.finish(timed=ground.is_timed, on_the_wire=1)
        whole = await integrity(url, made)
    faults = verdict.faults if whole == ["ok"] else [*verdict.faults, f"integrity: {whole[0]}"]
    if code:
        faults = [*faults, f"SIGTERM: exit code {code}"]
    if ground.size == "full" and (slowest := percentile(rises, 0.99)) > ANSWERS_WITHIN:
        faults = [*faults, f"first answer after a kill only after {slowest:.1f} s (p99)"]
    told = f"{verdict}, integrity {whole[0]}, first answer after a kill p99 {percentile(rises, 0.99):.1f} s"
    return Outcome(told, faults)


async def on_postgresql(ground: Ground) -> Outcome:
    """R2: two webs and two workers, any of them killed; then a worker sleeps and wakes."""
    async with installed(await ground.postgresql("kills"), ground.folder, MANY, at_once=ground.of(2, 8, 8)) as made:
        made.load()
        dice = ground.dice()
        await kill_at_random(made, ground.of(2, 30, 500), dice)
        for nap in range(ground.of(1, 3, 20)):
            await made.answering()
            await made.crew.sleep(2 + nap % 2, ground.of(1.0, 12.0, 30.0))
        verdict = await made.finish(timed=ground.is_timed)
        gap = longest_gap(made)
    faults = list(verdict.faults)
    if ground.is_timed and gap > HEIR_WITHIN:
        faults.append(f"nobody sent for {gap:.1f} s after a death")
    return Outcome(f"{verdict}, longest without a send after a death {gap:.1f} s", faults)


async def kill_at_random(made: Installation, kills: int, dice: random.Random) -> list[float]:
    """Three of four kills meet an installation that has answered for up to a second and a half, the fourth one that starts.

    Gives the seconds from a kill to the first answer, where it was waited for.
    """
    loop, rises = asyncio.get_running_loop(), []
    await made.answering()
    for _kill in range(kills):
        await asyncio.sleep(dice.uniform(0.0, 1.5))
        number = dice.randrange(len(made.crew.roles))
        await made.crew.kill(number)
        if dice.random() < 0.75:
            await answering(made.addresses[number % len(made.addresses)])
            rises.append(loop.time() - made.crew.deaths[-1])
    return rises


def longest_gap(made: Installation) -> float:
    """From a death to the next message that anybody sent, while the crowd wrote."""
    sends, gaps = iter(sorted(sent.at for sent in made.telegram.ledger.sent)), [0.0]
    following = next(sends, None)
    for death in made.crew.deaths:
        following = next((at for at in itertools.chain([following], sends) if at is not None and at > death), None)
        if following is None:
            break
        gaps.append(following - death)
    return max(gaps)


async def integrity(url: str, made: Installation) -> list[str]:
    """What SQLite says of its own file."""
    database = await Database.open(url, made.keys)
    try:
        return await database.read(
            lambda tx: (
                list(tx.connection.exec_driver_sql("PRAGMA integrity_check").scalars())[:1]
                if not tx.connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                else ["a row without its parent"]
            )
        )
    finally:
        await database.close()


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values) or [0.0]
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
