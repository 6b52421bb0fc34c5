"""The safe word at work. The bot answers as ever; a worker looks through what was written, and a human is told."""

from collections.abc import Mapping
from typing import Any

from bot.house import House
from bot.looking import each
from bot.turn import Turn, finish_all
from helpline.clock import Clock
from helpline.events import Event
from helpline.severity import Severity
from helpline.topics import Topic
from storage import cases, conversations, inbox, safe_words
from storage.database import Database
from storage.transaction import Transaction


def agree(turn: Turn, _told: Mapping[str, Any]) -> None:
    """Keep the word that the contact has just told, as a keyed hash and nowhere else."""
    if turn.secret is None:
        return
    look_through(turn)
    safe_words.keep(turn.tx, turn.contact.id, turn.secret)
    inbox.blank(turn.tx, turn.origin)
    turn.record(Event.SAFE_WORD_AGREED, actor="contact")


def forget(turn: Turn, _told: Mapping[str, Any]) -> None:
    look_through(turn)
    safe_words.keep(turn.tx, turn.contact.id, None)


def look_through(turn: Turn) -> None:
    """Look for the word agreed on until now; said anywhere, the case is S1 at least. The contact sees nothing."""
    contact = turn.contact
    texts = list(safe_words.take_texts(turn.tx, turn.conversation.id, contact.id))
    kept = contact.safe_word
    if kept is not None and any(safe_words.is_said(turn.tx, contact.id, kept, text) for text in texts):
        turn.wait_for_human(Topic.SAFE_WORD, Severity.S1)
        turn.record(Event.SAFE_WORD_SAID, actor="contact")


class SafeWords:
    """The look through what was written by those who have a safe word. Any number of workers may look at once."""

    def __init__(self, database: Database, clock: Clock, house: House) -> None:
        self.database = database
        self.clock = clock
        self.house = house

    async def look(self) -> int:
        found = await self.database.read(safe_words.waiting)
        return await each(found, lambda id: self.database.write(self.look_through, id), "safe_words")

    def look_through(self, tx: Transaction, conversation_id: str) -> None:
        """Asked again under the lock."""
        conversation = conversations.get(tx, conversation_id, lock=True)
        case = cases.current(tx, conversation.contact.id)
        turn = Turn(tx, self.house, self.clock, self.clock.now(), conversation, case)
        turn.origin = f"safe_word:{conversation_id}:{conversation.last_seq}"
        look_through(turn)
        finish_all([turn])
