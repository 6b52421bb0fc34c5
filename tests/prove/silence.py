"""Silence: virtual days in which contacts answer or do not, while workers die before and after their commits.

A question that stays without an answer reaches a human once, within a minute of its deadline; one that is answered never does.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from bot.checkins import answering
from bot.checkins.firing import CheckIns
from bot.turn import Turn, finish_all
from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import PlanState, Watch, planned
from helpline.events import Event
from storage import cases, check_in_plans, conversations, events
from storage.database import Database
from storage.events import EventRow
from storage.migrate import migrate
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.house import furnished
from tests.makers import a_conversation
from tests.prove.ground import Ground, Outcome

CONTACTS = 100
"""How many contacts share the virtual days."""
LOOK_EVERY = timedelta(seconds=10)
IN_TIME = timedelta(seconds=60)
KINDS = (PlanKind.AFTERCARE, PlanKind.ABROAD)
LAST_WAIT = {PlanKind.AFTERCARE: timedelta(hours=4), PlanKind.ABROAD: timedelta(hours=24)}
"""From the last line said to the human: the whole short ladder (its nudge falls outside the window), or the last rung."""


class Killed(BaseException):
    """The worker's process is gone."""


@dataclass
class Mortal:
    """The database as a worker sees it that may die at any commit. It knows only what a look needs."""

    database: Database
    dice: random.Random
    deaths: Counter[str] = field(default_factory=Counter)
    rate: float = 0.15

    async def write(self, work: Callable[..., Any], *args: Any) -> Any:
        if self.dice.random() < self.rate:
            self.deaths["before"] += 1

            def dies(tx: Transaction) -> None:
                work(tx, *args)
                raise Killed

            await self.database.write(dies)
        done = await self.database.write(work, *args)
        if self.dice.random() < self.rate:
            self.deaths["after"] += 1
            raise Killed
        return done

    async def read(self, work: Callable[..., Any], *args: Any) -> Any:
        return await self.database.read(work, *args)


@dataclass
class Verdict:
    """What the days came to."""

    days: int = 0
    asked: int = 0
    answered: int = 0
    missed: int = 0
    deaths: int = 0
    latest: timedelta = timedelta(0)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = f"{self.days:,} virtual days, {self.deaths} deaths, {self.asked} asked, {self.answered} answered"
        return f"{told}, {self.missed} missed; the latest reached a human {self.latest.total_seconds():.0f} s after its deadline"


@dataclass
class Days:
    """The days of some contacts."""

    database: Database
    clock: FrozenClock
    dice: random.Random
    wishes: dict[str, datetime] = field(default_factory=dict)  # when a contact is going to answer, by conversation

    def begin(self, tx: Transaction, contacts: int) -> None:
        for number in range(contacts):
            conversation = a_conversation(tx, self.clock, f"{500_000 + number}")
            kind = KINDS[number % 2]
            hours = Hours("Asia/Hong_Kong", time(19))
            plan = Plan(kind, hours.local(self.clock.now()).date(), hours, every=self.dice.choice((2, 4)))
            fresh = Watch(self.clock.new_id(), conversation.contact.id, conversation.id, plan, PlanState.ACTIVE, None, None)
            made = planned(furnished().rhythms[kind], fresh, None, self.clock.now())
            check_in_plans.put(tx, made, self.clock.now())

    def answer(self, tx: Transaction, conversation_id: str) -> None:
        """The contact writes something."""
        conversation = conversations.get(tx, conversation_id, lock=True)
        case = cases.current(tx, conversation.contact.id)
        turn = Turn(tx, furnished(), self.clock, self.clock.now(), conversation, case)
        answering.heard(turn)
        finish_all([turn])


async def prove(ground: Ground) -> Outcome:
    """The days on each database."""
    outcome, contacts = Outcome(), ground.of(5, CONTACTS, CONTACTS)
    for name, url in (("SQLite", ground.sqlite("silence")), ("PostgreSQL", await ground.postgresql("silence"))):
        database = await Database.open(url, await migrate(url, ground.folder / f"{name}.key"))
        try:
            verdict = await campaign(database, contacts, ground.of(100, 2_000, 10_000) // contacts, ground.seed)
        finally:
            await database.close()
        outcome += Outcome(f"{name}: {verdict}", verdict.faults)
    return outcome


async def campaign(database: Database, contacts: int, days: int, seed: int) -> Verdict:
    """So many contacts for so many days; workers look every ten seconds, from a moment of their own."""
    dice, clock = random.Random(seed), FrozenClock()
    life, mortal = Days(database, clock, dice), Mortal(database, dice)
    await database.write(life.begin, contacts)
    worker, ends = CheckIns(mortal, clock, furnished()), clock.now() + timedelta(days=days)  # type: ignore[arg-type]
    number = 0
    while clock.now() < ends:
        due = await database.read(lambda tx: min((watch.look_at for watch in running(tx) if watch.look_at), default=ends))
        answers = min(life.wishes.values(), default=ends)
        clock.time = max(clock.now(), min(due, answers)) + LOOK_EVERY * dice.random()
        for conversation_id in [where for where, at in life.wishes.items() if at <= clock.now()]:
            del life.wishes[conversation_id]
            await database.write(life.answer, conversation_id)
        with suppress(Killed):
            await worker.look()
        number = await database.read(decide, life, number)
    verdict = await database.read(judge, contacts * days)
    verdict.deaths = mortal.deaths.total()
    return verdict


def running(tx: Transaction) -> list[Watch]:
    return check_in_plans.running_after(tx, "", 10_000)


def decide(tx: Transaction, life: Days, number: int) -> int:
    """Whether and when each contact who was just asked is going to answer."""
    for row in facts(tx, number):
        number = row.number
        if row.event is Event.CHECK_IN_ASKED and row.conversation_id and life.dice.random() < 0.6:
            life.wishes[row.conversation_id] = row.at + timedelta(hours=70) * life.dice.random() ** 3
    return number


def facts(tx: Transaction, after: int) -> Iterator[EventRow]:
    while rows := events.since(tx, after):
        yield from rows
        after = rows[-1].number


def judge(tx: Transaction, days: int) -> Verdict:
    """Compare what happened with what should have."""
    verdict, last_line, last_asked = Verdict(days), {}, {}
    outcomes: dict[tuple[str, datetime], list[Event]] = defaultdict(list)
    for row in facts(tx, 0):
        who = row.conversation_id or ""
        if row.event is Event.CHECK_IN_ASKED:
            verdict.asked += 1
            last_line[who] = last_asked[who] = row.at
            outcomes[who, row.at] = []
        elif row.event is Event.CHECK_IN_NUDGED:
            last_line[who] = row.at
        elif row.event is Event.CHECK_IN_ANSWERED:
            verdict.answered += 1
            outcomes[who, last_asked[who]].append(row.event)
        elif row.event is Event.CHECK_IN_MISSED:
            verdict.missed += 1
            outcomes[who, last_asked[who]].append(row.event)
            late = row.at - last_line[who] - LAST_WAIT[PlanKind(str(row.data["kind"]))]
            verdict.latest = max(verdict.latest, late)
            if not timedelta(0) <= late <= IN_TIME:
                verdict.faults.append(f"reached a human {late} after its deadline")
    last = max(at for _who, at in outcomes)
    for (_who, at), came in outcomes.items():
        if len(came) > 1 or (not came and at < last - timedelta(days=4)):
            verdict.faults.append(f"asked {at}: {[event.value for event in came]}")
    return verdict
