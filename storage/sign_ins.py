"""Sign-ins: failed attempts of the last while, by sign-in name and by origin, wrong codes by member: to slow down who guesses."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select

from helpline.errors import HelplineError
from storage.staff import login_key
from storage.staff_tables import sign_in_attempts
from storage.transaction import Transaction

WINDOW = timedelta(minutes=15)
ANYWHERE = b""
"""The origin of a wrong code: it counts wherever it comes from, and not against the place."""


class TooManyFailures(HelplineError):
    """Too many attempts have failed. Please wait 15 minutes and try again."""


def failed(tx: Transaction, *, id: str, login: str, origin: str, at: datetime) -> None:
    keep(tx, id, login_key(tx, login), tx.keys.index("sign_in.origin", origin), at)


def recent(tx: Transaction, *, login: str, origin: str, now: datetime) -> tuple[int, int]:
    """Failed attempts within the window: for this name from this origin, and from this origin in all.

    A stranger elsewhere who guesses at a name cannot lock its owner out.
    """
    origin_key = tx.keys.index("sign_in.origin", origin)
    within = (sign_in_attempts.c.at >= now - WINDOW) & (sign_in_attempts.c.origin_key == origin_key)
    counted = select(func.count()).select_from(sign_in_attempts)
    here = tx.connection.execute(counted.where(within)).scalar_one()
    name = tx.connection.execute(counted.where(within, sign_in_attempts.c.login_key == login_key(tx, login))).scalar_one()
    return int(name), int(here)


def code_failed(tx: Transaction, *, id: str, staff_id: str, at: datetime) -> None:
    keep(tx, id, code_key(tx, staff_id), ANYWHERE, at)


def recent_codes(tx: Transaction, staff_id: str, now: datetime) -> int:
    """Wrong codes for this member within the window, from anywhere."""
    theirs = (sign_in_attempts.c.login_key == code_key(tx, staff_id)) & (sign_in_attempts.c.at >= now - WINDOW)
    return int(tx.connection.execute(select(func.count()).select_from(sign_in_attempts).where(theirs)).scalar_one())


def clear_codes(tx: Transaction, staff_id: str) -> None:
    """A right code was given: the wrong ones before it count no more."""
    tx.connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.login_key == code_key(tx, staff_id)))


def code_key(tx: Transaction, staff_id: str) -> bytes:
    return tx.keys.index("sign_in.code", staff_id)


def keep(tx: Transaction, id: str, name_key: bytes, origin_key: bytes, at: datetime) -> None:
    """Keep a failure, and drop those that no longer count."""
    tx.connection.execute(insert(sign_in_attempts).values(id=id, login_key=name_key, origin_key=origin_key, at=at))
    tx.connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at < at - WINDOW))
