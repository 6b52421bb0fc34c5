"""Staff sessions: who is signed in. Only the hash of a token is kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from storage import staff as staff_store
from storage.staff import Staff
from storage.staff_tables import staff, staff_sessions
from storage.transaction import Transaction

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(seconds=30)


@dataclass(frozen=True)
class StaffSession:
    """One signed-in browser. `csrf` must come with every change it asks for."""

    staff: Staff
    csrf: str
    seen_at: datetime


@dataclass(frozen=True)
class OpenSession:
    """One place where a member is signed in; `key` names it without opening it."""

    key: str
    began_at: datetime
    seen_at: datetime


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def start(tx: Transaction, staff_id: str, *, token: str, csrf: str, at: datetime) -> None:
    tx.connection.execute(
        insert(staff_sessions).values(token_hash=token_hash(token), staff_id=staff_id, csrf=csrf, created_at=at, seen_at=at)
    )


def find(tx: Transaction, token: str, now: datetime) -> StaffSession | None:
    """The session of a token: not idle too long, not older than the longest, of an active member."""
    row = tx.row(
        select(staff, staff_sessions.c.csrf, staff_sessions.c.seen_at)
        .join_from(staff_sessions, staff)
        .where(
            staff_sessions.c.token_hash == token_hash(token),
            staff_sessions.c.seen_at > now - IDLE,
            staff_sessions.c.created_at > now - LONGEST,
            staff.c.active.is_(True),
        )
    )
    return StaffSession(staff_store.from_row(tx, row), row.csrf, row.seen_at) if row else None


def seen(tx: Transaction, token: str, at: datetime) -> None:
    """A sign of life."""
    tx.connection.execute(update(staff_sessions).where(staff_sessions.c.token_hash == token_hash(token)).values(seen_at=at))


def end(tx: Transaction, token: str) -> None:
    tx.connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == token_hash(token)))


def of_member(tx: Transaction, staff_id: str, now: datetime) -> list[OpenSession]:
    """Where a member is signed in, the last seen first."""
    rows = tx.connection.execute(
        select(staff_sessions)
        .where(
            staff_sessions.c.staff_id == staff_id,
            staff_sessions.c.seen_at > now - IDLE,
            staff_sessions.c.created_at > now - LONGEST,
        )
        .order_by(staff_sessions.c.seen_at.desc())
    )
    return [OpenSession(row.token_hash.hex(), row.created_at, row.seen_at) for row in rows]


def end_one(tx: Transaction, staff_id: str, key: str) -> None:
    """End one of a member's own sessions; another's, or none, is left as it is."""
    mine = (staff_sessions.c.staff_id == staff_id) & (staff_sessions.c.token_hash == bytes.fromhex(key))
    tx.connection.execute(delete(staff_sessions).where(mine))


def end_all(tx: Transaction, staff_id: str) -> None:
    """Sign a member out everywhere."""
    tx.connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id))
