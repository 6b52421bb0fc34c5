"""Outages: nobody is awake for days, or for minutes; who may have written in vain is listed, and greeted once in safe hours."""

import asyncio
import random
import signal
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import update

from bot.outage import Outage
from helpline.checkins.hours import Hours, is_open
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import PlanState, Watch
from helpline.takeover import take_over
from storage import check_in_plans, contacts, conversations, outages, tasks
from storage.database import Database
from storage.migrate import migrate
from storage.senders import store_now
from storage.tables import meta
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.house import Helpline, furnished
from tests.letterbox import Letterbox, conversation_at
from tests.makers import a_counsellor
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import ONE, Installation, installed
from tests.prove.silence import Killed, Mortal
from tests.turns.conftest import NotingWire

KINDS = ("case", "plan", "counselled", "lately", "blocked", "silent")
"""How it stands with somebody when the outage begins; all but the last two are to be listed."""
GREETED = "silakan tulis sekali lagi"
ZONES = ("Asia/Jakarta", "Asia/Jayapura", "Asia/Riyadh", "America/New_York")
LONG_AGO, LATELY = timedelta(days=20), timedelta(days=7)
WALK, STEP = timedelta(hours=30), timedelta(minutes=20)
PATIENCE = 180.0


async def prove(ground: Ground) -> Outcome:
    """R28: on both databases in virtual time, with workers that die; then one real process that is down for a day."""
    outcome = Outcome()
    for name, url in (("SQLite", ground.sqlite("outages")), ("PostgreSQL", await ground.postgresql("outages"))):
        database = await Database.open(url, await migrate(url, ground.folder / f"{name}.key"))
        days = Days(database, ground.dice(name))
        try:
            for _outage in range(ground.of(1, 2, 10)):
                await days.pass_by(ground.of(len(KINDS), 30, 120))
            await days.minutes(ground.of(4, 20, 60))
        finally:
            await days.box.helpline.close()
            await database.close()
        outcome += Outcome(f"{name}: {days}", [f"{name}: {fault}" for fault in days.faults])
    return outcome + await really(ground) if ground.is_timed else outcome


