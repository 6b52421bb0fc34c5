"""The simulation: a helpline in virtual time, led by one seed: people, counsellors, deaths. The same seed, the same ledger.

The digest covers every row of the ledger; what is sealed is opened first, since sealing itself is never the same twice.
"""

import hashlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta

from sqlalchemy import LargeBinary, select

from console.desk import Hand, hand_back, take_over
from console.replying import Written, send
from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import PlanState, Watch, planned
from helpline.consent import Consent, How, Scope
from helpline.delivery import Attempt, Outcome
from helpline.errors import HelplineError
from helpline.messages import Author
from helpline.permissions import Role
from helpline.takeover import Owner
from helpline.updates import Update
from storage import cases, check_in_plans, consents, conversations, failpoints, messages, staff, tables
from storage.database import Database
from storage.letters import Letter
from storage.staff import Staff
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.house import Helpline, furnished
from tests.letterbox import Letterbox, conversation_at
from tests.turns.conftest import NotingWire

WORDS = (
    "halo", "menu", "bantuan", "petugas", "saya mau bertanya", "tidak", "ya", "gaji saya tidak dibayar", "paspor saya ditahan",
    "saya dipukul majikan", "stop", "2", "malaysia", "terima kasih", "sos", "😭", "ya, saya aman", "hongkong",
)  # fmt: skip
FATES = (
    Attempt(Outcome.UNKNOWN, reason="no_answer"),
    Attempt(Outcome.RETRY, reason="server_fault"),
    Attempt(Outcome.RETRY, retry_after=timedelta(seconds=7), whole_bot=True, reason="asked_to_wait"),
    Attempt(Outcome.UNREACHABLE, reason="blocked"),
)
LEDGER = (
    "contacts", "conversations", "messages", "cases", "events", "outbox", "check_ins", "check_in_plans", "consents", "tasks",
)  # fmt: skip
PEOPLE = 6


class Death(BaseException):
    """The process is gone."""


