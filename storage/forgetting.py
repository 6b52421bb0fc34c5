"""Forgetting: a contact is hidden at once and destroyed later: key, words, files, cases. What stays is a number of nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from storage.operation_tables import forgetting, tombstones
from storage.tables import contacts, conversations, inbox, tasks, uploads
from storage.tasks import TaskKind
from storage.transaction import Transaction

GRACE = timedelta(hours=24)
"""Between hiding and destroying: who held the phone may not have been the contact; a slip of the hand can be called back."""
FORGOTTEN = "forgotten"
"""The hint at which every process drops the keys it remembers."""


@dataclass(frozen=True)
class Tombstone:
    """Who was destroyed, as a number and a keyed hash that nobody can turn back."""

    contact_id: str
    address_key: bytes
    at: datetime


def hide(tx: Transaction, contact_id: str, staff_id: str, at: datetime) -> None:
    """Hidden from the desk from now on, destroyed after the time of grace. Doing it twice changes nothing."""
    values = {"contact_id": contact_id, "staff_id": staff_id, "at": at, "due_at": at + GRACE}
    tx.connection.execute(tx.insert(forgetting).values(values).on_conflict_do_nothing())


def call_back(tx: Transaction, contact_id: str) -> bool:
    """Whether the contact was hidden, and now is not."""
    return bool(tx.connection.execute(delete(forgetting).where(forgetting.c.contact_id == contact_id)).rowcount)


def is_hidden(tx: Transaction, contact_id: str) -> bool:
    return tx.row(select(forgetting.c.contact_id).where(hidden(), forgetting.c.contact_id == contact_id)) is not None


def hidden_contacts(tx: Transaction) -> set[str]:
    """Whom the desk does not see."""
    return set(tx.connection.execute(select(forgetting.c.contact_id).where(hidden())).scalars())


def is_hidden_talk(tx: Transaction, conversation_id: str) -> bool:
    talk = conversations.c.contact_id == forgetting.c.contact_id
    found = select(conversations.c.id).join_from(conversations, forgetting, talk)
    return tx.row(found.where(hidden(), conversations.c.id == conversation_id)) is not None


def hidden() -> Any:
    """The condition: told to be forgotten, and silent since. Who writes again is there again."""
    talk = conversations.alias("talk")
    wrote = select(talk.c.id).where(talk.c.contact_id == forgetting.c.contact_id, talk.c.last_contact_at > forgetting.c.at)
    return ~wrote.correlate(forgetting).exists()


def due(tx: Transaction, now: datetime, limit: int = 20) -> list[str]:
    """Whose time of grace is over."""
    statement = select(forgetting.c.contact_id).where(forgetting.c.due_at <= now).order_by(forgetting.c.due_at).limit(limit)
    return list(tx.connection.execute(statement).scalars())


def finish(tx: Transaction, contact_id: str, now: datetime) -> bool:
    """Destroy who is still to be forgotten; who has written since is called back instead. Asked again under the lock."""
    tx.connection.execute(select(conversations.c.id).where(conversations.c.contact_id == contact_id).with_for_update())
    row = tx.row(select(forgetting).where(forgetting.c.contact_id == contact_id, forgetting.c.due_at <= now))
    if row is None:
        return False
    if not is_hidden(tx, contact_id):
        call_back(tx, contact_id)
        return False
    destroy(tx, contact_id, now, by=row.staff_id)
    return True


def destroy(tx: Transaction, contact_id: str, now: datetime, by: str | None = None) -> None:
    """Everything of this contact goes, now; other people's notes of them, such as a family's own case, are those people's."""
    key = tx.connection.execute(select(contacts.c.address_key).where(contacts.c.id == contact_id)).scalar_one_or_none()
    if key is None:
        return
    talks = select(conversations.c.id).where(conversations.c.contact_id == contact_id)
    its_tasks = or_(tasks.c.contact_id == contact_id, tasks.c.conversation_id.in_(talks))
    tx.connection.execute(tx.insert(tombstones).values(contact_id=contact_id, address_key=key, at=now).on_conflict_do_nothing())
    tx.connection.execute(
        update(tasks)
        .where(tasks.c.contact_id == contact_id, tasks.c.kind == TaskKind.ERASURE, tasks.c.done_at.is_(None))
        .values(done_at=now, done_by=by)
    )
    told = select(inbox.c.id).where(inbox.c.contact_id == contact_id)
    its_tasks = or_(its_tasks, tasks.c.inbox_id.in_(told))
    tx.connection.execute(delete(tasks).where(its_tasks, tasks.c.kind != TaskKind.ERASURE))
    tx.connection.execute(delete(inbox).where(inbox.c.contact_id == contact_id))
    tx.connection.execute(delete(uploads).where(uploads.c.address_key == key))
    tx.connection.execute(delete(contacts).where(contacts.c.id == contact_id))  # what hangs on it goes with it
    tx.contact_keys.pop(contact_id, None)
    tx.hint(FORGOTTEN)
    tx.hint("events")


def graves(tx: Transaction) -> list[Tombstone]:
    rows = tx.connection.execute(select(tombstones).order_by(tombstones.c.at, tombstones.c.contact_id))
    return [Tombstone(row.contact_id, row.address_key, row.at) for row in rows]


def count_graves(tx: Transaction) -> int:
    return tx.connection.execute(select(func.count()).select_from(tombstones)).scalar_one()


def replay(tx: Transaction, known: Iterable[Tombstone], now: datetime) -> int:
    """Destroy in a restored store who was destroyed since its backup; how many came back and are gone again."""
    again: Sequence[str] = [
        stone.contact_id
        for stone in known
        if tx.row(select(contacts.c.id).where(contacts.c.id == stone.contact_id, contacts.c.address_key == stone.address_key))
    ]
    for contact_id in again:
        destroy(tx, contact_id, now)
    have = {stone.contact_id for stone in graves(tx)}
    rows = [vars(stone) for stone in known if stone.contact_id not in have]
    if rows:
        tx.connection.execute(insert(tombstones), rows)
    return len(again)
