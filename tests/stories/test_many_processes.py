"""Two webs and two workers on one PostgreSQL: a chat goes through either, in order, and goes on when the one that sends stops."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from storage import events, senders
from storage.database import Database
from storage.sealing import Keyring
from suluh.service import WEB, WORKER, Role, Service
from suluh.settings import Settings
from tests.clock import HurryingClock
from tests.emulator import Emulator
from tests.house import furnished
from tests.letterbox import conversation_at
from tests.patience import PATIENCE
from tests.serving import address, free_port

SECRET = "a-secret-for-the-webhook"


@asynccontextmanager
async def a_process(
    url: str, keys: Keyring, telegram: Emulator, role: Role, public_url: str = "https://suluh.example"
) -> AsyncIterator[Service]:
    """A process with a database of its own, as another machine would have it."""
    settings = Settings(
        port=free_port(),
        telegram_bot_token=telegram.token,  # type: ignore[arg-type]
        telegram_api_base=telegram.api,
        telegram_webhook_secret=SECRET,  # type: ignore[arg-type]
        public_url=public_url,
    )
    made = Service(settings, await Database.open(url, keys), furnished(), HurryingClock())
    await made.start(role)
    try:
        yield made
    finally:
        await asyncio.shield(made.close())


async def holder(database: Database, telegram: Emulator) -> str:
    """Who sends for the bot, as soon as somebody does."""
    async with asyncio.timeout(PATIENCE):
        while (found := await database.read(senders.find, "telegram", telegram.token.partition(":")[0])) is None:
            await database.wait("senders", 0.1)
    return found.name


async def test_a_chat_goes_through_either_web_and_outlives_the_worker_that_sends(postgres_url: str, keys: Keyring) -> None:
    async with Emulator() as telegram, AsyncExitStack() as stack:
        webs = [await stack.enter_async_context(a_process(postgres_url, keys, telegram, WEB)) for _ in range(2)]
        workers = [await stack.enter_async_context(a_process(postgres_url, keys, telegram, WORKER)) for _ in range(2)]
        telegram.delivery.backends = [f"{address(web)}/telegram/webhook" for web in webs]
        await asyncio.wait_for(telegram.webhook_set.wait(), PATIENCE)
        siti = telegram.person(77001)
        first = await holder(webs[0].database, telegram)
        siti.writes("/start")
        await siti.hears("senang bertemu")
        siti.presses("Saya butuh bantuan sekarang")
        await siti.hears("Apakah Anda aman sekarang?")
        [sending] = [worker for worker in workers if worker.name == first]
        [standby] = [worker for worker in workers if worker is not sending]
        await sending.end_loops()
        siti.presses("Ya, saya aman")
        await siti.hears("negara mana")
        assert await holder(webs[0].database, telegram) == standby.name
        conversation, kept = await webs[1].database.read(conversation_at, "77001")
        assert [m.author for m in kept].count("contact") == 3
        assert [m.seq for m in kept] == list(range(1, conversation.last_seq + 1))
        seen, again = [[fact.number for fact in await web.database.read(events.since, 0)] for web in webs]
        assert seen == again[: len(seen)]  # what was sent last may be noted between the two readings, and comes after the others
        assert again == sorted(set(again))


async def test_where_workers_poll_one_does_and_the_other_takes_it_up(postgres_url: str, keys: Keyring) -> None:
    async with Emulator() as telegram, AsyncExitStack() as stack:
        workers = [await stack.enter_async_context(a_process(postgres_url, keys, telegram, WORKER, "")) for _ in range(2)]
        siti = telegram.person(77001)
        first = await holder(workers[0].database, telegram)
        siti.writes("/start")
        await siti.hears("senang bertemu")
        [sending] = [worker for worker in workers if worker.name == first]
        [standby] = [worker for worker in workers if worker is not sending]
        await sending.end_loops()
        siti.presses("Saya butuh bantuan sekarang")
        await siti.hears("Apakah Anda aman sekarang?")
        assert await holder(standby.database, telegram) == standby.name
