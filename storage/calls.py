"""Calls: short messages that call a member of the staff to the console. They carry no content, and go again until they went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from helpline.cases import UNFINISHED
from helpline.severity import Severity
from helpline.takeover import Owner
from storage import staff_phones
from storage.staff_phones import Phone
from storage.staff_tables import calls
from storage.tables import cases, conversations
from storage.transaction import Transaction


class CallKind(StrEnum):
    """WAITING: somebody in danger waits. LINKED: this account will be called from now on. ALARM: the house needs a look."""

    WAITING = "waiting"
    LINKED = "linked"
    ALARM = "alarm"


@dataclass(frozen=True)
class Call:
    """A call that is due, and where it goes. `phone` is None when the account was unlinked meanwhile."""

    id: str
    kind: CallKind
    staff_id: str
    phone: Phone | None
    case_id: str | None
    attempts: int


@dataclass(frozen=True)
class Wait:
    """A crisis, or what may be one, that no counsellor has taken up, and how many calls it has had."""

    conversation_id: str
    case_id: str
    severity: Severity
    since: datetime
    unknown_since: datetime | None
    calls: int


def waits(tx: Transaction, severities: Iterable[Severity]) -> list[Wait]:
    """The crises that nobody has taken up, the longest wait first."""
    rows = tx.connection.execute(
        select(cases.c.conversation_id, cases.c.id, cases.c.severity, cases.c.waiting_since, cases.c.unknown_since, cases.c.calls)
        .join_from(cases, conversations)
        .where(
            cases.c.status.in_(UNFINISHED),
            cases.c.severity.in_(list(severities)) | cases.c.unknown_since.is_not(None),
            cases.c.waiting_since.is_not(None),
            conversations.c.owner != Owner.COUNSELLOR,
        )
        .order_by(cases.c.waiting_since)
    )
    return [Wait(r.conversation_id, r.id, Severity(r.severity), r.waiting_since, r.unknown_since, r.calls or 0) for r in rows]


def count(tx: Transaction, case_id: str) -> int:
    """How many calls the present wait of a case has had."""
    return tx.connection.execute(select(cases.c.calls).where(cases.c.id == case_id)).scalar_one() or 0


def set_count(tx: Transaction, case_id: str, number: int | None) -> None:
    tx.connection.execute(update(cases).where(cases.c.id == case_id).values(calls=number))


def put(
    tx: Transaction, staff_ids: Sequence[str], kind: CallKind, *, ids: Sequence[str], at: datetime, case_id: str | None = None
) -> None:
    """Queue a call to each of these members."""
    rows = [
        {"id": id, "staff_id": who, "case_id": case_id, "kind": kind, "attempts": 0, "due_at": at, "created_at": at}
        for id, who in zip(ids, staff_ids, strict=True)
    ]
    if rows:
        tx.connection.execute(insert(calls), rows)
        tx.hint("calls")


def due(tx: Transaction, now: datetime, limit: int, lease: timedelta) -> list[Call]:
    """Claim calls to make; who dies while calling leaves them to be claimed again when the lease ends."""
    rows = tx.connection.execute(
        select(calls).where(calls.c.due_at <= now).order_by(calls.c.due_at).limit(limit).with_for_update(skip_locked=True)
    ).all()
    claimed = calls.c.id.in_([row.id for row in rows])
    tx.connection.execute(update(calls).where(claimed).values(due_at=now + lease, attempts=calls.c.attempts + 1))
    return [called(tx, row) for row in rows]


def called(tx: Transaction, row: Row[Any]) -> Call:
    phone = staff_phones.find(tx, row.staff_id)
    return Call(row.id, CallKind(row.kind), row.staff_id, phone, row.case_id, row.attempts + 1)


def is_needed(tx: Transaction, call: Call) -> bool:
    """Whether somebody still waits; a call that has been overtaken is not made."""
    if call.case_id is None:
        return True
    return tx.row(select(cases.c.id).where(cases.c.id == call.case_id, cases.c.waiting_since.is_not(None))) is not None


def later(tx: Transaction, call_id: str, at: datetime) -> None:
    tx.connection.execute(update(calls).where(calls.c.id == call_id).values(due_at=at))


def done(tx: Transaction, call_id: str) -> None:
    tx.connection.execute(delete(calls).where(calls.c.id == call_id))