@dataclass
class Life:
    """One run of the dice."""

    database: Database
    dice: random.Random
    clock: FrozenClock
    box: Letterbox
    wire: NotingWire
    hands: list[Hand]
    figures: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    posted: list[Update] = field(default_factory=list)
    said: dict[int, int] = field(default_factory=Counter)
    deadly: bool = False

    @classmethod
    async def begin(cls, database: Database, seed: object) -> "Life":
        clock, wire = FrozenClock(), NotingWire()
        box, hands = Letterbox(newborn(database, clock, wire)), []
        for name in ("Rina", "Budi"):
            member = Staff(clock.new_id(), name.lower(), name, Role.COUNSELLOR, "-", "id", True)
            await database.write(staff.add, member, clock.now())
            hands.append(Hand(member, clock, furnished().wording))
        return cls(database, random.Random(f"life:{seed}"), clock, box, wire, hands)

    async def live(self, steps: int) -> None:
        """So many things happen; now and then the process dies in the midst of one."""
        with self.mortal():
            for _step in range(steps):
                self.clock.tick(timedelta(seconds=self.dice.choice((0, 1, 5, 60, 600, 7200, 50_000))))
                work = self.dice.choices((self.write, self.repeat, self.deliver, self.look, self.serve, self.plan, self.agree),
                                         (8, 2, 6, 4, 3, 1, 1))[0]  # fmt: skip
                self.figures[work.__name__] += 1
                try:
                    await work()
                except Death:
                    self.figures["deaths"] += 1
                    self.reborn()
        self.wire.next = []
        await self.settle()

    @contextmanager
    def mortal(self) -> Iterator[None]:
        def die(point: str) -> None:
            if self.deadly and "commit" in point and self.dice.random() < 0.06:
                raise Death

        failpoints.trap = die
        try:
            yield
        finally:
            failpoints.trap, self.deadly = None, False

    def reborn(self) -> None:
        """A new process on the same store; the lease of the dead is over."""
        self.box.helpline = newborn(self.database, self.clock, self.wire)
        self.clock.tick(timedelta(seconds=30))

    async def write(self) -> None:
        chat = self.dice.randint(1, PEOPLE)
        self.box.person(chat).writes(self.dice.choice(WORDS))
        self.posted += self.box.posted
        self.said[chat] += len(self.box.posted)
        self.box.posted.clear()
        await self.take_in(self.posted[-1])

    async def repeat(self) -> None:
        if self.posted:
            await self.take_in(self.dice.choice(self.posted))

    async def take_in(self, update: Update) -> None:
        """Not acknowledged when the process dies, so it comes again."""
        try:
            await self.mortally(self.database.write, self.box.helpline.turns.intake.take_in, [update])
        except Death:
            self.figures["deaths"] += 1
            self.reborn()
            await self.database.write(self.box.helpline.turns.intake.take_in, [update])

    async def deliver(self) -> None:
        if self.dice.random() < 0.3:
            self.wire.next = [self.dice.choice(FATES)]
        await self.mortally(self.box.helpline.postman.deliver_once)

    async def look(self) -> None:
        schedule = self.box.helpline.schedule
        looks = (schedule.let_claims_lapse, schedule.callout.look, schedule.resuming.look, schedule.later.look,
                 schedule.check_ins.look, schedule.unanswered.look, schedule.reminders.look, schedule.check_ins.mend)  # fmt: skip
        await self.mortally(self.dice.choice(looks))

    async def serve(self) -> None:
        """A counsellor takes over, answers, and hands back, or not yet."""
        hand, where = self.dice.choice(self.hands), await self.database.read(some_conversation, self.dice)
        if where is None:
            return
        claim, answer, leave = (take_over,), (send, self.letter(hand)), (hand_back,)
        for work, *arguments in self.dice.choice(((claim,), (claim, answer), (leave,), (answer, leave))):
            try:
                await self.mortally(self.database.write, work, hand, where, *arguments)
            except HelplineError:
                self.figures["refused"] += 1
                return

    def letter(self, hand: Hand) -> Written:
        return Written(Letter(Author.COUNSELLOR, "Halo, saya di sini.", hand.staff.id, {"once": self.clock.new_id()}), None)

    async def plan(self) -> None:
        where = await self.database.read(some_conversation, self.dice)
        if where is not None:
            await self.database.write(self.add_plan, where, self.dice.choice((PlanKind.AFTERCARE, PlanKind.ABROAD)))

    def add_plan(self, tx: Transaction, where: str, kind: PlanKind) -> None:
        contact, hours = conversations.get(tx, where).contact, Hours("Asia/Hong_Kong", time(19))
        if any(watch.plan.kind is kind for watch in check_in_plans.of_contact(tx, contact.id)):
            return
        plan = Plan(kind, hours.local(self.clock.now()).date(), hours, every=2)
        fresh = Watch(self.clock.new_id(), contact.id, where, plan, PlanState.ACTIVE, None, None)
        check_in_plans.put(tx, planned(furnished().rhythms[kind], fresh, None, self.clock.now()), self.clock.now())

    async def agree(self) -> None:
        """A contact agrees to a referral, or takes it back."""
        where = await self.database.read(some_conversation, self.dice)
        if where is not None:
            await self.database.write(self.change_consent, where, self.dice.random() < 0.5)

    def change_consent(self, tx: Transaction, where: str, give: bool) -> None:
        case = cases.current(tx, conversations.get(tx, where).contact.id)
        if case is None:
            return
        if give:
            scopes = frozenset([self.dice.choice(sorted(Scope))])
            said = Consent(self.clock.new_id(), "KBRI", scopes, sorted(How)[0], self.hands[0].staff.id, self.clock.now())
            consents.add(tx, case, said)
        for old in consents.of_case(tx, case)[:1] if not give else ():
            consents.withdraw(tx, case, old.id, self.clock.now())

    async def mortally(self, work: Callable[..., object], *arguments: object) -> None:
        self.deadly = True
        try:
            await work(*arguments)  # type: ignore[misc]
        finally:
            self.deadly = False

    async def settle(self) -> None:
        """Everything that waits goes out."""
        for _round in range(60):
            self.clock.tick(timedelta(minutes=3))
            if not await self.box.helpline.postman.deliver_once() and _round > 12:
                break
        self.faults += await self.database.read(self.judge)

    def judge(self, tx: Transaction) -> list[str]:
        """What must hold of any life."""
        faults = []
        for chat, count in self.said.items():
            conversation, kept = conversation_at(tx, str(chat))
            heard = [m for m in kept if m.author is Author.CONTACT]
            if len(heard) != count:
                faults.append(f"{chat}: said {count}, kept {len(heard)}")
            if [m.seq for m in kept] != list(range(1, len(kept) + 1)):
                faults.append(f"{chat}: a gap in the numbers")
            if [m.id for m in kept if m.delivery in ("pending", "sending")]:
                faults.append(f"{chat}: a line still waits")
            unfinished = [case.about for case in cases.unfinished(tx, conversation.contact.id)]
            if len(unfinished) > len(set(unfinished)):
                faults.append(f"{chat}: two open cases")
            sent = list(dict.fromkeys(o.message.seq for o in self.wire.sent if o.conversation_id == conversation.id))
            if sent != sorted(sent):
                faults.append(f"{chat}: sent out of order {sent}")
        if any(o.message.author is Author.BOT and not o.notice and o.ownership.owner is Owner.COUNSELLOR for o in self.wire.sent):
            faults.append("the bot spoke while a counsellor did")
        return faults


def newborn(database: Database, clock: FrozenClock, wire: NotingWire) -> Helpline:
    """A process; it knows that whoever held the lease of the sender is dead, since that lease runs by the machine's clock."""
    helpline = Helpline.of(database, clock, wire)
    for sender in helpline.postman.senders.values():
        sender.is_dead = lambda _name: True
    return helpline


def some_conversation(tx: Transaction, dice: random.Random) -> str | None:
    found = list(tx.connection.execute(select(tables.conversations.c.id).order_by(tables.conversations.c.id)).scalars())
    return dice.choice(found) if found else None


def digest(tx: Transaction) -> str:
    """Of every row of the ledger, in order, with what people said opened."""
    ledger = hashlib.sha256()
    for name in LEDGER:
        table = tables.metadata.tables[name]
        plain = [column for column in table.c if not isinstance(column.type, LargeBinary)]
        for row in tx.connection.execute(select(*plain).order_by(*table.primary_key.columns)):
            ledger.update(json.dumps([name, *map(str, row)]).encode())
    for where, whose in tx.connection.execute(
        select(tables.conversations.c.id, tables.conversations.c.contact_id).order_by(tables.conversations.c.id)
    ).all():
        for message in messages.since(tx, where, whose):
            ledger.update(json.dumps([message.seq, message.text, str(message.buttons)]).encode())
    return ledger.hexdigest()
