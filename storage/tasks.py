"""Tasks: what a human must look at besides the queue, such as a quarantined update or a request to be forgotten."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from storage.tables import tasks
from storage.transaction import Transaction


@dataclass(frozen=True)
class Task:
    """One task; `kind` is quarantine, broken or erasure."""

    id: str
    kind: str
    inbox_id: str | None
    contact_id: str | None
    case_id: str | None
    at: datetime
    due_at: datetime | None


def add(
    tx: Transaction,
    *,
    id: str,
    kind: str,
    at: datetime,
    contact_id: str | None = None,
    case_id: str | None = None,
    due_at: datetime | None = None,
) -> None:
    tx.connection.execute(insert(tasks).values(id=id, kind=kind, contact_id=contact_id, case_id=case_id, at=at, due_at=due_at))


def open_tasks(tx: Transaction, limit: int = 200) -> list[Task]:
    """What is still to be done, oldest first."""
    rows = tx.connection.execute(select(tasks).where(tasks.c.done_at.is_(None)).order_by(tasks.c.at).limit(limit))
    return [Task(r.id, r.kind, r.inbox_id, r.contact_id, r.case_id, r.at, r.due_at) for r in rows]


def done(tx: Transaction, task_id: str, staff_id: str, at: datetime) -> None:
    tx.connection.execute(
        update(tasks).where(tasks.c.id == task_id, tasks.c.done_at.is_(None)).values(done_at=at, done_by=staff_id)
    )