@dataclass
class Days:
    """One database, and the people who come and go there; what they are owed is reckoned here anew."""

    database: Database
    dice: random.Random
    clock: FrozenClock = field(default_factory=FrozenClock)
    faults: list[str] = field(default_factory=list)
    people: dict[int, str] = field(default_factory=dict)
    wrote: dict[int, datetime] = field(default_factory=dict)
    hours: dict[int, Hours] = field(default_factory=dict)
    listed: int = 0
    greeted: int = 0
    asked_again: int = 0
    deaths: int = 0

    def __post_init__(self) -> None:
        self.box = Letterbox(Helpline.of(self.database, self.clock, NotingWire()))

    def __str__(self) -> str:
        told = f"{self.listed} listed, {self.greeted} greeted in {len(self.people)} chats, {self.asked_again} asked again"
        return f"{told}, {self.deaths} deaths of workers"

    async def pass_by(self, count: int) -> None:
        """One outage of more than a day, and the day after it."""
        fresh = {len(self.people) + number + 1: KINDS[number % len(KINDS)] for number in range(count)}
        for chat, kind in fresh.items():
            await self.say(chat, "halo" if kind in ("lately", "silent") else "petugas")
        self.people |= fresh
        self.clock.tick(LONG_AGO + timedelta(minutes=self.dice.randrange(1440)))
        for chat, kind in fresh.items():
            if kind == "lately":
                await self.say(chat, "halo")
            await self.database.write(self.settle, chat, kind)
        begun, before = self.clock.now(), {chat: await self.greetings(chat) for chat in self.people}
        owed = {chat for chat, kind in self.people.items() if self.is_owed(chat, kind, begun)}
        lasted = timedelta(hours=self.dice.uniform(24.5, 90))
        self.clock.tick(lasted)
        await self.database.write(went_silent, lasted)
        await self.walk()
        found = await self.database.read(open_missed)
        self.faults += [f"{kind} was listed" for kind in self.names(set(found) - owed)]
        self.faults += [f"{kind} was not listed" for kind in self.names(owed - set(found))]
        self.faults += [f"{len(found) - len(set(found))} listed twice"] if len(found) != len(set(found)) else []
        self.listed += len(owed)
        for chat, kind in self.people.items():
            new = (await self.greetings(chat))[len(before[chat]) :]
            wanted = int(chat in owed and kind != "counselled")
            self.faults += [f"{kind} was greeted {len(new)} times, not {wanted}"] if len(new) != wanted else []
            self.faults += [f"greeted at {at} against {self.hours[chat]}" for at in new if not is_open(self.hours[chat], at)]
            self.greeted += wanted
        await self.database.write(self.all_done)

    def is_owed(self, chat: int, kind: str, begun: datetime) -> bool:
        return kind in ("case", "plan", "counselled") or (kind == "lately" and self.wrote[chat] > begun - LATELY)

    def names(self, chats: set[int]) -> list[str]:
        return sorted(self.people[chat] for chat in chats)

    async def say(self, chat: int, text: str) -> None:
        await self.box.says(self.box.person(chat), text)
        self.wrote[chat] = self.clock.now()

    async def greetings(self, chat: int) -> list[datetime]:
        _conversation, kept = await self.box.conversation_of(self.box.person(chat))
        return [m.at for m in kept if m.author != "contact" and GREETED in m.text]

    def settle(self, tx: Transaction, chat: int, kind: str) -> None:
        """Bring it about that it stands so with them."""
        conversation, _kept = conversation_at(tx, str(chat))
        contact, now = conversation.contact, self.clock.now()
        zone = self.dice.choice(ZONES)
        contacts.save(tx, [replace(contact, zone=zone)], now)
        self.hours[chat] = Hours(zone, time(9), lasts=timedelta(hours=11))
        if kind == "blocked":
            contacts.set_reachable(tx, contact.id, False)
        elif kind == "counselled":
            after = take_over(conversation.ownership, a_counsellor(tx, self.clock), now)
            conversations.set_ownership(tx, conversation.id, conversation.ownership, after)
        elif kind == "plan":
            self.hours[chat] = Hours(zone, time(self.dice.randrange(24)))
            plan = Plan(PlanKind.ABROAD, self.hours[chat].local(now).date(), self.hours[chat])
            fresh = Watch(self.clock.new_id(), contact.id, conversation.id, plan, PlanState.ACTIVE, None, None)
            check_in_plans.put(tx, fresh, now)

    def all_done(self, tx: Transaction) -> None:
        who, now = a_counsellor(tx, self.clock), self.clock.now()
        for task in missed(tx):
            tasks.done(tx, task.id, who, now)

    async def walk(self) -> None:
        """A day and more in which two workers look at once, either of which may die at any commit."""
        mortals = [Mortal(self.database, self.dice) for _worker in range(2)]
        workers = [Outage(mortal, self.clock, furnished()) for mortal in mortals]  # type: ignore[arg-type]
        ends = self.clock.now() + WALK
        while self.clock.now() < ends:
            await asyncio.gather(*(looked(worker) for worker in workers))
            self.clock.tick(STEP)
        self.deaths += sum(mortal.deaths.total() for mortal in mortals)

    async def minutes(self, count: int) -> None:
        """An outage that loses pressed buttons: who was at talk is asked again, once; who was not, is left alone."""
        first = len(self.people) + 1
        talking, away = range(first, first + count), range(first + count, first + 2 * count)
        for chats in (away, talking):
            self.clock.tick(timedelta(minutes=30))
            for chat in chats:
                await self.say(chat, "halo")
        before = {chat: len(await self.box.heard_by(self.box.person(chat))) for chat in (*talking, *away)}
        for seconds, again in ((100, False), (self.dice.randint(200, 3500), True), (20 * 3600, False)):
            self.clock.tick(timedelta(seconds=seconds) if again else timedelta(0))
            await self.database.write(went_silent, timedelta(seconds=seconds))
            await self.box.helpline.schedule.outage.look()
            await self.box.helpline.schedule.resuming.look()
            for chat in before:
                now = len(await self.box.heard_by(self.box.person(chat)))
                asked, before[chat] = now > before[chat], now
                if asked != (again and chat in talking):
                    self.faults.append(f"{'asked' if asked else 'not asked'} again after {seconds} s")
                self.asked_again += asked


