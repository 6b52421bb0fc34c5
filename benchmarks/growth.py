"""`python -m benchmarks.growth`: what an update and the queue cost with 10,000 contacts in the database, and with a million.

The contacts are made by the store's own functions, each with a line of talk, one in ten with a case that is closed. Then some of
them, chosen anywhere, write; CPU of this process and time are counted per update, sending left out. At last comes the worst day:
one contact in twenty has an open case and a line that waits to be sent, the same people write again, and lines are sent.
"""

import argparse
import asyncio
import random
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.driver import update
from bot.flight import Tried
from bot.outbox import AT_ONCE
from helpline.cases import CloseReason, Outcome
from helpline.clock import key_of_chance
from helpline.contacts import Contact
from helpline.delivery import Lane
from helpline.severity import Severity
from helpline.topics import Topic
from helpline.updates import Update
from storage import cases, contacts, conversations, messages, outbox, queue
from storage.contacts import Arrival
from storage.conversations import Beginning
from storage.database import Database
from storage.migrate import migrate
from storage.outbox import Posting
from storage.transaction import Transaction
from suluh.clock import SystemClock
from tests import postgres
from tests.house import Helpline
from tests.makers import a_message
from tests.turns.conftest import NotingWire

SAID = ("menu", "lapor", "ya, saya aman", "malaysia", "gaji", "batal")
WRITERS = 200
WAITING = 20
"""One contact in so many waits on the worst day."""
SENDINGS = 40
LATER_NUMBERS = 5_000_000
"""Case numbers of the worst day begin here, above those of all contacts."""
OPEN_CASES = 300
BATCH = 1000


@dataclass(frozen=True)
class Cost:
    """Milliseconds: CPU and time of an update, time of the queue's page; on the worst day CPU of an update and of a sending."""

    contacts: int
    cpu: float
    time: float
    queue: float
    crowded: float = 0.0
    sending: float = 0.0


def fill(tx: Transaction, clock: SystemClock, chats: range, total: int) -> None:
    people = [Contact(clock.new_id(), "telegram", "Melati Teduh 47", name=f"Orang {chat}") for chat in chats]
    arrivals = [Arrival(one, "123456", str(chat), key_of_chance(clock)) for one, chat in zip(people, chats, strict=True)]
    people = [replace(one, consent_version=1, country="MY") for one in contacts.arrive(tx, arrivals, clock.now())]
    contacts.save(tx, people, clock.now())
    made = conversations.start(tx, [Beginning(clock.new_id(), one, "123456") for one in people], clock.now())
    kept = {talk.id: talk.contact.id for talk in made}
    messages.insert_all(tx, kept, [a_message(clock, talk, 1, "Halo, saya mau tanya soal gaji") for talk in made])
    conversations.save_all(tx, [conversations.Progress(talk, None, 1, clock.now(), clock.now()) for talk in made])
    for chat, talk in zip(chats, made, strict=True):
        if chat % 10 == 0 or chat >= total - OPEN_CASES:
            open_case(tx, clock, talk, f"{chat:07d}", closed=chat < total - OPEN_CASES)


def open_case(tx: Transaction, clock: SystemClock, talk: conversations.Conversation, number: str, *, closed: bool) -> None:
    id = clock.new_id()
    about = {"topic": Topic.WAGES, "severity": Severity.S2, "at": clock.now()}
    case = cases.open(tx, id=id, number=number, origin=id, conversation=talk, **about)  # type: ignore[arg-type]
    if closed and case is not None:
        cases.close(tx, case, CloseReason.HELPED, Outcome.SOLVED, clock.now())


async def measure(database: Database, size: int) -> Cost:
    clock, chosen = SystemClock(), random.Random(size)
    helpline = Helpline.of(database, clock, NotingWire())
    for start in range(0, size, BATCH):
        await database.write(fill, clock, range(start, min(start + BATCH, size)), size)
    writers = chosen.sample(range(size), WRITERS)
    await say(helpline, writers[:20], "halo")
    cpu, took = await talk(helpline, writers[20:])
    began = time.perf_counter()
    for _look in range(10):
        await database.read(queue.rows)
    looked = (time.perf_counter() - began) / 10
    await helpline.postman.deliver_once()
    for start in range(0, size, BATCH * WAITING):
        await database.write(let_wait, clock, range(start, min(start + BATCH * WAITING, size), WAITING))
    crowded, _took = await talk(helpline, writers[20:])
    sent = await send(helpline)
    await helpline.turns.close()
    return Cost(size, cpu, took, 1000 * looked, crowded, sent)


