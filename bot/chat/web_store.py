"""What the chat page reads from the store: the messages of its own conversation, and nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.chat.web import BOT, NAME
from helpline.delivery import Delivery
from helpline.messages import Author
from storage import contacts, conversations, media, messages, uploads
from storage.media import MediaState
from storage.messages import Message
from storage.transaction import Transaction
from storage.uploads import Upload

SEEN = frozenset({None, Delivery.SENT, Delivery.UNCERTAIN})
GONE = frozenset({Delivery.DROPPED, Delivery.FAILED})
FILES_AN_HOUR = 20


@dataclass(frozen=True)
class News:
    """What is new for a page: the messages, and after which number to ask next."""

    messages: list[dict[str, Any]]
    after: int
    language: str | None


def news(tx: Transaction, address: str, after: int) -> News:
    """The messages after a number. One that is still on its way holds `after` back, so that it is not missed later."""
    contact = contacts.find_by_address(tx, NAME, BOT, address)
    conversation = conversations.find_by_contact(tx, contact.id, lock=False) if contact else None
    if contact is None or conversation is None:
        return News([], 0, None)
    found = messages.since(tx, conversation.id, contact.id, after)
    on_the_way = [m.seq for m in found if m.delivery not in SEEN | GONE]
    last = found[-1].seq if found else after
    shown = [as_json(m) for m in found if m.delivery in SEEN]
    return News(shown, min(on_the_way, default=last + 1) - 1, contact.language)


def as_json(message: Message) -> dict[str, Any]:
    """One message as its page shows it."""
    return {
        "seq": message.seq,
        "id": message.ref if message.author is Author.CONTACT else None,
        "from": message.author,
        "kind": message.kind,
        "text": message.text,
        "buttons": [[{"label": b.label, "data": b.data, "style": b.style} for b in row] for row in message.buttons],
        "place": {key: message.extra[key] for key in ("latitude", "longitude") if key in message.extra},
        "files": [{"id": m.id, "kind": m.kind, "type": m.content_type} for m in message.media],
        "along": {key: message.extra[key] for key in ("picture", "alt", "voice") if key in message.extra},
        "edits": message.edits,
        "at": message.at.isoformat(),
    }


def own_file(tx: Transaction, address: str, media_id: str) -> tuple[bytes, str | None] | None:
    """A file of this conversation; None for all others and while it is not here yet."""
    contact = contacts.find_by_address(tx, NAME, BOT, address)
    item = media.find(tx, media_id)
    if contact is None or item is None or item.contact_id != contact.id or item.state is not MediaState.STORED:
        return None
    return media.content(tx, item), item.content_type


def keep_upload(tx: Transaction, *, id: str, address: str, content: bytes, content_type: str, at: datetime) -> bool:
    """Keep an uploaded file until its message comes. False: too many in the last hour."""
    if not may_upload(tx, address, at):
        return False
    uploads.put(tx, Upload(id, contacts.address_key(tx, NAME, BOT, address), None, content_type, content), at)
    return True


def may_upload(tx: Transaction, address: str, at: datetime) -> bool:
    return uploads.count_since(tx, contacts.address_key(tx, NAME, BOT, address), at - timedelta(hours=1)) < FILES_AN_HOUR


def is_own_upload(tx: Transaction, address: str, upload_id: str) -> bool:
    return uploads.belongs_to(tx, upload_id, contacts.address_key(tx, NAME, BOT, address))
