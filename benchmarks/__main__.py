"""`make bench`: the report dialog through Suluh and, in the same run on the same machine, through the bare operation.

Printed on both databases: acknowledged updates a second at saturation, CPU of the serving process per update until the last
answer is sent, the wait for an answer at a steady rate, ingest alone; then memory, start-up and the engine's step. Every figure
stands beside the bare operation's (see `benchmarks.ceiling`) or its target.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.driver import Load, drive, pace, waits
from benchmarks.serving import SECRET, Server, all_sent, asked, bare, suluh, until_up
from bot.engine.heard import Facts, Words
from bot.engine.resume import resume
from bot.engine.session import Session
from bot.house import House
from storage.migrate import migrate
from tests import postgres
from tests.serving import free_port

DIALOG = ("/start", "lapor", "ya, saya aman", "malaysia", "gaji", "tidak dibayar", "{months}", "{amount} ringgit")
"""What is the same from everybody, and two answers that are each person's own."""
AT_ONCE = 64
CHATS = 2_000
"""So many that none writes more than once a second, for nobody is answered faster (`CHAT_PACE`), up to 2,000 updates a second."""
STEADY = 100.0
"""Updates a second at which the wait for an answer is measured; 150 chats take turns, so none writes faster than its pace."""
STEADY_CHATS = 150


@dataclass(frozen=True)
class Measured:
    """One server's run."""

    load: Load
    cpu: float
    sent: int
    waits: Sequence[float]
    memory: float
    start: float

    @property
    def cpu_per_update(self) -> float:
        return 1000 * self.cpu / self.load.updates

    @property
    def p99(self) -> float:
        return 1000 * at(self.waits, 0.99)


def at(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


async def measure(server: Server, api: str, chats: int) -> Measured:
    """Warm the server with a few chats, let all the chats talk at once, then some at a steady rate."""
    await drive(server.webhook, SECRET, range(1, 21), DIALOG, at_once=AT_ONCE)
    sent, before = await all_sent(api), server.cpu
    load = await drive(server.webhook, SECRET, range(1001, 1001 + chats), DIALOG, at_once=AT_ONCE)
    sent, cpu = await all_sent(api) - sent, server.cpu - before
    so_far = len(await asked(f"{api}/told?after=0"))
    written = await pace(server.webhook, SECRET, range(900_001, 900_001 + STEADY_CHATS), DIALOG, rate=STEADY)
    await all_sent(api)
    told = [(chat, when) for chat, when in await asked(f"{api}/told?after={so_far}")]
    return Measured(load, cpu, sent, waits(written, told), server.memory, server.start)


def row(name: str, measured: Measured) -> str:
    latencies = measured.load.latencies
    first = f"{name:27}{measured.load.rate:6.0f} updates/s {measured.cpu_per_update:6.2f} ms CPU/update"
    ack = f"  200 after p50 {1000 * statistics.median(latencies):4.0f} p99 {1000 * at(latencies, 0.99):4.0f} ms"
    wait = f"  answer at {STEADY:.0f}/s p50 {1000 * statistics.median(measured.waits):5.1f} p99 {measured.p99:6.1f} ms"
    return f"{first}{ack}{wait}  {measured.memory:4.0f} MB"


async def compare(name: str, databases: tuple[str, str], folder: Path, api: str, chats: int) -> None:
    await migrate(databases[1], folder / "suluh.key")
    async with suluh("run", databases[1], folder, api) as server:
        ours = await measure(server, api, chats)
    async with bare(databases[0], api, ours.sent / ours.load.updates) as server:
        ceiling = await measure(server, api, chats)
    async with suluh("web", databases[1], folder, api) as server:
        await drive(server.webhook, SECRET, range(1, 21), DIALOG, at_once=AT_ONCE)
        ingest = await drive(server.webhook, SECRET, range(500_001, 500_001 + chats), DIALOG, at_once=AT_ONCE)
    print(row(f"{name}, bare operation", ceiling))
    print(row(f"{name}, Suluh", ours))
    rate, cpu = ours.load.rate / ceiling.load.rate, ours.cpu_per_update / ceiling.cpu_per_update
    print(f"{name}, beside bare: updates/s {rate:.2f} (target 1.0), CPU {cpu:.2f} (1.2), p99 {ours.p99 / ceiling.p99:.1f} (2)")
    print(f"{name}, ingest alone: {ingest.rate:.0f} updates/s (1,500); ready after {ours.start:.1f} s", flush=True)


async def memory(folder: Path, api: str, contacts: int) -> None:
    """What a process holds when so many people have written to it once."""
    database = f"sqlite:///{folder / 'many.db'}"
    await migrate(database, folder / "suluh.key")
    async with suluh("run", database, folder, api) as server:
        before = server.memory
        await drive(server.webhook, SECRET, range(1, contacts + 1), ("/start",), at_once=AT_ONCE)
        print(f"Memory of `suluh run`: {before:.0f} MB, after {contacts} contacts {server.memory:.0f} MB (150)", flush=True)


def engine() -> None:
    """The pure part alone: one step of the dialog."""
    house, now = House.furnished(), datetime.now(UTC)
    facts = Facts("id", None, None, None, None, now.date(), 0, now)
    began, steps = time.process_time(), 0
    for _round in range(200):
        session = Session()
        for text in DIALOG:
            session, _happenings = resume(house.book, session, Words(text), facts)
            steps += 1
    print(f"Engine: {1000 * (time.process_time() - began) / steps:.3f} ms a step (0.05)")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=CHATS, help="chats of eight updates each")
    parser.add_argument("--contacts", type=int, default=20_000, help="people who write once, for the memory; 0: leave it out")
    given = parser.parse_args()
    port, began = free_port(), time.perf_counter()
    with (
        subprocess.Popen([sys.executable, "-m", "benchmarks.wire", str(port)]) as wire,
        tempfile.TemporaryDirectory(prefix="suluh-bench-") as root,
        postgres.server(postgres.root_of_run()) as server,
    ):
        try:
            api, folder = f"http://127.0.0.1:{port}", Path(root)
            await until_up(f"{api}/calls")
            files = (f"sqlite:///{folder / 'bare.db'}", f"sqlite:///{folder / 'suluh.db'}")
            await compare("SQLite", files, folder, api, given.chats)
            for name in ("bare", "ours"):
                await postgres.run_once(server, f"DROP DATABASE IF EXISTS bench_{name}", f"CREATE DATABASE bench_{name}")
            urls = (postgres.with_database(server, "bench_bare"), postgres.with_database(server, "bench_ours"))
            (folder / "postgresql").mkdir()
            await compare("PostgreSQL", urls, folder / "postgresql", api, given.chats)
            if given.contacts:
                await memory(folder, api, given.contacts)
        finally:
            wire.terminate()
    engine()
    print(f"{os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}; {time.perf_counter() - began:.0f} s in all.")


if __name__ == "__main__":
    asyncio.run(main())
