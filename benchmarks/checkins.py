"""`python -m benchmarks.checkins`: check-ins due out of five million plans in PostgreSQL, taken by one worker and by three.

Measured beside the bare operation on the same rows: a plain `SELECT … FOR UPDATE SKIP LOCKED` and one UPDATE, in equal batches.
Then the whole of it: the question written, put into the outbox and the plan moved on, for contacts with keys of their own.
"""

import argparse
import asyncio
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from multiprocessing.queues import Queue
from pathlib import Path

import asyncpg

from bot.checkins.firing import BATCH, CheckIns
from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import PlanState, Watch, moved_on
from storage import check_in_plans
from storage.database import Database
from storage.migrate import migrate
from storage.sealing import Keyring
from storage.transaction import Transaction
from suluh.clock import SystemClock
from tests import makers, postgres
from tests.clock import FrozenClock
from tests.house import furnished

DUE = 60_000
LOAD = (
    """INSERT INTO contacts (id, channel, bot, address_key, address_sealed, designation, language, reachable, created_at)
       SELECT lpad(to_hex(n), 32, '0'), 'telegram', '1', decode(md5(n::text), 'hex'), '', 'Melati', 'id', true, now()
       FROM generate_series(1, {plans}) n""",
    """INSERT INTO conversations (id, contact_id, owner, owner_version, last_seq, created_at)
       SELECT id, id, 'bot', 0, 0, now() FROM contacts""",
    """INSERT INTO check_in_plans (id, contact_id, conversation_id, kind, anchor, zone, hour, weekdays, minutes, state, look_at,
                                   asks_at, rungs, asked, made_at)
       SELECT id, id, id, 'abroad', current_date - 400, 'Asia/Hong_Kong', '21:00', '0123456', 120, 'active',
              now() + (row_number() OVER () - {due}) * interval '0.5 second', now(), 0, 0, now()
       FROM contacts""",
    "VACUUM ANALYZE check_in_plans",
    "VACUUM ANALYZE conversations",
)
"""One plan for each contact; `due` of them are due, the others over the month to come."""

Result = tuple[int, list[float]]


def takes(tx: Transaction, now: datetime) -> int:
    """What a worker does to the plans, without the question."""
    rhythms = furnished().rhythms
    found = check_in_plans.take_due(tx, now, BATCH)
    check_in_plans.save_all(tx, [moved_on(rhythms[watch.plan.kind], watch, now) for watch in found])
    return len(found)


async def suluh(url: str, key_file: str, started: float, now: datetime) -> Result:
    database, count, times = await Database.open(url, Keyring.load(Path(key_file), create=False)), 0, []
    await asyncio.sleep(max(0.0, started - time.time()))
    while True:
        begin = time.perf_counter()
        found = await database.write(takes, now)
        times.append(time.perf_counter() - begin)
        count += found
        if not found:
            await database.close()
            return count, times


async def bare(url: str, _key_file: str, started: float, now: datetime) -> Result:
    connection, count, times = await asyncpg.connect(url), 0, []
    await asyncio.sleep(max(0.0, started - time.time()))
    while True:
        begin = time.perf_counter()
        async with connection.transaction():
            rows = await connection.fetch(
                "SELECT id FROM check_in_plans WHERE look_at <= $1 ORDER BY look_at LIMIT $2 FOR UPDATE SKIP LOCKED", now, BATCH
            )
            ids = [row["id"] for row in rows]
            await connection.execute(
                "UPDATE check_in_plans SET look_at = look_at + interval '91 days', asks_at = look_at WHERE id = ANY($1)", ids
            )
        times.append(time.perf_counter() - begin)
        count += len(rows)
        if not rows:
            await connection.close()
            return count, times


def one(work: str, url: str, key_file: str, started: float, now: datetime, results: "Queue[Result]") -> None:
    results.put(asyncio.run(WORK[work](url, key_file, started, now)))


WORK = {"Suluh": suluh, "bare": bare}


