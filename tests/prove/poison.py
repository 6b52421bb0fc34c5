"""Poison: updates broken in ten thousand ways; none breaks the service, all are kept, and the next message is answered."""

import asyncio
import copy
import io
import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp import web

from bot.chat import telegram_webhook
from bot.chat.telegram import TelegramChannel
from storage import tasks
from storage.database import Database
from storage.migrate import migrate
from storage.tables import inbox
from storage.transaction import Transaction
from suluh.clock import SystemClock
from suluh.service import LARGEST_BODY
from tests.emulator.people import DATE
from tests.emulator.server import TOKEN
from tests.house import Helpline
from tests.letterbox import conversation_at
from tests.prove.ground import Ground, Outcome

SECRET = "a-secret-for-poison"
AT_ONCE = 16
CHATS = 20
DEEP = 100_000
ODD: tuple[Any, ...] = (
    None, True, -1, 2**63, 2**70, 1e308, 0.1, "", "\x00", "\ud83d", "\u202e\u2066bidi\u2069", "a" * 5000, [], {}, [[]], {"a": {}},
    "9" * 400, float("nan"), float("-inf"), "💥" * 300, "' OR 1=1 --", "%s%n{}", [None] * 50,
)  # fmt: skip


async def prove(ground: Ground) -> Outcome:
    """R13, on both databases."""
    outcome = Outcome()
    for name, url in (("SQLite", ground.sqlite("poison")), ("PostgreSQL", await ground.postgresql("poison"))):
        database = await Database.open(url, await migrate(url, ground.folder / f"{name}.key"))
        try:
            outcome += await campaign(name, database, ground.of(120, 1_000, 10_000), ground.dice(name))
        finally:
            await database.close()
    return outcome


async def campaign(name: str, database: Database, mutants: int, dice: random.Random) -> Outcome:
    channel = TelegramChannel(TOKEN, "http://127.0.0.1:1")
    helpline = Helpline.of(database, SystemClock(), channel)
    app = web.Application(client_max_size=LARGEST_BODY)
    app.add_routes(telegram_webhook.routes(channel, helpline.receive, SECRET))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}{telegram_webhook.PATH}"
        return await feed(name, database, url, mutants, dice)
    finally:
        await runner.cleanup()
        await helpline.close()
        await channel.close()


async def feed(name: str, database: Database, url: str, mutants: int, dice: random.Random) -> Outcome:
    """Post them in handfuls; after each handful somebody whose chat was poisoned writes as usual, and is kept and answered."""
    answers, faults, taken = Counter[int](), list[str](), set[str]()
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
    async with aiohttp.ClientSession(headers=headers) as client:
        number = 0
        while number < mutants:
            bodies = [mutant(dice, number + one) for one in range(AT_ONCE)]
            statuses = await asyncio.gather(*(post(client, url, body) for body in bodies))
            answers.update(statuses)
            taken |= {str(number + one) for one, status in enumerate(statuses) if status == 200}
            number += AT_ONCE
            chat = number // AT_ONCE % CHATS + 1
            text = f"halo {number}"
            status = await post(client, url, json.dumps(plain(10**9 + number, chat, text)).encode())
            if status != 200 or not await database.read(is_kept, chat, text):
                faults.append(f"after {number} mutants a plain message was answered {status}")
    kept, quarantined, asked = await database.read(count)
    missing = len({u for u in taken if u not in kept})
    faults += [f"{answers[s]} answered {s}" for s in answers if s >= 500 or s == 0]
    faults += [f"{missing} acknowledged and not kept"] if missing else []
    faults += [f"{quarantined} quarantined, {asked} tasks"] if quarantined != asked else []
    told = f"{name}: {number} mutants: {answers[200]} kept ({quarantined} in quarantine, each with a task), "
    return Outcome(f"{told}{answers[400] + answers[413]} refused as no update", [f"{name}: {fault}" for fault in faults])


async def post(client: aiohttp.ClientSession, url: str, body: bytes) -> int:
    try:
        async with client.post(url, data=io.BytesIO(body)) as answer:
            return answer.status
    except aiohttp.ClientError:
        return 0


def plain(number: int, chat: int, text: str) -> dict[str, Any]:
    who = {"id": chat, "is_bot": False, "first_name": "Siti"}
    where = {"id": chat, "type": "private"}
    return {"update_id": number, "message": {"message_id": number, "date": DATE, "chat": where, "from": who, "text": text}}


def mutant(dice: random.Random, number: int) -> bytes:
    """An update with one to four places spoilt, or bytes that are none; its number stays, so that one can look for it."""
    update = plain(number, dice.randrange(1, CHATS + 1), "tolong saya")
    for _wound in range(dice.randint(1, 4)):
        if places(update):
            dice.choice(WOUNDS)(dice, update)
    update["update_id"] = number
    raw = json.dumps(update).encode()
    spoil = dice.random()
    if spoil < 0.04:
        return raw[: dice.randrange(len(raw))]
    if spoil < 0.06:
        return raw[:-1] + b',"deep":' + b"[" * DEEP + b"]" * DEEP + b"}"
    if spoil < 0.08:
        return raw.replace(b"tolong", b"\xff\xfe\x00")
    if spoil < 0.09:
        return raw[:-1] + b',"long":"' + b"x" * dice.choice((900_000, 1_100_000)) + b'"}'
    return raw


def change_a_field(dice: random.Random, update: dict[str, Any]) -> None:
    place = dice.choice(places(update))
    place[dice.choice(list(place))] = copy.deepcopy(dice.choice(ODD))


def drop_a_field(dice: random.Random, update: dict[str, Any]) -> None:
    place = dice.choice(places(update))
    del place[dice.choice(list(place))]


def add_a_field(dice: random.Random, update: dict[str, Any]) -> None:
    names = ("photo", "voice", "location", "contact", "caption", "media_group_id", "sticker", "entities", "reply_markup", "venue")
    dice.choice(places(update))[dice.choice(names)] = copy.deepcopy(dice.choice(ODD))


def change_its_kind(dice: random.Random, update: dict[str, Any]) -> None:
    kinds = ("edited_message", "callback_query", "my_chat_member", "poll", "inline_query", "message_reaction", "hologram")
    if "message" in update:
        update[dice.choice(kinds)] = update.pop("message")


WOUNDS: tuple[Callable[[random.Random, dict[str, Any]], None], ...] = (change_a_field, drop_a_field, add_a_field, change_its_kind)


def places(value: Any) -> list[dict[str, Any]]:
    """Every object that holds something, however deep."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [place for part in inner for place in places(part)]
    return [value, *found] if isinstance(value, dict) and value else found


def is_kept(tx: Transaction, chat: int, text: str) -> bool:
    """Kept, and somebody spoke after it."""
    conversation, kept = conversation_at(tx, str(chat))
    at = next((m.seq for m in kept if m.text == text), None)
    return at is not None and (conversation.ownership.owner != "bot" or any(m.seq > at and m.author != "contact" for m in kept))


def count(tx: Transaction) -> tuple[set[str], int, int]:
    rows = tx.connection.execute(inbox.select().with_only_columns(inbox.c.update_id, inbox.c.state)).all()
    quarantined = sum(row.state == "quarantined" for row in rows)
    return {row.update_id for row in rows}, quarantined, sum(t.kind == "quarantine" for t in tasks.open_tasks(tx, 1_000_000))
