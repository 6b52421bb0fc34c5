"""Audit: the append-only record of what the staff did and read. The database itself refuses to change or remove an entry."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import insert, select, text

from helpline.audit import BEGINNING, Entry, link
from storage.desk_tables import audit
from storage.transaction import Transaction

LOCK = 7_381_002
"""The advisory lock under which entries are chained on PostgreSQL. SQLite has one writer anyway."""

SAME_READING = timedelta(minutes=1)
"""Who goes on reading the same thing within this time makes no further entry."""


def append(tx: Transaction, *, at: datetime, actor: str, action: str, subject: str, granted: bool) -> None:
    """Add an entry at the end of the chain."""
    if tx.is_postgresql:
        tx.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    last = tx.row(select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1))
    entry = Entry((last.number if last else 0) + 1, at, actor, action, subject, granted)
    hashed = link(last.hash if last else BEGINNING, entry)
    tx.connection.execute(insert(audit).values(**vars(entry), hash=hashed))


def was_just_read(tx: Transaction, *, now: datetime, actor: str, action: str, subject: str) -> bool:
    """Whether this member has an entry for reading this very thing from a moment ago."""
    same = (audit.c.actor == actor) & (audit.c.subject == subject) & (audit.c.action == action)
    recent = (audit.c.at > now - SAME_READING) & audit.c.granted
    return tx.row(select(audit.c.number).where(same, recent).limit(1)) is not None


def latest(tx: Transaction, *, before: int | None = None, actor: str | None = None, limit: int = 100) -> list[Entry]:
    """The last entries, the newest first; `before`: only those with a lower number."""
    statement = select(audit).order_by(audit.c.number.desc()).limit(limit)
    if before is not None:
        statement = statement.where(audit.c.number < before)
    if actor is not None:
        statement = statement.where(audit.c.actor == actor)
    return [entry_of(row) for row in tx.connection.execute(statement)]


def chain(tx: Transaction, batch: int = 5000) -> Iterator[tuple[Entry, str]]:
    """Every entry with its hash, from the first on."""
    number = 0
    while rows := tx.connection.execute(select(audit).where(audit.c.number > number).order_by(audit.c.number).limit(batch)).all():
        yield from ((entry_of(row), row.hash) for row in rows)
        number = rows[-1].number


def entry_of(row: object) -> Entry:
    return Entry(**{name: getattr(row, name) for name in ("number", "at", "actor", "action", "subject", "granted")})
