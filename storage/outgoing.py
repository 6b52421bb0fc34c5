"""Outgoing: a message on its way, opened, with all that its sending needs to know; read in one statement with its claim."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from helpline.delivery import Delivery, Lane
from helpline.messages import MEDIA_KINDS
from helpline.takeover import Owner, Ownership
from storage import media as media_store
from storage import messages as messages_store
from storage.media import MediaState
from storage.messages import Message
from storage.tables import contacts, conversations, media, messages, outbox
from storage.transaction import Transaction


@dataclass(frozen=True)
class Enclosed:
    """A file that goes along: its bytes, opened."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Recipient:
    """Whom a line is for, as the turn knows that has just locked the conversation."""

    contact_id: str
    address: str
    language: str
    ownership: Ownership


@dataclass(frozen=True)
class Outgoing:
    """A claimed row: the message, where it goes, and who owns the conversation now.

    `uncertain`: an earlier sender died or fell silent while sending it, so it may have arrived.
    """

    id: str
    message: Message
    conversation_id: str
    contact_id: str
    channel: str
    bot: str
    address: str
    lane: Lane
    notice: bool
    safety: bool
    owner_version: int
    ownership: Ownership
    attempts: int
    uncertain: bool
    language: str
    fence: int = 0
    claim: str = ""
    file: Enclosed | None = None


NEEDED = (
    "message_id",
    "conversation_id",
    "channel",
    "bot",
    "lane",
    "notice",
    "safety",
    "owner_version",
    "attempts",
    "state",
    "due_at",
)
PLACED = select(
    *(outbox.c[name] for name in NEEDED),
    conversations.c.contact_id,
    conversations.c.owner,
    conversations.c.counsellor_id,
    conversations.c.owner_version.label("version_now"),
).join_from(outbox, conversations)
"""A row of the outbox with its conversation: all that is needed to choose among many."""


def completed(placed: Select[Any]) -> Select[Any]:
    """The rows of such a choice, each with its message and its contact, which are looked for only once it is made."""
    chosen = placed.cte("chosen")
    its = [column for column in chosen.c if column.name != "conversation_id"]
    return (
        select(*messages.c, *its, contacts.c.address_sealed, contacts.c.language)
        .join_from(chosen, messages, messages.c.id == chosen.c.message_id)
        .join(contacts, contacts.c.id == chosen.c.contact_id)
        .order_by(chosen.c.lane, chosen.c.due_at)
    )


def opened(tx: Transaction, row: Any, fence: int, claim: str) -> Outgoing:
    """What a `completed` row, now claimed under this fence, is to bring to whom."""
    return Outgoing(
        id=row.message_id,
        message=messages_store.opened(tx, row.contact_id, row),
        conversation_id=row.conversation_id,
        contact_id=row.contact_id,
        channel=row.channel,
        bot=row.bot,
        address=tx.open_text(row.contact_id, "contacts", "address", row.contact_id, row.address_sealed),
        lane=Lane(row.lane),
        notice=row.notice,
        safety=row.safety,
        owner_version=row.owner_version,
        ownership=Ownership(Owner(row.owner), row.counsellor_id, row.version_now),
        attempts=row.attempts + 1,
        uncertain=row.state == Delivery.SENDING,
        language=row.language,
        fence=fence,
        claim=claim,
        file=enclosed(tx, row.message_id) if row.kind in MEDIA_KINDS else None,
    )


def enclosed(tx: Transaction, message_id: str) -> Enclosed | None:
    """The file of a message of ours; None when it is gone."""
    row = tx.row(select(media.c.id).where(media.c.message_id == message_id, media.c.state == MediaState.STORED))
    if row is None:
        return None
    item = media_store.get(tx, row.id)
    return Enclosed(item.name or item.id, item.content_type or "application/octet-stream", media_store.content(tx, item))
