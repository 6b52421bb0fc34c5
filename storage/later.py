"""Later: what a counsellor has written to be sent at a chosen time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from storage.conversations import Conversation
from storage.desk_tables import later_messages
from storage.transaction import Transaction


@dataclass(frozen=True)
class LaterMessage:
    """One line that waits for its time."""

    id: str
    conversation_id: str
    staff_id: str
    text: str
    due_at: datetime


def add(tx: Transaction, conversation: Conversation, message: LaterMessage, at: datetime) -> None:
    tx.connection.execute(
        insert(later_messages).values(
            id=message.id,
            conversation_id=message.conversation_id,
            staff_id=message.staff_id,
            body_sealed=tx.seal_text(conversation.contact.id, "later_messages", "body", message.id, message.text),
            due_at=message.due_at,
            at=at,
        )
    )


def of_conversation(tx: Transaction, conversation: Conversation) -> list[LaterMessage]:
    rows = tx.connection.execute(
        select(later_messages)
        .where(later_messages.c.conversation_id == conversation.id)
        .order_by(later_messages.c.due_at, later_messages.c.id)
    )
    contact_id = conversation.contact.id
    return [
        LaterMessage(
            row.id,
            row.conversation_id,
            row.staff_id,
            tx.open_text(contact_id, "later_messages", "body", row.id, row.body_sealed),
            row.due_at,
        )
        for row in rows
    ]


def due(tx: Transaction, now: datetime, limit: int = 100) -> list[tuple[str, str]]:
    """What is due, by its id and its conversation."""
    rows = tx.connection.execute(
        select(later_messages.c.id, later_messages.c.conversation_id)
        .where(later_messages.c.due_at <= now)
        .order_by(later_messages.c.due_at, later_messages.c.id)
        .limit(limit)
    )
    return [(row.id, row.conversation_id) for row in rows]


def take(tx: Transaction, message_id: str, conversation_id: str) -> bool:
    """Take it out. False: it was sent or called off before."""
    this = (later_messages.c.id == message_id) & (later_messages.c.conversation_id == conversation_id)
    return bool(tx.connection.execute(delete(later_messages).where(this)).rowcount)
