"""Races: two counsellors claim at the same moment, while the contact writes and the bot answers. One owner, and a silent bot."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from console.desk import Hand, hand_back, take_over
from console.replying import Written, send
from helpline.errors import HelplineError
from helpline.messages import Author
from helpline.permissions import Role
from helpline.takeover import Owner
from storage import conversations, staff
from storage.database import Database
from storage.letters import Letter
from storage.messages import Message
from storage.migrate import migrate
from storage.staff import Staff
from storage.transaction import Transaction
from suluh.clock import SystemClock
from tests.house import Helpline, furnished
from tests.letterbox import Letterbox
from tests.prove.ground import Ground, Outcome
from tests.turns.conftest import NotingWire

WORDS = ("lapor", "ya, saya aman", "malaysia", "gaji")


@dataclass
class Finish:
    """What the races came to. Faults are kept in words; figures are counted."""

    races: int = 0
    figures: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return ", ".join([f"races {self.races}", *(f"{name} {number}" for name, number in sorted(self.figures.items()))])


async def prove(ground: Ground) -> Outcome:
    """The races on each database."""
    outcome = Outcome()
    for name, url in (("SQLite", ground.sqlite("races")), ("PostgreSQL", await ground.postgresql("races"))):
        database = await Database.open(url, await migrate(url, ground.folder / f"{name}.key"))
        try:
            finish = await campaign(database, ground.of(10, 150, 5_000))
        finally:
            await database.close()
        outcome += Outcome(f"{name}: {finish}", finish.faults)
    return outcome


async def campaign(database: Database, races: int, told: Callable[[int], None] = lambda _done: None) -> Finish:
    """Run so many races, each with somebody new."""
    clock, wire, outcome = SystemClock(), NotingWire(), Finish()
    box = Letterbox(Helpline.of(database, clock, wire))
    hands = [Hand(await a_member(database, clock, name), clock, furnished().wording) for name in ("Rina", "Budi")]
    for number in range(races):
        await race(box, hands, 10_000 + number, outcome)
        outcome.races += 1
        told(outcome.races)
    await box.helpline.close()
    return outcome


async def a_member(database: Database, clock: SystemClock, name: str) -> Staff:
    member = Staff(clock.new_id(), name.lower(), name, Role.COUNSELLOR, "-", "id", True)
    await database.write(staff.add, member, clock.now())
    return member


async def race(box: Letterbox, hands: list[Hand], chat: int, outcome: Finish) -> None:
    """One person reports; in the midst of it two counsellors claim; the winner speaks and hands back."""
    siti, database = box.person(chat), box.helpline.database
    await box.says(siti, "halo")
    conversation, _kept = await box.conversation_of(siti)
    for words in WORDS:
        siti.writes(words)
    posted, box.posted = box.posted, []
    begun = [asyncio.Event() for _update in posted]
    moment = chat % len(posted)  # the message during which the counsellors claim

    async def writes() -> None:
        for update, event in zip(posted, begun, strict=True):
            event.set()
            await box.helpline.receive(update)

    async def claims(hand: Hand) -> bool:
        await begun[moment].wait()
        try:
            await database.write(take_over, hand, conversation.id)
            said = Letter(Author.COUNSELLOR, "Halo, saya di sini.", hand.staff.id, {"once": hand.clock.new_id()})
            await database.write(send, hand, conversation.id, Written(said, None))
        except HelplineError:
            return False
        return True

    results = await asyncio.gather(claims(hands[0]), claims(hands[1]), writes(), box.helpline.postman.deliver_once())
    winners = [hand for hand, won in zip(hands, results[:2], strict=True) if won]
    now, kept = await box.conversation_of(siti)
    outcome.figures["winners"] += len(winners)
    fault = fault_of(kept, len(winners), now.ownership.owner)
    if fault:
        outcome.faults.append(f"chat {chat}: {fault}")
    joined = seq_of_joining(kept)
    outcome.figures["bot lines after take-over"] += sum(m.author is Author.BOT and m.seq > joined for m in kept)
    outcome.figures["written before the take-over"] += sum(m.author is Author.CONTACT and m.seq < joined for m in kept) - 1
    if winners:
        await database.write(back, winners[0], conversation.id)


def back(tx: Transaction, hand: Hand, conversation_id: str) -> None:
    hand_back(tx, hand, conversation_id)
    assert conversations.get(tx, conversation_id).ownership.owner is Owner.BOT


def seq_of_joining(kept: list[Message]) -> int:
    return next((m.seq for m in kept if m.author is Author.NOTICE and "bersama Anda" in m.text), len(kept) + 1)


def fault_of(kept: list[Message], winners: int, owner: Owner) -> str | None:
    """What is wrong with how a race ended."""
    joined = seq_of_joining(kept)
    if winners != 1 or owner is not Owner.COUNSELLOR:
        return f"{winners} winners, owner {owner}"
    if [m.seq for m in kept] != list(range(1, len(kept) + 1)):
        return "a gap in the numbers"
    if sum(m.author is Author.CONTACT for m in kept) != len(WORDS) + 1:
        return "a message is missing"
    if any(m.author is Author.BOT and m.seq > joined for m in kept):
        return "the bot spoke after the take-over"
    if sum(m.author is Author.COUNSELLOR for m in kept) != 1:
        return "not one reply"
    return None
