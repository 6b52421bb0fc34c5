"""Processes: which ones live, by the signs they give. The database's clock counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from storage.operation_tables import processes
from storage.schema import newest
from storage.senders import store_now
from storage.transaction import Transaction

LIVING = timedelta(seconds=30)
"""Without a sign for so long, a process is taken for dead."""
REMEMBERED = timedelta(days=1)


@dataclass(frozen=True)
class Process:
    """One process that lives, the keys it seals with and has heard of, and the version of the tables that its code knows."""

    name: str
    role: str
    key_number: int
    newest_key: int
    schema: str
    seen_at: datetime

    @property
    def sends(self) -> bool:
        return self.role in ("run", "worker")


def beat(tx: Transaction, name: str, role: str) -> None:
    """Give a sign of life; long dead ones are forgotten."""
    now = store_now(tx)
    values = {"role": role, "key_number": tx.keys.active, "newest_key": max(tx.keys.sealing), "schema": newest(), "seen_at": now}
    tx.connection.execute(
        tx.insert(processes)
        .values(name=name, started_at=now, **values)
        .on_conflict_do_update(index_elements=["name"], set_=values)
    )
    tx.connection.execute(delete(processes).where(processes.c.seen_at < now - REMEMBERED))


def leave(tx: Transaction, name: str) -> None:
    tx.connection.execute(delete(processes).where(processes.c.name == name))


def living(tx: Transaction) -> list[Process]:
    """The processes that gave a sign lately."""
    rows = tx.connection.execute(select(processes).where(processes.c.seen_at > store_now(tx) - LIVING)).all()
    return [
        Process(row.name, row.role, row.key_number, row.newest_key or row.key_number, row.schema, row.seen_at) for row in rows
    ]
