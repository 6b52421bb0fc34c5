"""Resuming: after a hand back the bot takes up what it was asking, and after a close it asks how the help was."""

from bot.engine.resume import go_on, interrupt
from bot.house import House
from bot.listening import perform
from bot.looking import each
from bot.turn import Turn, finish_all
from helpline.clock import Clock
from helpline.takeover import Owner
from storage import cases, conversations
from storage.database import Database
from storage.transaction import Transaction

FEEDBACK = "feedback"


class Resuming:
    """The look for conversations that were handed back. Any number of workers may look at once."""

    def __init__(self, database: Database, clock: Clock, house: House) -> None:
        self.database = database
        self.clock = clock
        self.house = house

    async def look(self) -> int:
        """Go on in every conversation that waits for it; how many."""
        found = await self.database.read(conversations.to_resume)
        return await each(found, lambda one: self.database.write(self.take_up, *one), "resume")

    def take_up(self, tx: Transaction, conversation_id: str, what: str) -> None:
        """Asked again under the lock: another worker, or a counsellor, may have been quicker."""
        conversation = conversations.get(tx, conversation_id, lock=True)
        if conversation.ownership.owner is not Owner.BOT or (conversation_id, what) not in conversations.to_resume(tx):
            return
        conversations.resume_later(tx, conversation_id, None)
        case = cases.current(tx, conversation.contact.id)
        turn = Turn(tx, self.house, self.clock, self.clock.now(), conversation, case)
        if what == FEEDBACK and conversation.contact.reachable:
            turn.session, happenings = interrupt(self.house.book, turn.session, FEEDBACK, turn.facts)
        else:
            turn.session, happenings = go_on(self.house.book, turn.session, turn.facts)
        turn.changed_session = True
        perform(turn, happenings)
        finish_all([turn])