async def talk(helpline: Helpline, writers: list[int]) -> tuple[float, float]:
    """CPU and time of an update, in milliseconds."""
    cpu, began = time.process_time(), time.perf_counter()
    for text in SAID:
        await say(helpline, writers, text)
    count = len(SAID) * len(writers)
    return 1000 * (time.process_time() - cpu) / count, 1000 * (time.perf_counter() - began) / count


def let_wait(tx: Transaction, clock: SystemClock, chats: range) -> None:
    """A case that nobody has taken yet, and a line on its way."""
    found = conversations.lock(tx, {("telegram", "123456", str(chat)) for chat in chats})
    lines = {chat: a_message(clock, talk, talk.last_seq + 1, "Baik.") for chat, talk in by_chat(found).items()}
    messages.insert_all(tx, {talk.id: talk.contact.id for talk in found.values()}, list(lines.values()))
    conversations.save_all(
        tx, [conversations.Progress(talk, None, talk.last_seq + 1, clock.now(), clock.now()) for talk in found.values()]
    )
    outbox.put(tx, [Posting(line, "telegram", "123456", Lane.BROADCAST, 0) for line in lines.values()], clock.now())
    for chat, talk in by_chat(found).items():
        open_case(tx, clock, talk, f"{LATER_NUMBERS + chat:07d}", closed=False)


def by_chat(found: dict[conversations.Address, conversations.Conversation]) -> dict[int, conversations.Conversation]:
    return {int(chat): talk for (_channel, _bot, chat), talk in found.items()}


async def send(helpline: Helpline) -> float:
    """CPU of a message's way out of a long queue, in milliseconds."""
    sender = helpline.postman.senders["telegram", "123456"]
    await sender.take()
    cpu, count, tried = time.process_time(), 0, list[Tried]()
    for _round in range(SENDINGS):
        claimed, _due = await helpline.postman.claim(sender, helpline.clock.new_id(), AT_ONCE, tried)
        tried = [await helpline.postman.attempted(outgoing) for outgoing in claimed]
        count += len(tried)
    await helpline.postman.note(tried)
    return 1000 * (time.process_time() - cpu) / count


async def say(helpline: Helpline, chats: list[int], text: str) -> None:
    raws = [update(chat, text) for chat in chats]
    numbers = [str(helpline.clock.new_id()) for _raw in raws]
    await asyncio.gather(
        *(helpline.receive(Update("telegram", "123456", number, raw)) for number, raw in zip(numbers, raws, strict=True))
    )


async def grow(name: str, url: str, folder: Path, size: int) -> Cost:
    database = await Database.open(url, await migrate(url, folder / f"{name}{size}.key"))
    try:
        cost = await measure(database, size)
    finally:
        await database.close()
    ours = f"{cost.cpu:6.3f} ms CPU, {cost.time:6.3f} ms an update; queue {cost.queue:6.2f} ms"
    ours += f"; {size // WAITING:,} waiting: {cost.crowded:6.3f} ms CPU an update, {cost.sending:6.3f} ms a sending"
    print(f"{name:11}{size:10,} contacts: {ours}", flush=True)
    return cost


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000", help="contacts; the figure of the issue wants 10000,1000000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="suluh-growth-") as root, postgres.server(postgres.root_of_run()) as server:
        folder = Path(root)
        for name in given.databases.split(","):
            costs = []
            for size in sizes:
                url = f"sqlite:///{folder / f'{size}.db'}"
                if name == "postgresql":
                    await postgres.run_once(server, "DROP DATABASE IF EXISTS growth WITH (FORCE)", "CREATE DATABASE growth")
                    url = postgres.with_database(server, "growth")
                costs.append(await grow(name, url, folder, size))
            first, last = costs[0], costs[-1]
            per_update = f"CPU {last.cpu / first.cpu:.2f}, time {last.time / first.time:.2f} (target 1.2)"
            ratios = f"{per_update}, queue {last.queue / first.queue:.2f}"
            ratios += f"; while they wait {last.crowded / first.crowded:.2f}, a sending {last.sending / first.sending:.2f}"
            print(f"{name:11}{last.contacts:,} beside {first.contacts:,}: {ratios}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
