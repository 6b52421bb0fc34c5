"""Later: sends what a counsellor wrote for this hour, if the conversation is still theirs; else they find a task."""

from bot.looking import each
from helpline.clock import Clock
from helpline.events import Event
from helpline.messages import Author
from storage import cases, conversations, events, later, letters, tasks
from storage.database import Database
from storage.later import LaterMessage
from storage.letters import Letter
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction


class Later:
    """The look for what is due. Any number of workers may look at once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock

    async def look(self) -> int:
        """Send all that is due now; how many were worked on."""
        found = await self.database.read(later.due, self.clock.now())
        return await each(found, lambda one: self.database.write(self.send, *one), "send_later")

    def send(self, tx: Transaction, message_id: str, conversation_id: str) -> None:
        """Asked again under the lock: another worker, or the counsellor who called it off, may have been quicker."""
        conversation, now = conversations.get(tx, conversation_id, lock=True), self.clock.now()
        message = next((m for m in later.of_conversation(tx, conversation) if m.id == message_id), None)
        if message is None or not later.take(tx, message_id, conversation_id):
            return
        about = {"contact_id": conversation.contact.id, "conversation_id": conversation_id}
        if conversation.ownership.counsellor != message.staff_id or not conversation.contact.reachable:
            self.give_back(tx, message)
            return
        seq = letters.post(tx, self.clock, conversation, Letter(Author.COUNSELLOR, message.text, message.staff_id))
        case = cases.answered_all(tx, conversation.contact.id, now)
        events.record(tx, Event.REPLIED, at=now, actor=message.staff_id, case_id=case.id if case else None, seq=seq, **about)

    def give_back(self, tx: Transaction, message: LaterMessage) -> None:
        """It is not said in a conversation that is not its writer's: the writer finds a task."""
        where = message.conversation_id
        task = Task(self.clock.new_id(), TaskKind.UNSENT, self.clock.now(), staff_id=message.staff_id, conversation_id=where)
        tasks.add(tx, task)
        events.record(tx, Event.LATER_NOT_SENT, at=self.clock.now(), actor="system", conversation_id=where)
