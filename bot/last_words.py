"""Last words: what a contact hears when the disk is full and nothing can be kept: the truth, and whom to call."""

import asyncio
from dataclasses import replace

import structlog

from bot import cards, directory_cards
from bot.channels import Channels, Unreadable
from bot.engine.text import Text, _
from bot.house import House
from helpline.clock import Clock
from helpline.contacts import Contact
from helpline.directory import emergency_entries
from helpline.updates import Update
from locales.wording import length_of_time
from storage import contacts, failpoints
from storage.database import Database, StoreAway

ONCE = 3600.0
"""Seconds until the same chat hears it again."""
MOST_CHATS = 10_000
PATIENCE = 15.0
NOT_KEPT = _(
    "We are sorry: at this moment we cannot keep your message, and no one has read it. We are putting this right."
    " Please write again later."
)
AGAIN_AFTER = 30
"""Seconds until the chat page sends again what it could not hand over."""
# Translators: «time» is a length of time in your language, such as «30 seconds».
NOT_KEPT_HERE = _(
    "We are sorry: at this moment we cannot keep your message, and no one has read it. We are putting this right."
    " What you wrote stays on this page, and is sent again by itself in {time}."
)

STRANGER = Contact("", "", "")

log = structlog.get_logger()


class LastWords:
    """Answers without writing anything: only what can still be read is used, and what was said is remembered in memory."""

    def __init__(self, database: Database, clock: Clock, channels: Channels, house: House) -> None:
        self.database = database
        self.clock = clock
        self.channels = channels
        self.house = house
        self.said: dict[tuple[str, str, str], float] = {}
        self.saying: set[asyncio.Task[None]] = set()

    def say_soon(self, update: Update) -> None:
        """Say it beside what else goes on, so that the refusal itself is not held up."""
        task = asyncio.create_task(self.say(update))
        self.saying.add(task)
        task.add_done_callback(self.saying.discard)

    async def say(self, update: Update) -> None:
        channel = self.channels[(update.channel, update.bot)]
        try:
            letter = channel.read(update.raw)
        except Unreadable:
            return
        if letter is None or not self.is_time(key := (update.channel, update.bot, letter.address)):
            return
        text = self.text(await self.known(key) or STRANGER, NOT_KEPT)
        try:
            async with asyncio.timeout(PATIENCE):
                with failpoints.around("send last words"):
                    await channel.call(letter.address, text, None)
        except Exception as error:  # the wire's own kinds of trouble are not named outside of bot.chat
            log.error("last_words_not_said", channel=update.channel, error=type(error).__name__)

    def is_time(self, key: tuple[str, str, str]) -> bool:
        now = self.clock.now().timestamp()
        if now - self.said.get(key, -ONCE) < ONCE or len(self.said) >= MOST_CHATS:
            return False
        self.said[key] = now
        return True

    async def known(self, key: tuple[str, str, str]) -> Contact | None:
        """Reading goes on when writing does not."""
        try:
            return await self.database.read(contacts.find_by_address, *key)
        except StoreAway:
            return None

    async def on_page(self, key: tuple[str, str, str], language: str) -> str:
        """The same, each time, in the answer to what a chat page posted; `language` is what a stranger's page speaks."""
        contact = await self.known(key) or replace(STRANGER, language=language)
        return self.text(contact, NOT_KEPT_HERE, time=length_of_time(contact.language, AGAIN_AFTER, "second"))

    def text(self, contact: Contact, opening: Text, **fills: str) -> str:
        """The truth and the numbers of the contact's country; for a stranger those that can be called from anywhere."""
        reader = cards.Reader(contact, None, 0)
        entries = emergency_entries(self.house.directory, contact.country, contact.dials_from)
        numbers = [directory_cards.entry_text(self.house, reader, entry, brief=True) for entry in entries]
        told = cards.say(self.house, reader, opening.msgid, **fills)
        return cards.fitting([told, cards.say(self.house, reader, directory_cards.NUMBERS_NOW.msgid), *numbers])

    async def close(self) -> None:
        await asyncio.gather(*self.saying, return_exceptions=True)
