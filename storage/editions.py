"""Editions: the versions of the library's entries; the number of publications tells every process whether to read anew."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, text, update

from helpline.editions import OPEN, Change, Edition, EditionState, Row
from storage.edition_tables import editions
from storage.prepared import Prepared
from storage.transaction import Transaction

LOCK = 7_381_005
"""The advisory lock under which editors write on PostgreSQL. SQLite has one writer anyway."""


def lock(tx: Transaction) -> None:
    """One editor writes at a time, for as long as the transaction lasts."""
    if tx.is_postgresql:
        tx.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


VERSION = Prepared(select(func.coalesce(func.max(editions.c.published), 0).label("number")))


def version(tx: Transaction) -> int:
    """How many times the library was changed; looked at before each batch, so it is one look into an index."""
    return int(VERSION.rows(tx)[0].number)


def published(tx: Transaction) -> dict[str, tuple[Change, Row | None]]:
    """What stands over the shipped entries, by key."""
    statement = select(editions.c.key, editions.c.change, editions.c.row).where(editions.c.published.is_not(None))
    rows = tx.connection.execute(statement.order_by(editions.c.published)).all()
    return {row.key: (Change(row.change), row.row) for row in rows}


def history(tx: Transaction, key: str) -> list[Edition]:
    """All editions of an entry, the newest first."""
    statement = select(editions).where(editions.c.key == key).order_by(editions.c.number.desc())
    return [from_row(row) for row in tx.connection.execute(statement)]


def newest(tx: Transaction) -> Mapping[str, Sequence[Edition]]:
    """For each entry that was ever changed: what is open, and what is published last."""
    wanted = editions.c.state.in_(OPEN) | editions.c.published.is_not(None)
    found: dict[str, list[Edition]] = {}
    for row in tx.connection.execute(select(editions).where(wanted).order_by(editions.c.key, editions.c.number.desc())):
        found.setdefault(row.key, []).append(from_row(row))
    return found


def add(tx: Transaction, edition: Edition) -> None:
    """Keep an edition; what was open of the same entry is replaced by it."""
    its = (editions.c.key == edition.key) & editions.c.state.in_(OPEN)
    tx.connection.execute(update(editions).where(its).values(state=EditionState.REPLACED))
    values = {name: getattr(edition, name) for name in editions.c.keys()}  # noqa: SIM118 - a collection of columns, no dict.
    tx.connection.execute(insert(editions).values(**values))


def ask_for_review(tx: Transaction, edition: Edition) -> None:
    tx.connection.execute(update(editions).where(editions.c.id == edition.id).values(state=EditionState.REVIEW))


def decide(tx: Transaction, edition: Edition, *, publish: bool, by: str, at: datetime, note: str = "") -> int | None:
    """Publish an edition, or give it back with a note. Gives the library's new version where it was published."""
    number = version(tx) + 1 if publish else None
    state = EditionState.PUBLISHED if publish else EditionState.RETURNED
    values = {"state": state, "decided_by": by, "decided_at": at, "published": number, "note": note or edition.note}
    tx.connection.execute(update(editions).where(editions.c.id == edition.id).values(**values))
    return number


def from_row(row: Any) -> Edition:
    values = row._asdict()
    return Edition(**values | {"state": EditionState(row.state), "change": Change(row.change)})