def measure(work: str, url: str, key_file: str, workers: int, now: datetime) -> str:
    """So many processes at once, from one moment until nothing is due."""
    context = multiprocessing.get_context("spawn")
    results: Queue[Result] = context.Queue()
    started = time.time() + 5
    processes = [context.Process(target=one, args=(work, url, key_file, started, now, results)) for _ in range(workers)]
    for process in processes:
        process.start()
    found = [results.get() for _ in processes]
    took = time.time() - started
    for process in processes:
        process.join()
    return row(f"{work}, {workers} worker{'s' if workers > 1 else ''}", sum(count for count, _ in found), took, found)


def row(name: str, count: int, took: float, found: Sequence[Result]) -> str:
    times = [t * 1000 for _count, some in found for t in some]
    p99 = statistics.quantiles(times, n=100)[98]
    return f"| {name} | {count:,} | {count / took:,.0f} | {statistics.median(times):.1f} · {p99:.1f} ms |"


async def whole(url: str, key_file: Path, contacts: int) -> str:
    """Questions asked and put into the outbox by one worker."""
    frozen, database = FrozenClock(), await Database.open(url, Keyring.load(key_file, create=False))
    hours = Hours("Asia/Hong_Kong")
    plan = Plan(PlanKind.ABROAD, frozen.now().date(), hours)
    due = hours.local(frozen.now()).replace(hour=19, minute=0, second=0, microsecond=0)

    def make(tx: Transaction, first: int) -> None:
        for number in range(first, min(first + 500, contacts)):
            conversation = makers.a_conversation(tx, frozen, f"{900_000 + number}")
            state = PlanState.ACTIVE
            watch = Watch(frozen.new_id(), conversation.contact.id, conversation.id, plan, state, due, due)
            check_in_plans.put(tx, watch, frozen.now())

    for first in range(0, contacts, 500):
        await database.write(make, first)
    frozen.time = due + timedelta(minutes=1)
    check_ins, count, times = CheckIns(database, SystemClockAt(frozen.time), furnished()), 0, []
    begin = time.perf_counter()
    while True:
        since = time.perf_counter()
        found = await database.write(check_ins.fire)
        times.append(time.perf_counter() - since)
        count += found
        if not found:
            break
    took = time.perf_counter() - begin
    await database.close()
    return row("asked, with outbox and message", count, took, [(count, times)])


class SystemClockAt(SystemClock):
    """The machine's ids and chance, at a time that stands still."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


async def sizes(url: str) -> str:
    connection = await asyncpg.connect(url)
    names = ("check_in_plans", "ix_check_in_plans_look_at")
    found = [await connection.fetchval("SELECT pg_size_pretty(pg_relation_size($1::regclass))", name) for name in names]
    await connection.close()
    return f"check_in_plans {found[0]}, the index of what is due {found[1]}"


def say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=5_000_000)
    parser.add_argument("--contacts", type=int, default=5_000, help="for the whole of it")
    asked = parser.parse_args()
    clock = SystemClock()
    with tempfile.TemporaryDirectory(prefix="suluh-bench-") as folder, postgres.server(Path(folder) / "server") as server:
        postgres.run_statements(server, "CREATE DATABASE plans", "CREATE DATABASE whole")
        key_file = Path(folder) / "suluh.key"
        url, other = postgres.with_database(server, "plans"), postgres.with_database(server, "whole")
        asyncio.run(migrate(url, key_file))
        asyncio.run(migrate(other, Path(folder) / "other.key"))
        begin, due = time.perf_counter(), min(4 * DUE, asked.plans)
        for statement in LOAD:
            postgres.run_statements(url, statement.format(plans=asked.plans, due=due))
        say(f"{asked.plans:,} plans loaded in {time.perf_counter() - begin:.0f} s; {asyncio.run(sizes(url))}", "")
        say("| | plans | a second | p50 · p99 of a batch of 100 |", "|---|---|---|---|")
        last = clock.now()
        for number, (work, workers) in enumerate((("bare", 1), ("Suluh", 1), ("bare", 3), ("Suluh", 3)), 1):
            until = last - timedelta(seconds=(due - number * due // 4) / 2)
            say(measure(work, url, str(key_file), workers, until))
        say(asyncio.run(whole(other, Path(folder) / "other.key", asked.contacts)))


if __name__ == "__main__":
    main()
