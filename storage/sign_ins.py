"""Sign-ins: failed attempts of the last while, by sign-in name and by origin, to slow down who guesses."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select

from storage.staff import login_key
from storage.staff_tables import sign_in_attempts
from storage.transaction import Transaction

WINDOW = timedelta(minutes=15)


def failed(tx: Transaction, *, id: str, login: str, origin: str, at: datetime) -> None:
    tx.connection.execute(
        insert(sign_in_attempts).values(
            id=id, login_key=login_key(tx, login), origin_key=tx.keys.index("sign_in.origin", origin), at=at
        )
    )
    tx.connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at < at - WINDOW))


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
