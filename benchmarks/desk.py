"""`python -m benchmarks.desk`: how soon an open console hears of a message. A hundred counsellors' streams hang on one process
while fifty messages a second come in by webhook; measured from the webhook's sending until each stream has told it."""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from benchmarks.driver import update
from benchmarks.serving import SECRET, TOKEN, until_up
from helpline.permissions import Role
from storage import staff, staff_sessions
from storage.database import Database
from storage.migrate import migrate
from storage.sealing import Keyring
from storage.staff import Staff
from storage.transaction import Transaction
from suluh.clock import SystemClock
from tests import postgres
from tests.serving import free_port

CHATS = 500


def memory_of(pid: int) -> float:
    """Megabytes of resident memory (Linux, /proc)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


async def let_in(url: str, key_file: Path, count: int) -> list[str]:
    """Counsellors with a session each; their tokens."""
    clock, database = SystemClock(), await Database.open(url, Keyring.load(key_file, create=False))
    tokens = [clock.secret() for _ in range(count)]

    def make(tx: Transaction) -> None:
        for number, token in enumerate(tokens):
            member = Staff(clock.new_id(), f"desk{number}", f"Desk {number}", Role.COUNSELLOR, "-", "id", active=True)
            staff.add(tx, member, clock.now())
            staff_sessions.start(tx, member.id, token=token, csrf=clock.secret(), at=clock.now())

    await database.write(make)
    await database.close()
    return tokens


class Desks:
    """The open streams: when each has told which fact."""

    def __init__(self) -> None:
        self.told: dict[int, list[float]] = {}
        self.opened = asyncio.Semaphore(0)

    async def wait_for(self, count: int) -> None:
        """Until so many streams are open."""
        for _ in range(count):
            await self.opened.acquire()

    async def follow(self, client: aiohttp.ClientSession, url: str, token: str) -> None:
        headers = {"Cookie": f"suluh={token}", "Accept": "text/event-stream"}
        async with client.get(url, headers=headers) as stream:
            self.opened.release()
            number = 0
            async for line in stream.content:
                if line.startswith(b"id: "):
                    number = int(line[4:])
                elif line.startswith(b"data: ") and b'"message_received"' in line:
                    self.told.setdefault(number, []).append(time.perf_counter())


async def run(database: str, folder: Path, api: str, streams: int, rate: float, seconds: float) -> None:
    """One measurement, printed as one row."""
    port, key_file = free_port(), folder / "suluh.key"
    await migrate(database, key_file)
    tokens = await let_in(database, key_file, streams)
    environment = {
        "PORT": str(port),
        "DATABASE_URL": database,
        "DATA_DIR": str(folder),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE": api,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    command = [sys.executable, "-c", "from suluh.cli import app; app()", "run"]
    with subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL) as server:
        try:
            await until_up(f"http://127.0.0.1:{port}/healthz")
            before = memory_of(server.pid)
            sent, desks = await load(f"http://127.0.0.1:{port}", tokens, rate, seconds)
            after = memory_of(server.pid)
        finally:
            server.terminate()
    # Facts are numbered in the order of their commits, and one sender sends one update after the other.
    delays = sorted(
        at - began for began, told in zip(sent, (desks.told[n] for n in sorted(desks.told)), strict=True) for at in told
    )
    missed = len(sent) * streams - len(delays)
    p50, p99 = (f"{1000 * delays[int(len(delays) * share)]:.0f} ms" for share in (0.5, 0.99))
    cells = (
        database.partition(":")[0],
        streams,
        f"{len(sent) / seconds:.0f}/s",
        p50,
        p99,
        missed,
        f"{before:.0f} → {after:.0f} MB",
    )
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


async def load(base: str, tokens: list[str], rate: float, seconds: float) -> tuple[list[float], Desks]:
    """Open the streams, then send a message every 1/rate seconds, each when it is due; when each was sent, and what was told."""
    desks, sent = Desks(), []
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
    no_limit = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=no_limit) as client:
        following = [asyncio.create_task(desks.follow(client, f"{base}/console/events", token)) for token in tokens]
        await desks.wait_for(len(tokens))
        began, number = time.perf_counter(), 0
        while (due := number / rate) < seconds:
            await asyncio.sleep(max(0.0, began + due - time.perf_counter()))
            sent.append(time.perf_counter())
            async with client.post(
                f"{base}/telegram/webhook", data=update(5000 + number % CHATS, "halo"), headers=headers
            ) as answer:
                if answer.status != 200:
                    raise RuntimeError(f"The server answered {answer.status}.")
            number += 1
        await asyncio.sleep(3)
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
    return sent, desks


async def main(streams: int, rate: float, seconds: float) -> None:
    port = free_port()
    with subprocess.Popen([sys.executable, "-m", "benchmarks.wire", str(port)]) as wire, tempfile.TemporaryDirectory() as place:
        try:
            api = f"http://127.0.0.1:{port}"
            await until_up(f"{api}/calls")
            print("| database | streams | messages | p50 | p99 | missed | memory |\n|---|---|---|---|---|---|---|", flush=True)
            folder = Path(place)
            (folder / "s").mkdir()
            (folder / "p").mkdir()
            await run(f"sqlite:///{folder}/s/suluh.db", folder / "s", api, streams, rate, seconds)
            with postgres.server(postgres.root_of_run()) as server:
                await postgres.run_once(server, "DROP DATABASE IF EXISTS desk", "CREATE DATABASE desk")
                await run(postgres.with_database(server, "desk"), folder / "p", api, streams, rate, seconds)
        finally:
            wire.terminate()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=100)
    parser.add_argument("--rate", type=float, default=50.0, help="messages a second")
    parser.add_argument("--seconds", type=float, default=20.0)
    asked = parser.parse_args()
    asyncio.run(main(asked.streams, asked.rate, asked.seconds))
