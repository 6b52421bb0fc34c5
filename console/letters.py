"""Letters: a line to a contact, kept as a message and queued to be sent ahead of everything the bot says."""

from dataclasses import dataclass, field
from typing import Any

from helpline.clock import Clock
from helpline.delivery import Delivery, Lane
from helpline.messages import Author, Kind
from storage import conversations, messages, outbox
from storage.conversations import Conversation
from storage.messages import Message
from storage.outbox import Posting
from storage.transaction import Transaction


@dataclass(frozen=True)
class Letter:
    """What is said by whom. `extra` is kept with the message and never sent."""

    author: Author
    text: str
    staff_id: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def post(tx: Transaction, clock: Clock, conversation: Conversation, letter: Letter) -> int:
    """Keep and queue it under the conversation's present version; the number that it got. The conversation must be locked."""
    message = line(clock, conversation, letter)
    messages.insert_all(tx, {conversation.id: conversation.contact.id}, [message])
    conversations.spoke(tx, conversation.id, message.seq, message.at)
    posting = Posting(
        message=message,
        channel=conversation.channel,
        bot=conversation.bot,
        lane=Lane.CRISIS,
        owner_version=conversation.ownership.version,
        notice=letter.author is Author.NOTICE,
    )
    outbox.put(tx, [posting], message.at)
    return message.seq


def line(clock: Clock, conversation: Conversation, letter: Letter) -> Message:
    """The next line of the conversation."""
    return Message(
        id=clock.new_id(),
        conversation_id=conversation.id,
        seq=conversation.last_seq + 1,
        author=letter.author,
        staff_id=letter.staff_id,
        kind=Kind.TEXT,
        text=letter.text,
        buttons=(),
        extra=letter.extra,
        ref=None,
        edits=0,
        at=clock.now(),
        delivery=Delivery.PENDING,
        reason=None,
    )
