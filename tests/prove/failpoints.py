"""Failpoints: the process ends without farewell just before or after each commit, acknowledgement, send; nothing is lost."""

import asyncio
import os
from pathlib import Path

from tests.prove.crowd import CALM
from tests.prove.desk import Desk
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import LONGEST_DRAIN, MANY, ONE, Installation, installed
from tests.prove.processes import LOOK

DIED_HERE = 86
"""The exit code by which a process says that it ended at its point."""
CALL = "tests.prove.failpoints:suluh"
WAIT, SMOKE_WAIT = 12.0, 300.0
"""Seconds after which a point that nobody reaches is left alone. A smoke takes only points that are always reached."""
ALWAYS = tuple(
    f"{when} {what}"
    for what in ("commit intake.Intake.take_in", "commit outbox.Postman.note_and_claim", "ack telegram_webhook", "send message")
    for when in ("before", "after")
)
MUST = (
    "commit intake.Intake.take_in",
    "commit outbox.Postman.note_and_claim",
    "ack telegram_webhook",
    "send message",
    "commit desk.take_over",
    "commit conversation.reply.<locals>.<lambda>",
    "commit desk.hand_back",
)
"""What every campaign goes through, each before and after; more is found on the way."""


def suluh(role: str, point: str, nth: str, noted: str) -> None:
    """The command `suluh` that ends when `point` is reached for the n-th time; every point it passes is noted in a file."""
    from storage import failpoints
    from suluh.cli import app

    seen: set[str] = set()
    left = int(nth)

    def trap(reached: str) -> None:
        nonlocal left
        if reached not in seen:
            seen.add(reached)
            with Path(noted).open("a") as file:
                file.write(f"{reached}\n")
        if reached == point:
            left -= 1
            if left == 0:
                os._exit(DIED_HERE)

    failpoints.trap = trap
    app([role])


async def prove(ground: Ground) -> Outcome:
    """R3: on one process with SQLite, and on two webs and two workers with PostgreSQL."""
    rounds = ground.of(0, 1, 20)
    outcome = await campaign(ground, "SQLite", ground.sqlite("failpoints"), ONE, rounds)
    if ground.size != "smoke":
        outcome += await campaign(ground, "PostgreSQL", await ground.postgresql("failpoints"), MANY, rounds)
    return outcome


async def campaign(ground: Ground, name: str, url: str, roles: tuple[str, ...], rounds: int) -> Outcome:
    """Each point in turn, in every process that may pass it; the points that are found on the way come after."""
    dice, folder = ground.dice(name), ground.place(f"failpoints-{name}")
    noted, died, idle = folder / "noted", list[str](), list[str]()
    async with installed(url, folder, roles, call=CALL, arguments=("", "0", str(noted))) as made, Desk.at(made) as desk:
        made.crowd.pause = CALM
        made.load()
        await made.answering()
        if rounds:
            desk.begin()
            await passed(noted, MUST)
        for point in () if rounds else dice.sample(ALWAYS, 2):
            (died if await die_at(made, point, dice.randint(1, 3), str(noted), SMOKE_WAIT) else idle).append(point)
        for turn in range(rounds):
            points = [f"{when} {what}" for what in MUST for when in ("before", "after")] if turn == 0 else []
            points = sorted({*points, *names_in(noted)})
            dice.shuffle(points)
            for point in points:
                ended = await die_at(made, point, dice.randint(1, 3), str(noted))
                (died if ended else idle).append(point)
        for number in range(len(roles)):
            await made.crew.kill(number)  # whoever carries the last trap still
        faults = await desk.finish() if rounds else []
        verdict = await made.finish(timed=ground.is_timed)
        faults += await desk.judge()
    known = names_in(noted)
    told = f"{name}: {len(died)} deaths at {len(set(died))} of {len(known)} points passed, {verdict}, {desk}"
    if not died:
        faults.append("no point was ever reached")
    return Outcome(told, [f"{name}: {fault}" for fault in (*verdict.faults, *faults)])


def names_in(noted: Path) -> set[str]:
    return set(noted.read_text().split("\n")) - {""} if noted.exists() else set()


async def passed(noted: Path, wanted: tuple[str, ...]) -> None:
    """Return when everything has been passed once, so that the points are known."""
    async with asyncio.timeout(LONGEST_DRAIN):
        while not {f"after {what}" for what in wanted} <= names_in(noted):  # noqa: ASYNC110 - written by other processes
            await asyncio.sleep(0.05)


async def die_at(made: Installation, point: str, nth: int, noted: str, patience: float = WAIT) -> bool:
    """Start the processes anew, each with the trap; the one that ends there is started again. False: nobody came by."""
    crew = made.crew
    crew.arguments = (point, str(nth), noted)
    for number in range(len(crew.roles)):
        await crew.kill(number)
    ended = False
    try:
        async with asyncio.timeout(patience):
            while not ended:
                await asyncio.sleep(LOOK)
                ended = any(child.returncode == DIED_HERE for child in crew.running.values())
    except TimeoutError:
        pass
    crew.arguments = ("", "0", noted)
    await revived(made)
    return ended


async def revived(made: Installation) -> None:
    """Return when the pages answer. The trap is in the others too, and may end them later: whoever has ended is started again."""
    answering = asyncio.create_task(made.answering())
    while not answering.done():
        for number in range(len(made.crew.roles)):
            if not made.crew.is_up(number):
                made.crew.died()
                await made.crew.start(number)
        await asyncio.sleep(LOOK)
    await answering
