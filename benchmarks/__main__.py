"""`make bench`: the report dialog through Suluh and, in the same run on the same machine, through the bare operation.

Printed: acknowledged updates a second at saturation, CPU of the serving process per update until the last answer is sent,
messages sent per update, latency; and the ratios, on both databases. The bare operation sends as many messages as Suluh did.
"""

import argparse
import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from benchmarks.driver import Load, drive
from storage.migrate import migrate
from tests import postgres
from tests.serving import free_port

SECRET = "a-secret-for-the-bench"
TOKEN = "1:bench"
DIALOG = ("/start", "lapor", "ya, saya aman", "malaysia", "gaji", "tidak dibayar", "3", "1500 ringgit")
AT_ONCE = 64
QUIET = 3.0
"""Seconds without a call to the Bot API after which all is sent; longer than the second that a chat is paced by."""


@dataclass(frozen=True)
class Measured:
    """One run: the load, the CPU seconds that the server spent on it, and the messages it sent."""

    load: Load
    cpu: float
    sent: int

    @property
    def cpu_per_update(self) -> float:
        return self.cpu / self.load.updates

    @property
    def sent_per_update(self) -> float:
        return self.sent / self.load.updates


def cpu_of(pid: int) -> float:
    """CPU seconds a process has used so far, user and system (Linux, /proc)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def until_up(url: str) -> None:
    async with aiohttp.ClientSession() as client:
        for _attempt in range(400):
            try:
                async with client.get(url):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
    raise TimeoutError(url)


async def all_sent(api: str) -> int:
    """Wait until nothing more is sent; the messages sent so far."""
    async with aiohttp.ClientSession() as client:
        sent, since = -1, time.monotonic()
        while time.monotonic() - since < QUIET:
            async with client.get(f"{api}/calls") as answer:
                now = (await answer.json()).get("sendMessage", 0)
            if now != sent:
                sent, since = now, time.monotonic()
            await asyncio.sleep(0.1)
    return sent


async def measure(command: list[str], environment: dict[str, str], port: int, api: str, chats: int, ready: str) -> Measured:
    """Start a server, warm it with a few chats, then let all the chats talk."""
    with subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL) as server:
        try:
            await until_up(f"http://127.0.0.1:{port}{ready}")
            url = f"http://127.0.0.1:{port}/telegram/webhook"
            await drive(url, SECRET, range(1, 21), DIALOG, at_once=AT_ONCE)
            sent, before = await all_sent(api), cpu_of(server.pid)
            load = await drive(url, SECRET, range(1001, 1001 + chats), DIALOG, at_once=AT_ONCE)
            sent = await all_sent(api) - sent
            return Measured(load, cpu_of(server.pid) - before, sent)
        finally:
            server.terminate()


async def suluh(database: str, folder: Path, api: str, chats: int) -> Measured:
    """`suluh run`: webhook, batch, engine, database, outbox and sending, all in one process."""
    port = free_port()
    await migrate(database, folder / "suluh.key")
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
    return await measure(command, environment, port, api, chats, "/healthz")


async def ceiling(database: str, api: str, chats: int, sends: float) -> Measured:
    """The bare handler: one transaction an update, and as many sends for each as `sends` says on average."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.ceiling", str(port), database, f"{api}/bot", str(sends)]
    return await measure(command, {}, port, api, chats, "/")


def row(name: str, measured: Measured) -> str:
    latencies = sorted(measured.load.latencies)
    p50, p99 = statistics.median(latencies) * 1000, latencies[int(len(latencies) * 0.99)] * 1000
    cpu = measured.cpu_per_update * 1000
    figures = f"{measured.load.rate:6.0f} updates/s {cpu:6.2f} ms CPU/update {measured.sent_per_update:5.2f} sent/update"
    return f"{name:28} {figures}   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms"


async def compare(name: str, databases: tuple[str, str], folder: Path, api: str, chats: int) -> None:
    ours = await suluh(databases[1], folder, api, chats)
    bare = await ceiling(databases[0], api, chats, ours.sent_per_update)
    print(row(f"{name}: bare operation", bare))
    print(row(f"{name}: Suluh", ours))
    rate, cpu = ours.load.rate / bare.load.rate, ours.cpu_per_update / bare.cpu_per_update
    print(f"{name}: ratio of updates/s {rate:.2f}, of CPU per update {cpu:.1f}", flush=True)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=400, help="chats of eight updates each")
    asked = parser.parse_args()
    port = free_port()
    began = time.perf_counter()
    with (
        subprocess.Popen([sys.executable, "-m", "benchmarks.wire", str(port)]) as wire,
        tempfile.TemporaryDirectory(prefix="suluh-bench-") as root,
        postgres.server(postgres.root_of_run()) as server,
    ):
        try:
            api = f"http://127.0.0.1:{port}"
            await until_up(f"{api}/calls")
            folder = Path(root)
            files = (f"sqlite:///{folder / 'bare.db'}", f"sqlite:///{folder / 'suluh.db'}")
            await compare("SQLite", files, folder, api, asked.chats)
            names = ("bare", "ours")
            for name in names:
                await postgres.run_once(server, f"DROP DATABASE IF EXISTS bench_{name}", f"CREATE DATABASE bench_{name}")
            urls = (postgres.with_database(server, "bench_bare"), postgres.with_database(server, "bench_ours"))
            (folder / "postgresql").mkdir()
            await compare("PostgreSQL", urls, folder / "postgresql", api, asked.chats)
        finally:
            wire.terminate()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"Largest process {peak:.0f} MB; {os.cpu_count()} cores; {time.perf_counter() - began:.0f} s in all.")


if __name__ == "__main__":
    asyncio.run(main())
