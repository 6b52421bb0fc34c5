"""Backlog: how much waits, as numbers for those who watch over the house."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from helpline.delivery import Lane
from helpline.severity import Severity
from storage.senders import store_now
from storage.tables import cases, outbox, tasks
from storage.transaction import Transaction


@dataclass(frozen=True)
class Backlog:
    """Messages by lane, seconds since the oldest was due, cases that wait for a human by severity, open tasks by kind."""

    outbox: Mapping[str, int]
    oldest: float
    waiting: Mapping[str, int]
    tasks: Mapping[str, int]


def read(tx: Transaction) -> Backlog:
    lanes = counted(tx, outbox.c.lane)
    oldest = tx.connection.execute(select(func.min(outbox.c.due_at))).scalar_one()
    late = (store_now(tx) - oldest).total_seconds() if oldest else 0.0
    waiting = counted(tx, cases.c.severity, cases.c.waiting_since.is_not(None))
    return Backlog(
        {lane.name.lower(): lanes.get(int(lane), 0) for lane in Lane},
        max(0.0, late),
        {severity.value: waiting.get(severity.value, 0) for severity in Severity},
        counted(tx, tasks.c.kind, tasks.c.done_at.is_(None)),
    )


def counted(tx: Transaction, column: Any, *only: Any) -> dict[Any, int]:
    rows = tx.connection.execute(select(column, func.count()).where(*only).group_by(column)).all()
    return {value: number for value, number in rows}
