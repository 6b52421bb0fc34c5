"""Partitions: the wire to the database is cut, silent, or carries one way; every call ends in time, nothing happens twice."""

import asyncio
import contextlib
import time

import aiohttp

from tests.emulator.people import DATE
from tests.prove.cluster import clusters
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import MANY, SECRET, WEBHOOK, Installation, installed
from tests.prove.restarts import until_taken
from tests.prove.wire import Mode, wire_to

BOUND = 5.0
"""Seconds in which a webhook is answered, come what may."""


async def prove(ground: Ground) -> Outcome:
    """R9."""
    if not ground.is_timed:
        return Outcome("one partition: within the smoke of R8")
    dice, answers = ground.dice(), list[tuple[float, int]]()
    async with clusters() as server, wire_to(server.port) as wire:
        url = f"postgresql://postgres@127.0.0.1:{wire.port}/postgres"
        async with installed(url, ground.place("partitions"), MANY) as made:
            made.load()
            await made.settled()
            await until_taken(made)
            for number in range(ground.of(0, 9, 200)):
                mode = (Mode.SILENT, Mode.HALF, Mode.CUT)[number % 3]
                made.crew.died()
                wire.turn(mode)
                lasts = dice.uniform(0.5, ground.of(0.0, 8.0, 30.0))
                probe = asyncio.create_task(one_call(made, number))
                await asyncio.sleep(lasts)
                wire.turn(Mode.OPEN)
                if dice.random() < 0.5:
                    wire.cut()
                made.crew.died()
                answers.append(await probe)
                await until_taken(made)
            verdict = await made.finish(timed=ground.is_timed)
    slowest = max(seconds for seconds, _status in answers)
    faults = list(verdict.faults)
    if ground.is_timed and slowest > BOUND + 1:
        faults.append(f"a call lasted {slowest:.1f} s")
    if wrong := {status for _seconds, status in answers} - {200, 503}:
        faults.append(f"answered {sorted(wrong)}")
    return Outcome(f"{verdict}, slowest call {slowest:.1f} s", faults)


async def one_call(made: Installation, number: int) -> tuple[float, int]:
    """A webhook of somebody outside the crowd; how long it took and what was answered."""
    begun, chat = time.monotonic(), {"id": 40_000 + number, "type": "private"}
    message = {"message_id": number, "date": DATE, "chat": chat, "from": {"id": chat["id"], "is_bot": False}, "text": "halo"}
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    status = 0
    async with aiohttp.ClientSession() as client:
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            update = {"update_id": 1_000_000 + number, "message": message}
            async with client.post(made.addresses[0] + WEBHOOK, json=update, headers=headers) as answer:
                status = answer.status
    return time.monotonic() - begun, status
