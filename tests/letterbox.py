"""A letterbox: people of the emulator write, and their updates go straight to the turns, one after another or all at once."""

import asyncio
import itertools
import json
from typing import Any

from helpline.cases import Case
from helpline.updates import Update
from storage import cases, contacts, conversations, messages
from storage.conversations import Conversation
from storage.database import Database
from storage.messages import Message
from storage.transaction import Transaction
from tests.emulator.ledger import Ledger
from tests.emulator.people import Person
from tests.house import Helpline

CHANNEL, BOT = "telegram", "123456"


class Letterbox:
    """Stands where the emulator's server stands for a `Person`, without a wire between."""

    def __init__(self, helpline: Helpline) -> None:
        self.helpline = helpline
        self.update_ids = itertools.count(9001)
        self.message_ids = itertools.count(1)
        self.ledger = Ledger()
        self.files: dict[str, bytes] = {}
        self.blocked: set[int] = set()
        self.posted: list[Update] = []

    def person(self, chat: int = 77001, name: str = "Siti") -> Person:
        return Person(self, chat, name)  # type: ignore[arg-type]

    def deliver(self, kind: str, content: dict[str, Any], _key: int) -> int:
        number = next(self.update_ids)
        self.posted.append(Update(CHANNEL, BOT, str(number), json.dumps({"update_id": number, kind: content}).encode()))
        return number

    async def drain(self) -> list[Update]:
        """Hand all that was posted to the turns at once, and wait until it is durable."""
        posted, self.posted = self.posted, []
        await asyncio.gather(*(self.helpline.receive(update) for update in posted))
        return posted

    async def says(self, person: Person, *texts: str) -> None:
        """Say one thing after another; `[Label]` presses the newest button with this label."""
        for text in texts:
            if text.startswith("["):
                data = await self.data_of(person, text[1:-1])
                self.deliver("callback_query", press(person, data, next(self.message_ids)), person.chat)
            else:
                person.writes(text)
            await self.drain()

    async def data_of(self, person: Person, label: str) -> str:
        spoken = await self.conversation_of(person)
        buttons = [b for m in reversed(spoken[1]) for row in m.buttons for b in row]
        return next(b.data for b in buttons if b.label == label)

    async def conversation_of(self, person: Person) -> tuple[Conversation, list[Message]]:
        return await self.helpline.database.read(conversation_at, str(person.chat))

    async def heard_by(self, person: Person) -> list[str]:
        """What the bot has said to this person, sent or not."""
        _conversation, kept = await self.conversation_of(person)
        return [m.text for m in kept if m.author != "contact"]


def press(person: Person, data: str, number: int) -> dict[str, Any]:
    chat = {"id": person.chat, "type": "private"}
    return {"id": f"q{number}", "from": person.sender, "data": data, "message": {"message_id": 1, "date": 1, "chat": chat}}


def conversation_at(tx: Transaction, address: str) -> tuple[Conversation, list[Message]]:
    contact = contacts.find_by_address(tx, CHANNEL, BOT, address)
    assert contact is not None
    conversation = conversations.find_by_contact(tx, contact.id, lock=False)
    assert conversation is not None
    return conversation, messages.since(tx, conversation.id, contact.id)


async def case_of(database: Database, person: Person) -> Case | None:
    def find(tx: Transaction) -> Case | None:
        conversation, _ = conversation_at(tx, str(person.chat))
        return cases.current(tx, conversation.contact.id)

    return await database.read(find)
