"""Letters: a line of a human to a contact, kept as a message and queued to be sent ahead of everything the bot says."""

from dataclasses import dataclass, field
from typing import Any

from helpline.clock import Clock
from helpline.delivery import Delivery, Lane
from helpline.messages import Attachment, Author, Kind
from storage import conversations, media, messages, outbox
from storage.conversations import Conversation
from storage.messages import Buttons, Message
from storage.outbox import Posting
from storage.transaction import Transaction


@dataclass(frozen=True)
class Enclosure:
    """A file that goes along. `kind` is how it is shown: a photo, a voice message, a document …"""

    kind: Kind
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What is said by whom. `extra` is kept with the message; a latitude and longitude in it are sent as a place."""

    author: Author
    text: str
    staff_id: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    buttons: Buttons = ()
    enclosure: Enclosure | None = None

    @property
    def kind(self) -> Kind:
        if self.enclosure:
            return self.enclosure.kind
        return Kind.LOCATION if "latitude" in self.extra else Kind.TEXT


def post(tx: Transaction, clock: Clock, conversation: Conversation, letter: Letter) -> int:
    """Keep and queue it under the conversation's present version; the number that it got. The conversation must be locked."""
    message = line(clock, conversation, letter)
    messages.insert_all(tx, {conversation.id: conversation.contact.id}, [message])
    if letter.enclosure:
        enclose(tx, clock, conversation, message, letter.enclosure)
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


def enclose(tx: Transaction, clock: Clock, conversation: Conversation, message: Message, file: Enclosure) -> None:
    """Keep the file with the message, sealed and hashed like one that a contact sent."""
    id, contact_id = clock.new_id(), conversation.contact.id
    attachment = Attachment(file.kind, "desk", file.name, file.content_type, len(file.content))
    media.add(tx, id=id, message_id=message.id, contact_id=contact_id, attachment=attachment, at=message.at)
    media.store(tx, media.get(tx, id), file.content, file.content_type)


def line(clock: Clock, conversation: Conversation, letter: Letter) -> Message:
    """The next line of the conversation."""
    return Message(
        id=clock.new_id(),
        conversation_id=conversation.id,
        seq=conversation.last_seq + 1,
        author=letter.author,
        staff_id=letter.staff_id,
        kind=letter.kind,
        text=letter.text,
        buttons=letter.buttons,
        extra=letter.extra,
        ref=None,
        edits=0,
        at=clock.now(),
        delivery=Delivery.PENDING,
        reason=None,
    )
