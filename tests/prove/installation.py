"""An installation under load: the emulator of Telegram, the crew of processes on a fresh database, and the crowd that writes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import aiohttp

from bot.flight import MOST_IN_FLIGHT
from storage import outbox, processes
from storage.database import Database
from storage.migrate import migrate
from storage.sealing import Keyring
from tests.emulator import Emulator
from tests.prove.crowd import Crowd
from tests.prove.processes import Crew
from tests.prove.verdict import Verdict, judge
from tests.serving import free_port

SECRET = "a-secret-for-the-campaign"
WEBHOOK = "/telegram/webhook"
LONGEST_DRAIN = 900.0
"""Seconds: patience, not a promise. A row has its own bound."""
ONE, ONE_WEB, MANY = ("run",), ("web", "worker"), ("web", "web", "worker", "worker")
"""Everything in one process; in two; or as many machines would do it."""


@dataclass
class Installation:
    """What a campaign holds in its hand."""

    url: str
    keys: Keyring
    telegram: Emulator
    crew: Crew
    crowd: Crowd
    writing: "asyncio.Task[None] | None" = field(default=None)

    @property
    def addresses(self) -> list[str]:
        """Of those that answer on a port."""
        return [
            f"http://127.0.0.1:{port}" for role, port in zip(self.crew.roles, self.crew.ports, strict=True) if role != "worker"
        ]

    def load(self) -> None:
        """Let the crowd write."""
        self.writing = asyncio.create_task(self.crowd.write())

    async def answering(self) -> None:
        """Return when one of the addresses answers."""
        await answering(self.addresses[0])

    async def settled(self) -> None:
        """Return when every process has given a sign of life: one that starts while its database is away ends, as it must."""
        database = await Database.open(self.url, self.keys)
        try:
            async with asyncio.timeout(LONGEST_DRAIN):
                while len(await database.read(processes.living)) < len(self.crew.roles):  # noqa: ASYNC110 - in other processes
                    await asyncio.sleep(0.05)
        finally:
            await database.close()

    async def finish(self, *, timed: bool, on_the_wire: int = MOST_IN_FLIGHT) -> Verdict:
        """Let every talk end and every message go out, then judge. `on_the_wire`: how many a death may make go twice."""
        self.crowd.tired = True
        if self.writing:
            await asyncio.wait_for(self.writing, LONGEST_DRAIN)
        database = await Database.open(self.url, self.keys)
        try:
            await drain(database)
            return replace(await database.read(judge, self.crowd, self.crew.deaths, on_the_wire), timed=timed)
        finally:
            await database.close()


async def drain(database: Database) -> None:
    """Return when the outbox is empty; in LONGEST_DRAIN at the latest, for what is missing then is counted."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_DRAIN):
            while await database.read(outbox.waiting_count):
                await database.wait(outbox.topic("telegram", "1"), 0.5)


@asynccontextmanager
async def installed(
    url: str,
    folder: Path,
    roles: tuple[str, ...],
    *,
    at_once: int = 8,
    call: str = "tests.prove.nursery:suluh",
    arguments: tuple[str, ...] = (),
    **environment: str,
) -> AsyncIterator[Installation]:
    """A migrated database with running processes; nobody writes yet."""
    key_file = folder / "suluh.key"
    keys = await migrate(url, key_file)
    async with Emulator() as telegram:
        ports = tuple(free_port() for _role in roles)
        settings = environment_of(url, folder, telegram, f"http://127.0.0.1:{ports[0]}", key_file) | environment
        crew = Crew(roles, ports, settings, folder, call, arguments)
        made = Installation(url, keys, telegram, crew, Crowd(telegram, at_once))
        telegram.delivery.webhook, telegram.delivery.secret = settings["PUBLIC_URL"] + WEBHOOK, SECRET
        telegram.delivery.backends = [address + WEBHOOK for address in made.addresses]
        try:
            await crew.start_all()
            yield made
        finally:
            if made.writing:
                made.writing.cancel()
                await asyncio.gather(made.writing, return_exceptions=True)
            await crew.stop_all()


def environment_of(url: str, folder: Path, telegram: Emulator, public: str, key_file: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "SULUH_KEY_FILE": str(key_file),
        "PUBLIC_URL": public,
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_BASE": telegram.api,
        "TELEGRAM_RATE": "100",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }


async def answering(url: str) -> None:
    """Return when the pages answer."""
    async with asyncio.timeout(LONGEST_DRAIN), aiohttp.ClientSession() as client:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with client.get(f"{url}/healthz"):
                    return
            await asyncio.sleep(0.02)
