"""The kill campaign: SIGKILL at random moments under eight chats; nothing acknowledged is lost, nothing happens twice."""

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from storage import outbox
from storage.database import Database
from storage.migrate import migrate
from storage.sealing import Keyring
from tests.emulator import Emulator
from tests.prove.crowd import Crowd
from tests.prove.processes import Crew
from tests.prove.verdict import Verdict, judge
from tests.serving import free_port

SECRET = "a-secret-for-the-campaign"
LONGEST_DRAIN = 180.0


@dataclass(frozen=True)
class Plan:
    """What to run on, how often to kill, and by which dice."""

    url: str
    folder: Path
    kills: int
    seed: int

    @property
    def roles(self) -> tuple[str, ...]:
        return ("run",) if self.url.startswith("sqlite") else ("web", "worker", "worker")


async def campaign(plan: Plan, told: Callable[[int], None] = lambda _done: None) -> Verdict:
    """Run the plan; `told` hears how many kills are done."""
    dice = random.Random(plan.seed)
    key_file = plan.folder / "suluh.key"
    keys = await migrate(plan.url, key_file)
    async with Emulator() as telegram:
        port = free_port()
        crew = Crew(plan.roles, environment(plan, telegram, port, key_file), plan.folder)
        telegram.delivery.webhook, telegram.delivery.secret = f"http://127.0.0.1:{port}/telegram/webhook", SECRET
        await crew.start_all()
        try:
            crowd = Crowd(telegram)
            writing = asyncio.create_task(crowd.write())
            await kill_at_random(plan, crew, dice, told)
            crowd.tired = True
            await asyncio.wait_for(writing, LONGEST_DRAIN)
            return await drained(plan.url, keys, crowd, crew)
        finally:
            await crew.stop_all()


def environment(plan: Plan, telegram: Emulator, port: int, key_file: Path) -> dict[str, str]:
    return {
        "PORT": str(port),
        "DATABASE_URL": plan.url,
        "DATA_DIR": str(plan.folder),
        "SULUH_KEY_FILE": str(key_file),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_BASE": telegram.api,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }


async def kill_at_random(plan: Plan, crew: Crew, dice: random.Random, told: Callable[[int], None]) -> None:
    """Three of four kills meet an installation that has answered for up to a second and a half, the fourth one that starts."""
    while crew.kills < plan.kills:
        if dice.random() < 0.75:
            await answering(crew.environment["PUBLIC_URL"])
        await asyncio.sleep(dice.uniform(0.0, 1.5))
        await crew.kill(dice.randrange(len(plan.roles)))
        told(crew.kills)


async def answering(url: str) -> None:
    """Return when the pages answer."""
    async with aiohttp.ClientSession() as client:
        for _attempt in range(600):
            with contextlib.suppress(aiohttp.ClientError):
                async with client.get(f"{url}/healthz"):
                    return
            await asyncio.sleep(0.05)
    raise TimeoutError


async def drained(url: str, keys: Keyring, crowd: Crowd, crew: Crew) -> Verdict:
    """Wait until everything is sent, then judge."""
    database = await Database.open(url, keys)
    try:
        ends = time.monotonic() + LONGEST_DRAIN
        while await database.read(outbox.waiting_count) and time.monotonic() < ends:
            await database.wait("outbox", 0.5)
        return await database.read(judge, crowd, crew.kills)
    finally:
        await database.close()
