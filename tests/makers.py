"""Small makers of what a test needs: a contact, a conversation, a message, a case."""

from dataclasses import replace

from helpline.clock import Clock
from helpline.contacts import Contact
from helpline.danger import Whose
from helpline.messages import Author, Kind
from helpline.permissions import Role
from helpline.severity import Severity
from helpline.topics import Topic
from storage import cases, contacts, conversations, messages, staff
from storage.contacts import Arrival
from storage.conversations import Beginning, Conversation
from storage.messages import Buttons, Message
from storage.staff import Staff
from storage.transaction import Transaction
from tests.clock import FrozenClock

NOWHERE = "0" * 32
CHANNEL, BOT = "telegram", "1"


def a_conversation(tx: Transaction, clock: Clock, address: str = "77001", name: str | None = "Siti") -> Conversation:
    contact = Contact(clock.new_id(), CHANNEL, "Melati Teduh 47", name=name)
    [contact] = contacts.arrive(tx, [Arrival(contact, BOT, address, bytes(32))], clock.now())
    [conversation] = conversations.start(tx, [Beginning(clock.new_id(), contact, "123456")], clock.now())
    return conversation


def a_message(
    clock: Clock, conversation: Conversation | str, seq: int, text: str = "Halo", author: Author = Author.BOT
) -> Message:
    return Message(
        id=clock.new_id(),
        conversation_id=conversation if isinstance(conversation, str) else conversation.id,
        seq=seq,
        author=author,
        staff_id=None,
        kind=Kind.TEXT,
        text=text,
        buttons=(),
        extra={},
        ref=None,
        edits=0,
        at=clock.now(),
        delivery=None,
        reason=None,
    )


def a_text(clock: FrozenClock, text: str, author: Author = Author.BOT, buttons: Buttons = ()) -> Message:
    """A line of no conversation, for what only looks at a message."""
    return replace(a_message(clock, NOWHERE, 1, text, author), buttons=buttons)


def keep(tx: Transaction, conversation: Conversation, *made: Message) -> None:
    messages.insert_all(tx, {conversation.id: conversation.contact.id}, made)
    conversations.spoke(tx, conversation.id, made[-1].seq, made[-1].at)


def a_case(
    tx: Transaction,
    clock: FrozenClock,
    conversation: Conversation,
    severity: Severity = Severity.S2,
    about: Whose = Whose.SELF,
) -> cases.Case:
    case = cases.open(
        tx,
        id=clock.new_id(),
        number=f"AAA-{clock.count % 1000:03d}",
        origin=clock.new_id(),
        conversation=conversation,
        topic=Topic.WAGES,
        severity=severity,
        at=clock.now(),
        about=about,
    )
    assert case is not None
    return case


def a_counsellor(tx: Transaction, clock: FrozenClock, role: Role = Role.COUNSELLOR) -> str:
    """The id of a new member of the staff."""
    member = Staff(clock.new_id(), f"ratna{clock.count}", "Ratna", role, "-", "id", True)
    staff.add(tx, member, clock.now())
    return member.id
