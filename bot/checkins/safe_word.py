"""The safe word at work. The bot answers as ever; a worker looks through what was written, and a human is told."""

from collections.abc import Mapping
from typing import Any

from bot.house import House
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
    safe_words.keep(turn.tx, turn.contact.id, turn.secret)
    safe_words.let_go(turn.tx, turn.conversation.id)  # what has just been told is no cry for help
    inbox.blank(turn.tx, turn.origin)
    turn.record(Event.SAFE_WORD_AGREED, actor="contact")


def forget(turn: Turn, _told: Mapping[str, Any]) -> None:
    safe_words.keep(turn.tx, turn.contact.id, None)


class SafeWords:
    """The look through what was written by those who have a safe word. Any number of workers may look at once."""

    def __init__(self, database: Database, clock: Clock, house: House) -> None:
        self.database = database
        self.clock = clock
        self.house = house

    async def look(self) -> int:
        found = await self.database.read(safe_words.waiting)
        for conversation_id in found:
            await self.database.write(self.look_through, conversation_id)
        return len(found)

    def look_through(self, tx: Transaction, conversation_id: str) -> None:
        """Said anywhere in what is new: the case is S1 at least, and the counsellors are called. The contact sees nothing."""
        conversation = conversations.get(tx, conversation_id, lock=True)
        contact = conversation.contact
        texts = list(safe_words.take_texts(tx, conversation_id, contact.id))
        kept = contact.safe_word
        if kept is None or not any(safe_words.is_said(tx, contact.id, kept, text) for text in texts):
            return
        case = cases.current(tx, contact.id)
        turn = Turn(tx, self.house, self.clock, self.clock.now(), conversation, case)
        turn.origin = f"safe_word:{conversation_id}:{conversation.last_seq}"
        turn.wait_for_human(Topic.SAFE_WORD, Severity.S1)
        turn.record(Event.SAFE_WORD_SAID, actor="contact")
        finish_all([turn])