async def looked(worker: Outage) -> None:
    with suppress(Killed):
        await worker.look()


def went_silent(tx: Transaction, lasted: timedelta) -> None:
    """As if nobody had been awake for so long, by the database's clock."""
    value = (store_now(tx) - lasted).isoformat().encode()
    outages.stay_awake(tx)
    tx.connection.execute(update(meta).where(meta.c.key == outages.AWAKE).values(value=value))


def missed(tx: Transaction) -> list[Task]:
    return [task for task in tasks.open_tasks(tx, 100_000) if task.kind is TaskKind.MISSED]


def open_missed(tx: Transaction) -> list[int]:
    """The chats listed, as often as they are."""
    return [int(contacts.address(tx, str(task.contact_id))) for task in missed(tx)]


async def really(ground: Ground) -> Outcome:
    """The whole process is killed, stays away for more than a day by the database's mark, and is killed again while it rises."""
    url, dice = ground.sqlite("really"), ground.dice("really")
    async with installed(url, ground.folder, ONE, at_once=4) as made:
        await made.answering()
        made.load()
        await asyncio.sleep(3.0)
        verdict = await made.finish(timed=ground.is_timed)
        child = made.crew.running[0]
        child.tell(signal.SIGKILL)
        await child.wait()
        database = await Database.open(url, made.keys)
        try:
            await database.write(went_silent, timedelta(hours=dice.uniform(25, 90)))
            await made.crew.start(0)
            for _death in range(ground.of(0, 3, 20)):
                await asyncio.sleep(dice.uniform(0.0, 2.0))
                await made.crew.kill(0)
            faults = [*verdict.faults, *await listed_and_greeted(database, made)]
        finally:
            await database.close()
    return Outcome(f"a process that was down: {verdict.people} chats, all listed", [f"really: {fault}" for fault in faults])


async def listed_and_greeted(database: Database, made: Installation) -> list[str]:
    """Everybody who wrote is listed once; who is greeted is greeted once, the others have an hour at which they will be."""
    wanted = sorted(person.chat for person in made.crowd.people)
    state: Any = None
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while (state := await database.read(how_it_stands))[:2] != (wanted, []):  # noqa: ASYNC110 - another process works
                await asyncio.sleep(0.5)
    listed, waiting, greeted = state
    faults = [] if listed == wanted else [f"{len(listed)} listed of {len(wanted)}"]
    faults += [f"{len(waiting)} are neither greeted nor have an hour for it"] if waiting else []
    return faults + [f"{chat} was greeted {count} times" for chat, count in greeted.items() if count > 1]


def how_it_stands(tx: Transaction) -> tuple[list[int], list[int], dict[int, int]]:
    found, now = missed(tx), store_now(tx)
    chats = {task.id: int(contacts.address(tx, str(task.contact_id))) for task in found}
    kept = {chat: conversation_at(tx, str(chat))[1] for chat in chats.values()}
    greeted = {chat: sum(m.author != "contact" and GREETED in m.text for m in lines) for chat, lines in kept.items()}
    waiting = [chats[task.id] for task in found if task.due_at is not None and task.due_at <= now]
    return sorted(chats.values()), waiting, greeted
