"""Tasks: what a human must look at besides the queue, such as a quarantined update or a request to be forgotten."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, func, insert, select, union_all, update

from storage.tables import conversations, tasks
from storage.transaction import Transaction

OF_A_KIND = 20
"""How many tasks of one kind are shown. Strangers can make them by the thousand, and must not hide the others with them."""
NO_MORE: Mapping["TaskKind", int] = MappingProxyType({})


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


def open_tasks(
    tx: Transaction,
    limit: int = OF_A_KIND,
    *,
    staff_id: str | None = None,
    unseen: Collection[str] = (),
    more: Mapping[TaskKind, int] = NO_MORE,
) -> list[Task]:
    """What is still to be done, oldest first, at most `limit` of each kind, or what `more` says; for whom as in `to_do`."""
    found = to_do(staff_id, unseen)
    oldest = (found.where(tasks.c.kind == kind).order_by(tasks.c.at).limit(more.get(kind, limit)).subquery() for kind in TaskKind)
    rows = tx.connection.execute(union_all(*map(select, oldest)))
    return sorted(map(from_row, rows), key=lambda task: task.at)


def count_open(tx: Transaction, *, staff_id: str | None = None, unseen: Collection[str] = ()) -> dict[TaskKind, int]:
    """How many of each kind are still to be done; for whom and of whom as in `to_do`."""
    found = to_do(staff_id, unseen).with_only_columns(tasks.c.kind, func.count().label("number"))
    rows = tx.connection.execute(found.where(tasks.c.kind.in_(list(TaskKind))).group_by(tasks.c.kind))
    return {TaskKind(row.kind): row.number for row in rows}


def open_task(tx: Transaction, task_id: str, *, staff_id: str, unseen: Collection[str]) -> Task | None:
    """This one, while it is to be done; None when it is not this member's to see."""
    row = tx.row(to_do(staff_id, unseen).where(tasks.c.id == task_id))
    return from_row(row) if row else None


def to_do(staff_id: str | None, unseen: Collection[str]) -> Any:
    """Without what is about the contacts in `unseen`; with `staff_id`, without what is for another member."""
    about = func.coalesce(tasks.c.contact_id, conversations.c.contact_id)
    statement = (
        select(tasks)
        .outerjoin(conversations, conversations.c.id == tasks.c.conversation_id)
        .where(tasks.c.done_at.is_(None), about.is_(None) | about.not_in(unseen))
    )
    return statement if staff_id is None else statement.where(tasks.c.staff_id.is_(None) | (tasks.c.staff_id == staff_id))


def from_row(row: Row[Any]) -> Task:
    return Task(**{name: getattr(row, name) for name in Task.__dataclass_fields__} | {"kind": TaskKind(row.kind)})


def done(tx: Transaction, task_id: str, staff_id: str, at: datetime) -> None:
    tx.connection.execute(
        update(tasks).where(tasks.c.id == task_id, tasks.c.done_at.is_(None)).values(done_at=at, done_by=staff_id)
    )
