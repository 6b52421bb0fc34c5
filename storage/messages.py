"""Messages: every line of a conversation in its order; what it said is sealed, older versions are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, insert, select, update

from helpline.delivery import Delivery
from helpline.messages import Author, Button, Kind
from storage.media import Media, of_messages
from storage.prepared import Prepared, PreparedFor, inserting
from storage.tables import conversations, messages, revisions
from storage.transaction import Transaction

Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Message:
    """One line. `seq` counts within its conversation from 1; `ref` is the channel's own number; `edits` counts its changes."""

    id: str
    conversation_id: str
    seq: int
    author: Author
    staff_id: str | None
    kind: Kind
    text: str
    buttons: Buttons
    extra: dict[str, Any]
    ref: str | None
    edits: int
    at: datetime
    delivery: Delivery | None
    reason: str | None
    media: tuple[Media, ...] = ()


def body(text: str, buttons: Buttons = (), extra: dict[str, Any] | None = None) -> dict[str, Any]:
    """What is sealed of a message."""
    made: dict[str, Any] = {"text": text}
    if buttons:
        made["buttons"] = [[[b.label, b.data, b.style] for b in row] for row in buttons]
    if extra:
        made["extra"] = extra
    return made


COLUMNS = ("id", "conversation_id", "seq", "author", "staff_id", "kind", "body_sealed", "ref", "edits", "at", "delivery")
INSERT = Prepared(inserting(messages, *COLUMNS, "reason"))


def insert_all(tx: Transaction, contact_ids: dict[str, str], rows: Iterable[Message]) -> None:
    """Insert new messages in one statement; `contact_ids` maps conversation to contact, whose key seals."""
    values = [
        {
            "id": m.id,
            "conversation_id": m.conversation_id,
            "seq": m.seq,
            "author": m.author,
            "staff_id": m.staff_id,
            "kind": m.kind,
            "body_sealed": tx.seal_json(
                contact_ids[m.conversation_id], "messages", "body", m.id, body(m.text, m.buttons, m.extra)
            ),
            "ref": m.ref,
            "edits": 0,
            "at": m.at,
            "delivery": m.delivery,
            "reason": m.reason,
        }
        for m in rows
    ]
    INSERT.run_many(tx, values)


def revise(
    tx: Transaction, conversation_id: str, contact_id: str, *, ref: str, text: str, extra: dict[str, Any], at: datetime, id: str
) -> Message | None:
    """Give an edited message its new words and keep the old ones as a revision. None: no such message is known."""
    found = read(tx, contact_id, select(messages).where(messages.c.conversation_id == conversation_id, messages.c.ref == ref))
    if not found:
        return None
    message = found[-1]
    old = body(message.text, message.buttons, message.extra)
    tx.connection.execute(
        insert(revisions).values(
            id=id, message_id=message.id, body_sealed=tx.seal_json(contact_id, "revisions", "body", id, old), at=at
        )
    )
    sealed = tx.seal_json(contact_id, "messages", "body", message.id, body(text, message.buttons, message.extra | extra))
    tx.connection.execute(
        update(messages).where(messages.c.id == message.id).values(body_sealed=sealed, edits=messages.c.edits + 1)
    )
    return message


def versions(tx: Transaction, contact_id: str, message_id: str) -> list[tuple[datetime, str]]:
    """What a message said before each edit, and until when, oldest first."""
    rows = tx.connection.execute(
        select(revisions).where(revisions.c.message_id == message_id).order_by(revisions.c.at, revisions.c.id)
    )
    return [(row.at, tx.open_json(contact_id, "revisions", "body", row.id, row.body_sealed)["text"]) for row in rows]


def since(tx: Transaction, conversation_id: str, contact_id: str, after_seq: int = 0, limit: int = 500) -> list[Message]:
    """The messages after `after_seq`, in order."""
    statement = (
        select(messages)
        .where(messages.c.conversation_id == conversation_id, messages.c.seq > after_seq)
        .order_by(messages.c.seq)
        .limit(limit)
    )
    return read(tx, contact_id, statement)


def latest(tx: Transaction, conversation_id: str, contact_id: str, limit: int = 200) -> list[Message]:
    """The last messages, in order."""
    statement = select(messages).where(messages.c.conversation_id == conversation_id).order_by(messages.c.seq.desc()).limit(limit)
    return read(tx, contact_id, statement)[::-1]


def get(tx: Transaction, message_id: str) -> Message:
    """One message. Raises NoResultFound."""
    contact_id = tx.connection.execute(
        select(conversations.c.contact_id).join_from(messages, conversations).where(messages.c.id == message_id)
    ).scalar_one()
    return read(tx, contact_id, select(messages).where(messages.c.id == message_id))[0]


def as_delivered(chosen: ColumnElement[bool]) -> Any:
    """The update of messages that `set_delivery` runs, for others who join it with a statement of theirs."""
    ref = func.coalesce(bindparam("new_ref", type_=messages.c.ref.type), messages.c.ref)
    values = {"delivery": bindparam("new_delivery"), "reason": bindparam("new_reason"), "ref": ref}
    return update(messages).where(chosen).values(values)


def delivery_values(delivery: Delivery, ref: str | None, reason: str | None) -> dict[str, Any]:
    return {"new_delivery": delivery, "new_ref": ref, "new_reason": reason}


DELIVERED = PreparedFor(lambda keys: as_delivered(messages.c.id.in_(keys)))


def set_delivery(
    tx: Transaction, message_ids: Sequence[str], delivery: Delivery, *, ref: str | None = None, reason: str | None = None
) -> None:
    """Keep how the sending went. A `ref` once known stays."""
    DELIVERED.run(tx, message_ids, **delivery_values(delivery, ref, reason))


def read(tx: Transaction, contact_id: str, statement: Select[Any]) -> list[Message]:
    rows = tx.connection.execute(statement).all()
    files = of_messages(tx, contact_id, [row.id for row in rows])
    return [opened(tx, contact_id, row, tuple(files.get(row.id, ()))) for row in rows]


def opened(tx: Transaction, contact_id: str, row: Row[Any], files: tuple[Media, ...] = ()) -> Message:
    """The message of a row of the table, opened with its contact's key."""
    content = tx.open_json(contact_id, "messages", "body", row.id, row.body_sealed)
    return Message(
        id=row.id,
        conversation_id=row.conversation_id,
        seq=row.seq,
        author=Author(row.author),
        staff_id=row.staff_id,
        kind=Kind(row.kind),
        text=content["text"],
        buttons=tuple(tuple(Button(*button) for button in buttons) for buttons in content.get("buttons", ())),
        extra=content.get("extra", {}),
        ref=row.ref,
        edits=row.edits,
        at=row.at,
        delivery=Delivery(row.delivery) if row.delivery else None,
        reason=row.reason,
        media=files,
    )
