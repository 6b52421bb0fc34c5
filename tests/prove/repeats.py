"""Repeats: every update up to five times, shuffled across chats, numbers that jump, all again a day later: one effect each."""

import asyncio
import json
import random
from collections import Counter
from datetime import timedelta

from helpline.updates import Update
from storage import cases, events
from storage.database import Database
from storage.migrate import migrate
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.house import Helpline
from tests.letterbox import BOT, CHANNEL, Letterbox, conversation_at
from tests.prove.crowd import TALK
from tests.prove.ground import Ground, Outcome
from tests.turns.conftest import NotingWire

LATER = timedelta(hours=23)


async def prove(ground: Ground) -> Outcome:
    """R12, on both databases."""
    outcome = Outcome()
    for name, url in (("SQLite", ground.sqlite("repeats")), ("PostgreSQL", await ground.postgresql("repeats"))):
        database = await Database.open(url, await migrate(url, ground.folder / f"{name}.key"))
        try:
            outcome += await campaign(name, database, ground.of(6, 60, 2_000), ground.dice(name))
        finally:
            await database.close()
    return outcome


async def campaign(name: str, database: Database, people: int, dice: random.Random) -> Outcome:
    clock, wire = FrozenClock(), NotingWire()
    box = Letterbox(Helpline.of(database, clock, wire))
    stream = shuffled(box, people, dice)
    try:
        await deliver(box, stream, dice)
        while await box.helpline.postman.deliver_once():
            clock.tick(timedelta(seconds=1))
        before = await database.read(state, people)
        clock.tick(LATER)
        dice.shuffle(stream)
        await deliver(box, stream, dice)
        await box.helpline.postman.deliver_once()
        after = await database.read(state, people)
    finally:
        await box.helpline.close()
    faults = [] if before == after else ["what came again a day later changed something"]
    faults += [f"{chat}: kept {heard}" for chat, (heard, _cases) in after[0].items() if heard != list(TALK)]
    faults += [f"{chat}: {count} cases" for chat, (_heard, count) in after[0].items() if count != 1]
    twice = [text for text, count in Counter(o.message.id for o in wire.sent).items() if count > 1]
    faults += [f"{len(twice)} messages were sent twice"] if twice else []
    told = f"{name}: {people} people, {len(stream) * 2} deliveries of {people * len(TALK)} updates, {len(wire.sent)} sent once"
    return Outcome(told, [f"{name}: {fault}" for fault in faults])


def shuffled(box: Letterbox, people: int, dice: random.Random) -> list[Update]:
    """The first delivery of each chat's updates stays in order, as Telegram keeps it; copies come anywhere after."""
    numbers = iter(dice.sample(range(1, 10**12), people * len(TALK)))
    queues = []
    for chat in range(1, people + 1):
        person = box.person(chat)
        for text in TALK:
            person.writes(text)
        posted, box.posted = box.posted, []
        queues.append([renumbered(update, next(numbers)) for update in posted])
    stream: list[Update] = []
    while queues:
        queue = dice.choice(queues)
        stream.append(queue.pop(0))
        queues = [queue for queue in queues if queue]
    for update in list(stream):
        for _copy in range(dice.randint(0, 4)):
            stream.insert(dice.randint(stream.index(update) + 1, len(stream)), update)
    return stream


def renumbered(update: Update, number: int) -> Update:
    raw = json.loads(update.raw) | {"update_id": number}
    return Update(CHANNEL, BOT, str(number), json.dumps(raw).encode())


async def deliver(box: Letterbox, stream: list[Update], dice: random.Random) -> None:
    """In handfuls that arrive at once."""
    position = 0
    while position < len(stream):
        handful = stream[position : position + dice.randint(1, 25)]
        await asyncio.gather(*(box.helpline.receive(update) for update in handful))
        position += len(handful)


def state(tx: Transaction, people: int) -> tuple[dict[int, tuple[list[str], int]], int]:
    """What is kept of each, and the number of the last fact."""
    found = {}
    for chat in range(1, people + 1):
        conversation, kept = conversation_at(tx, str(chat))
        heard = [m.text for m in kept if m.author == "contact"]
        found[chat] = (heard, len(cases.of_contact(tx, conversation.contact.id)))
    return found, events.last_number(tx)
