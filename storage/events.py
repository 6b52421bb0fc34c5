"""Events: numbered facts without content. A reader with a cursor misses none and sees none twice."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql

from helpline.events import Event
from storage.prepared import Prepared, inserting
from storage.tables import cases, contacts, conversations, events
from storage.transaction import Transaction

NAMES = ("at", "event", "actor", "contact_id", "conversation_id", "case_id", "data")
LOCK = select(func.pg_advisory_xact_lock(7_381_001).label("locked")).cte("lock")
"""The advisory lock under which events are numbered on PostgreSQL, so that a lower number is never seen after a higher one: a
row is numbered only when it comes out of the lock."""
GIVEN = select(*(bindparam(name, type_=events.c[name].type).label(name) for name in NAMES)).select_from(LOCK)
INSERT = {
    "sqlite": Prepared(inserting(events, *NAMES)),
    "postgresql": Prepared(postgresql.insert(events).inline().from_select(NAMES, GIVEN, include_defaults=False)),
}


@dataclass(frozen=True)
class EventRow:
    """One fact. `actor` is contact, bot, system or the id of a member of the staff."""

    number: int
    at: datetime
    event: Event
    actor: str
    contact_id: str | None
    conversation_id: str | None
    case_id: str | None
    data: dict[str, Any]


def record(
    tx: Transaction,
    event: Event,
    *,
    at: datetime,
    actor: str,
    contact_id: str | None = None,
    conversation_id: str | None = None,
    case_id: str | None = None,
    **data: Any,
) -> None:
    """Record a fact; it is numbered when the transaction commits. `data`: codes and numbers only, never content."""
    tx.pending_events.append(
        {
            "at": at,
            "event": event,
            "actor": actor,
            "contact_id": contact_id,
            "conversation_id": conversation_id,
            "case_id": case_id,
            "data": data,
        }
    )


def flush(tx: Transaction) -> None:
    """Number and insert the events gathered; the last act before commit, since it queues behind others who do the same."""
    if not tx.pending_events:
        return
    INSERT[tx.dialect].run_many(tx, tx.pending_events)
    tx.hint("events")


def since(tx: Transaction, number: int, limit: int = 500) -> list[EventRow]:
    """The facts after `number`, in order, each with its contact; of whoever is no more, only that something was."""
    about = func.coalesce(events.c.contact_id, conversations.c.contact_id, cases.c.contact_id)
    statement = (
        select(events, about.label("about"), contacts.c.id.label("present"))
        .outerjoin(conversations, conversations.c.id == events.c.conversation_id)
        .outerjoin(cases, cases.c.id == events.c.case_id)
        .outerjoin(contacts, contacts.c.id == about)
        .where(events.c.number > number)
    )
    rows = tx.connection.execute(statement.order_by(events.c.number).limit(limit))
    return [replace(from_row(row), contact_id=row.about) if row.present else nowhere(from_row(row)) for row in rows]


def nowhere(row: EventRow) -> EventRow:
    return replace(row, contact_id=None, conversation_id=None, case_id=None)


def has_happened(tx: Transaction, conversation_id: str, event: Event) -> bool:
    """Whether this has ever happened in the conversation."""
    its = (events.c.conversation_id == conversation_id) & (events.c.event == event)
    return tx.row(select(events.c.number).where(its).limit(1)) is not None


def last_number(tx: Transaction) -> int:
    """The number of the newest fact; 0 in an empty store."""
    return int(tx.connection.execute(select(func.coalesce(func.max(events.c.number), 0))).scalar_one())


def timeline(tx: Transaction, conversation_id: str, limit: int = 500) -> list[EventRow]:
    """What happened in one conversation, in order."""
    rows = tx.connection.execute(
        select(events).where(events.c.conversation_id == conversation_id).order_by(events.c.number.desc()).limit(limit)
    ).all()
    return [from_row(row) for row in reversed(rows)]


def from_row(row: Any) -> EventRow:
    return EventRow(
        row.number, row.at, Event(row.event), row.actor, row.contact_id, row.conversation_id, row.case_id, dict(row.data)
    )
