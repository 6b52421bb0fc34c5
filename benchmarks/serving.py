"""Serving: a server in a process of its own while it is measured, and what the machine says of it (Linux, /proc)."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.serving import free_port

SECRET = "a-secret-for-the-bench"
TOKEN = "1:bench"
QUIET = 3.0
"""Seconds without a call to the Bot API after which all is sent; longer than the second that a chat is paced by."""


@dataclass(frozen=True)
class Server:
    """A running server; `start` are the seconds until it answered."""

    pid: int
    url: str
    start: float

    @property
    def webhook(self) -> str:
        return f"{self.url}/telegram/webhook"

    @property
    def cpu(self) -> float:
        """CPU seconds used so far, user and system."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Megabytes resident now."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@asynccontextmanager
async def running(command: list[str], environment: dict[str, str], port: int, ready: str) -> AsyncIterator[Server]:
    began = time.monotonic()
    with subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            await until_up(url + ready)
            yield Server(process.pid, url, time.monotonic() - began)
        finally:
            process.terminate()


@asynccontextmanager
async def suluh(role: str, database: str, folder: Path, api: str) -> AsyncIterator[Server]:
    """`suluh run`, `web` or `worker` on a migrated database."""
    port = free_port()
    environment = {
        "PORT": str(port),
        "DATABASE_URL": database,
        "DATA_DIR": str(folder),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE": api,
        "TELEGRAM_RATE": "1000",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    async with running([sys.executable, "-c", "from suluh.cli import app; app()", role], environment, port, "/healthz") as server:
        yield server


@asynccontextmanager
async def bare(database: str, api: str, sends: float) -> AsyncIterator[Server]:
    """The bare handler, which sends as many messages an update as `sends` says on average."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.ceiling", str(port), database, f"{api}/bot", str(sends)]
    async with running(command, {}, port, "/") as server:
        yield server


async def until_up(url: str) -> None:
    async with aiohttp.ClientSession() as client:
        for _attempt in range(1200):
            try:
                async with client.get(url):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
    raise TimeoutError(url)


async def asked(url: str) -> Any:
    async with aiohttp.ClientSession() as client, client.get(url) as answer:
        return await answer.json()


async def all_sent(api: str) -> int:
    """Wait until nothing more is sent; the messages sent so far."""
    sent, since = -1, time.monotonic()
    while time.monotonic() - since < QUIET:
        now = (await asked(f"{api}/calls")).get("sendMessage", 0)
        if now != sent:
            sent, since = now, time.monotonic()
        await asyncio.sleep(0.1)
    return sent
