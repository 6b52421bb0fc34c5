"""Long polling: our own loop, whose offset moves on only after the updates before it are durable."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import structlog
from telegram.error import TelegramError

from bot.channels import Unreadable
from bot.chat.telegram import TelegramChannel
from bot.chat.telegram_webhook import WANTED
from helpline.clock import Clock
from helpline.updates import Update
from storage import inbox
from storage.database import Database, StoreAway
from storage.failpoints import reach

PATIENCE = 25
"""Seconds Telegram may wait before it answers that there is nothing."""
PAUSE = 1.0

Receive = Callable[[Update], Awaitable[None]]
MayPoll = Callable[[], Awaitable[object]]

log = structlog.get_logger()


async def poll(channel: TelegramChannel, receive: Receive, database: Database, clock: Clock, may: MayPoll) -> None:
    """Take updates in until cancelled. Telegram refuses a second poller of a bot, so only who sends for it polls: `may` waits.

    Two may meet for a moment when one has just lost its lease: one of them is refused, and an update that both had is one.
    """
    offset, begun = None, False
    while True:
        await may()
        try:
            if not begun:
                offset, begun = await begin(channel, database), True
            updates = await channel.updates(offset, PATIENCE, WANTED)  # what is before the offset is acknowledged by this
            reach("after ack telegram_poll")
            await take_in(channel, receive, updates)
        except (TelegramError, StoreAway) as error:
            log.warning("poll_failed", channel=channel.name, error=type(error).__name__)
            await asyncio.sleep(PAUSE)
            continue
        if updates:
            reach("before ack telegram_poll")
            offset = max(update["update_id"] for update in updates) + 1
            with contextlib.suppress(StoreAway):  # not saved: the same updates come again and change nothing
                await database.write(inbox.save_poll_offset, channel.name, channel.bot, offset, clock.now())


async def begin(channel: TelegramChannel, database: Database) -> int | None:
    """From where to go on, with no webhook any more that Telegram would rather tell. Raises TelegramError, StoreAway."""
    offset = await database.read(inbox.poll_offset, channel.name, channel.bot)
    await channel.wire.delete_webhook()
    return offset


async def take_in(channel: TelegramChannel, receive: Receive, updates: list[dict[str, Any]]) -> None:
    """All at once, in their order: `receive` queues each before it waits, so one transaction holds many."""
    await asyncio.gather(*(receive(Update(channel.name, channel.bot, str(u["update_id"]), orjson.dumps(u))) for u in updates))
    await asyncio.gather(*(stop_clock(channel, u) for u in updates))


async def stop_clock(channel: TelegramChannel, update: dict[str, Any]) -> None:
    with contextlib.suppress(Unreadable):
        letter = channel.read(orjson.dumps(update))
        if letter and letter.incoming.button_query:
            await channel.answer_press(letter.incoming.button_query)
