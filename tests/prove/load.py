"""Load: webhooks posted from many chats at once, with what was answered, how soon, and what came of it in the store."""

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from storage import contacts, conversations, messages
from storage.transaction import Transaction
from tests.emulator.people import DATE
from tests.prove.installation import SECRET, WEBHOOK
from tests.prove.verdict import BOT, CHANNEL

HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}


@dataclass
class Driver:
    """Posts updates to one address and keeps the account."""

    address: str
    client: aiohttp.ClientSession
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    kept: dict[int, list[str]] = field(default_factory=dict)
    """What was acknowledged, by chat, in the order of the acknowledgements."""
    statuses: Counter[int] = field(default_factory=Counter)
    bare: int = 0
    """Refusals without a word about when to come again."""

    async def post(self, chat: int, text: str) -> tuple[int, float]:
        """One update; its status and the seconds it took."""
        return (await self.post_numbered(chat, text))[:2]

    async def post_numbered(self, chat: int, text: str) -> tuple[int, float, int]:
        """As `post`, with the update's number."""
        number, begun = next(self.numbers), time.monotonic()
        status = 0
        try:
            async with self.client.post(self.address + WEBHOOK, data=update_of(chat, text, number), headers=HEADERS) as answer:
                status = answer.status
                self.bare += status == 503 and "Retry-After" not in answer.headers
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        self.statuses[status] += 1
        if status == 200:
            self.kept.setdefault(chat, []).append(text)
        return status, time.monotonic() - begun, number

    async def until_taken(self, chat: int, text: str) -> float:
        """Seconds until the update is acknowledged, though it may be refused some times before."""
        begun = time.monotonic()
        while (await self.post(chat, text))[0] != 200:  # noqa: ASYNC110 - another process answers
            await asyncio.sleep(0.2)
        return time.monotonic() - begun

    def lost(self, tx: Transaction) -> int:
        """How many were acknowledged and are not kept."""
        missing = 0
        for chat, said in self.kept.items():
            contact = contacts.find_by_address(tx, CHANNEL, BOT, str(chat))
            conversation = conversations.find_by_contact(tx, contact.id, lock=False) if contact else None
            kept = all_kept(tx, conversation.id, contact.id) if conversation and contact else ()
            heard = Counter(m.text for m in kept if m.author == "contact")
            missing += (Counter(said) - heard).total()
        return missing


def update_of(chat: int, text: str, number: int) -> bytes:
    """A message as Telegram posts it; `number` is the update's and the message's."""
    who, where = {"id": chat, "is_bot": False, "first_name": "Siti"}, {"id": chat, "type": "private"}
    message = {"message_id": number, "date": DATE, "chat": where, "from": who, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


def all_kept(tx: Transaction, conversation_id: str, contact_id: str) -> Iterator[messages.Message]:
    """A conversation's messages, however many."""
    after = 0
    while page := messages.since(tx, conversation_id, contact_id, after):
        yield from page
        after = page[-1].seq


def memory(pid: int) -> int:
    """Megabytes that a process holds in memory now."""
    told = Path(f"/proc/{pid}/status").read_text()
    return int(told.partition("VmRSS:")[2].split()[0]) // 1024


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
