"""Streams: the console's live stream is cut while facts happen; each is told once, and a slow reader delays nobody."""

import asyncio
import random
from contextlib import suppress

import aiohttp

from helpline.events import Event
from helpline.permissions import Role
from storage import events, staff, staff_sessions
from storage.database import Database
from storage.migrate import migrate
from storage.staff import Staff
from storage.transaction import Transaction
from suluh.clock import SystemClock
from tests.prove.ground import Ground, Outcome
from tests.serving import address, serving

PATIENCE = 120.0


async def prove(ground: Ground) -> Outcome:
    """R21, on both databases."""
    outcome = Outcome()
    for name, url in (("SQLite", ground.sqlite("streams")), ("PostgreSQL", await ground.postgresql("streams"))):
        database = await Database.open(url, await migrate(url, ground.folder / f"{name}.key"))
        outcome += await campaign(name, database, ground.of(10, 100, 1_000), ground.dice(name))
    return outcome


async def campaign(name: str, database: Database, cuts: int, dice: random.Random) -> Outcome:
    """One reader is cut again and again and comes back with its last number; one never reads; one only listens."""
    clock = SystemClock()
    member = Staff(clock.new_id(), "rina", "Rina", Role.SUPERVISOR, "-", "id", True)
    token = clock.secret()
    await database.write(staff.add, member, clock.now())
    await database.write(lambda tx: staff_sessions.start(tx, member.id, token=token, csrf=clock.secret(), at=clock.now()))
    async with serving(database, clock) as service:
        url = f"{address(service)}/console/events?after=0"
        headers = {"Cookie": f"suluh={token}", "Accept": "text/event-stream"}
        async with aiohttp.ClientSession(headers=headers, cookie_jar=aiohttp.DummyCookieJar(), read_bufsize=1024) as client:
            slow = await client.get(url)
            happening = asyncio.create_task(happen(database, clock, cuts, dice))
            listening = asyncio.create_task(follow(client, url, 0, happening, random.Random(1)))
            cut = await follow(client, url, cuts, happening, dice)
            heard = await listening
            slow.close()
        expected = await database.read(numbers)
    faults = []
    for who, found in (("who was cut", cut), ("who listened", heard)):
        missed, doubled = len(set(expected) - set(found)), len(found) - len(set(found))
        if missed or doubled or found != sorted(found):
            faults.append(f"{name}: {who} missed {missed}, heard {doubled} twice")
    return Outcome(f"{name}: {cuts} cuts, {len(expected)} facts, each told once to both", faults)


async def happen(database: Database, clock: SystemClock, cuts: int, dice: random.Random) -> None:
    """Facts, now and then several at once, for as long as the reader is cut."""
    for _round in range(cuts * 2):
        await database.write(record, clock, dice.randint(1, 4))
        await asyncio.sleep(dice.uniform(0.0, 0.02))


def record(tx: Transaction, clock: SystemClock, times: int) -> None:
    for _time in range(times):
        events.record(tx, Event.MESSAGE_RECEIVED, at=clock.now(), actor="contact", seq=1)


async def follow(
    client: aiohttp.ClientSession, url: str, cuts: int, happening: "asyncio.Task[None]", dice: random.Random
) -> list[int]:
    """Read until all has happened and was heard; `cuts` times the line breaks after a few facts."""
    found: list[int] = []
    async with asyncio.timeout(PATIENCE):
        while True:
            more = dice.randint(1, 6) if cuts else 10**9
            cuts = max(0, cuts - 1)
            headers = {"Last-Event-ID": str(found[-1])} if found else {}
            async with client.get(url, headers=headers) as answer:
                while more > 0:
                    wait = 1.0 if happening.done() and not cuts else 0.5
                    try:
                        line = await asyncio.wait_for(answer.content.readline(), wait)
                    except TimeoutError:
                        if happening.done() and not cuts:
                            return found
                        break
                    if line.startswith(b"id: "):
                        found.append(int(line[4:]))
                        more -= 1
                with suppress(aiohttp.ClientError):
                    answer.close()


def numbers(tx: Transaction) -> list[int]:
    found, after = [], 0
    while rows := events.since(tx, after):
        found += [row.number for row in rows]
        after = rows[-1].number
    return found
