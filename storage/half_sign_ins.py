"""Half sign-ins: who has given the first proof and owes the second, or asks a passkey to say who they are. Minutes long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

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
    row = tx.row(
        select(half_sign_ins).where(
            half_sign_ins.c.token_hash == token_hash(token), half_sign_ins.c.at > now - VALID, half_sign_ins.c.tries < TRIES
        )
    )
    return HalfSignIn(row.staff_id, row.challenge) if row else None


def tried(tx: Transaction, token: str) -> None:
    """Count an attempt before it is looked at."""
    this = half_sign_ins.c.token_hash == token_hash(token)
    tx.connection.execute(update(half_sign_ins).where(this).values(tries=half_sign_ins.c.tries + 1))


def end(tx: Transaction, token: str) -> bool:
    """Use it up. False: somebody was quicker."""
    return bool(tx.connection.execute(delete(half_sign_ins).where(half_sign_ins.c.token_hash == token_hash(token))).rowcount)
