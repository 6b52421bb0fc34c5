"""Tasks: what a human must look at besides the queue, such as a quarantined update or a request to be forgotten."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select, update

from storage.tables import tasks
from storage.transaction import Transaction


class TaskKind(StrEnum):
    """What there is to do."""

    QUARANTINE = "quarantine"
    BROKEN = "broken"
    ERASURE = "erasure"
    ASKED = "asked"
    GLASS = "glass"
    PLAN = "plan"
    FOLLOW_UP = "follow_up"
    UNSENT = "unsent"
    SWAP = "swap"
    CHECK_IN = "check_in"
    MISSED = "missed"


@dataclass(frozen=True)
class Task:
    """One task. `staff_id`: for whom it is, None for everybody at the desk; `conversation_id`: where to look."""

    id: str
    kind: TaskKind
    at: datetime
    inbox_id: str | None = None
    contact_id: str | None = None
    case_id: str | None = None
    due_at: datetime | None = None
    staff_id: str | None = None
    conversation_id: str | None = None


def add(tx: Transaction, task: Task) -> None:
    tx.connection.execute(insert(tasks).values(**vars(task)))


def add_once(tx: Transaction, task: Task) -> None:
    """Add it, unless there is one of its kind about this contact still to be done."""
    same = (tasks.c.kind == task.kind) & (tasks.c.contact_id == task.contact_id) & tasks.c.done_at.is_(None)
    if tx.row(select(tasks.c.id).where(same).limit(1)) is None:
        add(tx, task)


def open_tasks(tx: Transaction, limit: int = 200, *, staff_id: str | None = None) -> list[Task]:
    """What is still to be done, oldest first; with `staff_id`, without what is for another member."""
    statement = select(tasks).where(tasks.c.done_at.is_(None)).order_by(tasks.c.at).limit(limit)
    if staff_id is not None:
        statement = statement.where(tasks.c.staff_id.is_(None) | (tasks.c.staff_id == staff_id))
    names = Task.__dataclass_fields__
    return [
        Task(**{name: getattr(row, name) for name in names} | {"kind": TaskKind(row.kind)})
        for row in tx.connection.execute(statement)
    ]


def done(tx: Transaction, task_id: str, staff_id: str, at: datetime) -> None:
    tx.connection.execute(
        update(tasks).where(tasks.c.id == task_id, tasks.c.done_at.is_(None)).values(done_at=at, done_by=staff_id)
    )
