"""The queue: the cases that wait for or are with a human, as bare facts; no name and no content."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, case, func, literal_column, select

from helpline.cases import UNFINISHED, Case
from helpline.events import Event
from helpline.takeover import Owner
from helpline.targets import UNKNOWN
from storage import cases as cases_store
from storage.tables import cases, contacts, conversations, events, messages
from storage.transaction import Transaction

SAFE_WORD_SAID: ColumnElement[str] = literal_column(f"'{Event.SAFE_WORD_SAID.value}'")
"""Written out in the statement, so that both databases know that `ix_events_safe_word` holds all of them."""


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue. `unread` counts what the contact wrote since a counsellor last spoke; `safe_word_said`: ever."""

    case: Case
    conversation_id: str
    designation: str
    country: str | None
    language: str
    reachable: bool
    owner: Owner
    counsellor_id: str | None
    waiting_since: datetime | None
    last_contact_at: datetime | None
    unread: int
    safe_word_said: bool
    snoozed_until: datetime | None = None


def rows(tx: Transaction, limit: int = 500) -> list[QueueRow]:
    """The open cases: the most severe first, then those who wait longest, then the others by age.

    What came without words stands as high as what it waits as.
    """
    spoken = (
        select(func.coalesce(func.max(messages.c.seq), 0))
        .where(messages.c.conversation_id == conversations.c.id, messages.c.author == "counsellor")
        .correlate(conversations)
        .scalar_subquery()
    )
    unread = (
        select(func.count())
        .where(messages.c.conversation_id == conversations.c.id, messages.c.author == "contact", messages.c.seq > spoken)
        .correlate(conversations)
        .scalar_subquery()
    )
    said = select(events.c.number).where(events.c.conversation_id == conversations.c.id, events.c.event == SAFE_WORD_SAID)
    urgency = case((cases.c.unknown_since.is_not(None) & (cases.c.severity > UNKNOWN), UNKNOWN.value), else_=cases.c.severity)
    statement = (
        select(
            *cases.c,
            contacts.c.designation,
            contacts.c.country.label("present_country"),
            contacts.c.language.label("present_language"),
            contacts.c.reachable,
            conversations.c.owner,
            conversations.c.counsellor_id,
            conversations.c.last_contact_at,
            unread.label("unread"),
            said.exists().label("safe_word_said"),
        )
        .select_from(
            cases.join(conversations, conversations.c.id == cases.c.conversation_id).join(
                contacts, contacts.c.id == cases.c.contact_id
            )
        )
        .where(cases.c.status.in_(UNFINISHED))
        .order_by(urgency, cases.c.waiting_since.is_(None), cases.c.waiting_since, cases.c.opened_at)
        .limit(limit)
    )
    return [from_row(cast("Row[Any]", row)) for row in tx.connection.execute(statement)]


def from_row(row: Row[Any]) -> QueueRow:
    return QueueRow(
        case=cases_store.from_row(row),
        conversation_id=row.conversation_id,
        designation=row.designation,
        country=row.present_country,
        language=row.present_language,
        reachable=row.reachable,
        owner=Owner(row.owner),
        counsellor_id=row.counsellor_id,
        waiting_since=row.waiting_since,
        last_contact_at=row.last_contact_at,
        unread=row.unread,
        safe_word_said=row.safe_word_said,
        snoozed_until=row.snoozed_until,
    )
