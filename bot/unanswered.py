"""Unanswered: who was asked whether they are safe, and does not answer, counts as not safe: a human looks."""

from datetime import timedelta

from bot.house import House
from bot.looking import each
from bot.turn import Turn, finish_all
from helpline.clock import Clock
from helpline.events import Event
from helpline.severity import Severity
from helpline.topics import Topic
from storage import cases, conversations
from storage.database import Database
from storage.transaction import Transaction

SILENCE = timedelta(minutes=30)
"""How long an answer may stay out: phones are put away, and a counsellor for S1 has two hours from then on."""


class Unanswered:
    """The look for questions that stay without an answer. Any number of workers may look at once."""

    def __init__(self, database: Database, clock: Clock, house: House) -> None:
        self.database = database
        self.clock = clock
        self.house = house

    async def look(self) -> int:
        found = await self.database.read(conversations.unsafe_since, self.clock.now())
        return await each(found, lambda id: self.database.write(self.reach, id), "unanswered")

    def reach(self, tx: Transaction, conversation_id: str) -> None:
        """Asked again under the lock: the contact may have answered in between."""
        conversation, now = conversations.get(tx, conversation_id, lock=True), self.clock.now()
        if conversation_id not in conversations.unsafe_since(tx, now, conversation_id):
            return
        conversations.await_safe_answer(tx, conversation_id, None)
        turn = Turn(tx, self.house, self.clock, now, conversation, cases.current(tx, conversation.contact.id))
        turn.origin = f"unanswered:{conversation_id}:{conversation.last_seq}"
        turn.wait_for_human(Topic.EMERGENCY, Severity.S1)
        turn.record(Event.SAFETY_UNANSWERED, actor="system")
        finish_all([turn])
