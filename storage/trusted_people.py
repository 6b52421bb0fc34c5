"""Trusted people: who may be told that a contact did not answer. Linked by the contact's code, which is kept as a keyed hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from storage.checkin_tables import trusted_people
from storage.tables import conversations
from storage.transaction import Transaction


@dataclass(frozen=True)
class Trust:
    """One person's trust in another. `relative_id` is None until the code is used."""

    id: str
    contact_id: str
    relative_id: str | None
    may_be_told: bool
    at_once: bool
    expires_at: datetime
    linked_at: datetime | None = None
    told_at: datetime | None = None


def key_of(tx: Transaction, code: str) -> bytes:
    return tx.keys.index("trusted_people.code", code)


def offer(tx: Transaction, trust: Trust, code: str, at: datetime) -> None:
    """A new code; one offered before and not used counts no more."""
    unused = (trusted_people.c.contact_id == trust.contact_id) & trusted_people.c.relative_id.is_(None)
    tx.connection.execute(update(trusted_people).where(unused, trusted_people.c.ended_at.is_(None)).values(ended_at=at))
    tx.connection.execute(
        insert(trusted_people).values(
            id=trust.id,
            contact_id=trust.contact_id,
            code_key=key_of(tx, code),
            may_be_told=trust.may_be_told,
            at_once=trust.at_once,
            made_at=at,
            expires_at=trust.expires_at,
        )
    )


def use(tx: Transaction, code: str, relative_id: str, at: datetime) -> Trust | None:
    """Link who has the code, once. None: no such code waits, or it is one's own."""
    free = (
        (trusted_people.c.code_key == key_of(tx, code))
        & trusted_people.c.relative_id.is_(None)
        & trusted_people.c.ended_at.is_(None)
        & (trusted_people.c.expires_at > at)
        & (trusted_people.c.contact_id != relative_id)
    )
    changed = update(trusted_people).where(free).values(relative_id=relative_id, linked_at=at).returning(trusted_people)
    row = tx.connection.execute(changed).first()
    return from_row(row) if row else None


def end(tx: Transaction, contact_id: str, at: datetime) -> int:
    """End all that this person trusts and is trusted with; how many links."""
    theirs = (trusted_people.c.contact_id == contact_id) | (trusted_people.c.relative_id == contact_id)
    ended = update(trusted_people).where(theirs, trusted_people.c.ended_at.is_(None)).values(ended_at=at, tell_at=None)
    return tx.connection.execute(ended).rowcount


def of_contact(tx: Transaction, contact_id: str) -> list[Trust]:
    """Whom the contact trusts now."""
    theirs = (trusted_people.c.contact_id == contact_id) & trusted_people.c.relative_id.is_not(None)
    statement = select(trusted_people).where(theirs, trusted_people.c.ended_at.is_(None)).order_by(trusted_people.c.linked_at)
    return [from_row(row) for row in tx.connection.execute(statement)]


def tell(tx: Transaction, contact_id: str, at: datetime, *, by_counsellor: bool) -> int:
    """Those who may be told of a silence are to be told; without a counsellor only those who may be told at once. How many."""
    may = (trusted_people.c.contact_id == contact_id) & trusted_people.c.may_be_told & trusted_people.c.relative_id.is_not(None)
    if not by_counsellor:
        may = may & trusted_people.c.at_once
    statement = update(trusted_people).where(may, trusted_people.c.ended_at.is_(None)).values(tell_at=at)
    return tx.connection.execute(statement).rowcount


def to_tell(tx: Transaction, now: datetime, limit: int = 100) -> Sequence[tuple[str, str]]:
    """Who is to be told now: the link and the relative's conversation."""
    rows = tx.connection.execute(
        select(trusted_people.c.id, conversations.c.id.label("conversation_id"))
        .join(conversations, conversations.c.contact_id == trusted_people.c.relative_id)
        .where(trusted_people.c.tell_at <= now)
        .order_by(trusted_people.c.tell_at)
        .limit(limit)
    )
    return [(row.id, row.conversation_id) for row in rows]


def take(tx: Transaction, trust_id: str, now: datetime) -> Trust | None:
    """Take it on, once. None: somebody else has, or the link has ended."""
    this = (trusted_people.c.id == trust_id) & trusted_people.c.tell_at.is_not(None) & trusted_people.c.ended_at.is_(None)
    taken = update(trusted_people).where(this).values(tell_at=None, told_at=now).returning(trusted_people)
    row = tx.connection.execute(taken).first()
    return from_row(row) if row else None


def from_row(row: Row[Any]) -> Trust:
    return Trust(
        row.id,
        row.contact_id,
        row.relative_id,
        row.may_be_told,
        row.at_once,
        row.expires_at,
        row.linked_at,
        row.told_at,
    )
