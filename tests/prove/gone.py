"""Gone: chats that blocked the bot, vanished or moved; one attempt each, no blind repeat, and the desk is told."""

import time
from datetime import timedelta

from bot.chat.telegram import TelegramChannel
from helpline.cases import Case
from helpline.events import Event
from storage import cases, events
from storage.database import Database
from storage.migrate import migrate
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.emulator import Emulator
from tests.emulator.server import TOKEN
from tests.house import Helpline
from tests.letterbox import Letterbox, conversation_at
from tests.prove.ground import Ground, Outcome

WAYS = ("blocked", "vanished", "migrated")
TOLD_WITHIN = 5.0


async def prove(ground: Ground) -> Outcome:
    """R11, on both databases."""
    outcome = Outcome()
    for name, url in (("SQLite", ground.sqlite("gone")), ("PostgreSQL", await ground.postgresql("gone"))):
        database = await Database.open(url, await migrate(url, ground.folder / f"{name}.key"))
        try:
            outcome += await campaign(name, database, ground.of(6, 60, 600), timed=ground.is_timed)
        finally:
            await database.close()
    return outcome


async def campaign(name: str, database: Database, people: int, *, timed: bool) -> Outcome:
    async with Emulator() as telegram:
        channel, clock = TelegramChannel(TOKEN, telegram.api), FrozenClock()
        box = Letterbox(Helpline.of(database, clock, channel))
        for chat in range(1, people + 1):
            await box.says(box.person(chat), "petugas")
        for chat in range(1, people + 1):
            {"blocked": telegram.blocked, "vanished": telegram.vanished, "migrated": telegram.migrated}[way_of(chat)].add(chat)
        begun = time.monotonic()
        for _round in range(12):
            await box.helpline.postman.deliver_once()
            clock.tick(timedelta(minutes=5))
        seconds = time.monotonic() - begun
        attempts = [sum(one.chat == chat for one in telegram.ledger.tried) for chat in range(1, people + 1)]
        spoken = [len(await box.heard_by(box.person(chat))) for chat in range(1, people + 1)]
        faults = await database.read(judge, people)
        await box.helpline.close()
        await channel.close()
    again = sum(max(0, tried - lines) for tried, lines in zip(attempts, spoken, strict=True))
    faults += [f"{again} sends were repeated blindly"] if again else []
    if timed and seconds / people > TOLD_WITHIN:
        faults.append(f"told only after {seconds / people:.1f} s")
    told = f"{name}: {people} chats, {sum(attempts)} attempts for {sum(spoken)} lines, {again} repeated, each told to the desk"
    return Outcome(told, [f"{name}: {fault}" for fault in faults])


def way_of(chat: int) -> str:
    return WAYS[chat % len(WAYS)]


def waits(tx: Transaction, case: Case | None) -> bool:
    return case is not None and cases.waiting_since(tx, case.id) is not None


def judge(tx: Transaction, people: int) -> list[str]:
    """Blocked and vanished: the contact is marked, the fact recorded, the case waits. Moved: the failure is on the timeline."""
    faults = []
    for chat in range(1, people + 1):
        conversation, kept = conversation_at(tx, str(chat))
        happened = {fact.event for fact in events.timeline(tx, conversation.id)}
        case = cases.current(tx, conversation.contact.id)
        if way_of(chat) == "migrated":
            if Event.MESSAGE_FAILED not in happened:
                faults.append(f"{chat}: nobody was told that it moved")
        elif conversation.contact.reachable or Event.CONTACT_UNREACHABLE not in happened or not waits(tx, case):
            faults.append(f"{chat}: nobody was told that it was {way_of(chat)}")
        if any(m.delivery in ("pending", "sending") for m in kept):
            faults.append(f"{chat}: a line still waits")
    return faults
