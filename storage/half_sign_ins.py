"""Half sign-ins: who has given the first proof and owes the second, or asks a passkey to say who they are. Minutes long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, select, update

from storage.staff_sessions import token_hash
from storage.staff_tables import half_sign_ins
from storage.transaction import Transaction

VALID = timedelta(minutes=5)
TRIES = 5


@dataclass(frozen=True)
class HalfSignIn:
    """`staff_id`: whose passphrase was right; None where a passkey is to tell."""

    staff_id: str | None
    challenge: bytes


def start(tx: Transaction, token: str, staff_id: str | None, challenge: bytes, at: datetime) -> None:
    tx.connection.execute(delete(half_sign_ins).where(half_sign_ins.c.at < at - VALID))
    tx.connection.execute(
        insert(half_sign_ins).values(token_hash=token_hash(token), staff_id=staff_id, challenge=challenge, tries=0, at=at)
    )


def find(tx: Transaction, token: str, now: datetime) -> HalfSignIn | None:
    """The half sign-in, while it is young and has not been tried too often."""
    row = tx.row(select(half_sign_ins).where(is_open(token, now)))
    return HalfSignIn(row.staff_id, row.challenge) if row else None


def tried(tx: Transaction, token: str, now: datetime) -> str | None:
    """Count an attempt before it is looked at, and say whose it is. None: too old, tried too often, or nobody's yet.

    Of many at once no more than TRIES get an answer.
    """
    counted = update(half_sign_ins).where(is_open(token, now)).values(tries=half_sign_ins.c.tries + 1)
    row = tx.row(counted.returning(half_sign_ins.c.staff_id))
    return row.staff_id if row else None


def is_open(token: str, now: datetime) -> ColumnElement[bool]:
    this = half_sign_ins.c.token_hash == token_hash(token)
    return this & (half_sign_ins.c.at > now - VALID) & (half_sign_ins.c.tries < TRIES)


def end(tx: Transaction, token: str) -> bool:
    """Use it up. False: somebody was quicker."""
    return bool(tx.connection.execute(delete(half_sign_ins).where(half_sign_ins.c.token_hash == token_hash(token))).rowcount)
