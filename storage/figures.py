"""Figures: how many cases of which kind, and how long people waited. Counts only; nobody is named."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, func, select

from storage.tables import cases
from storage.transaction import Transaction


def counted(tx: Transaction, column: str, since: datetime) -> dict[str, int]:
    """How many cases were opened since then, by one of `topic`, `severity`, `country`, `status`, `close_reason`."""
    by: Column[Any] = cases.c[column]
    rows = tx.connection.execute(select(by, func.count()).where(cases.c.opened_at >= since).group_by(by))
    return {str(value): int(count) for value, count in rows if value is not None}


def waits(tx: Transaction, since: datetime) -> list[tuple[str, datetime, datetime]]:
    """For each case that a human has answered: its severity, when it was opened, and when it had its first answer."""
    rows = tx.connection.execute(
        select(cases.c.severity, cases.c.opened_at, cases.c.first_answered_at).where(
            cases.c.opened_at >= since, cases.c.first_answered_at.is_not(None)
        )
    )
    return [(row.severity, row.opened_at, row.first_answered_at) for row in rows]
