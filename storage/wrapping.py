"""Wrapping: what the ring's keys have sealed, sealed anew with the active one. In small steps; whenever it stops, it goes on.

Every column named `…_sealed`, the contacts' wrapped keys, and the key check hold the number of their key in their second byte;
number 0 is the contact's own key, which stays as it is.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, LargeBinary, func, select, update

from storage.columns import metadata
from storage.keycheck import KEY
from storage.sealing import CannotOpen, place
from storage.tables import contact_keys, meta
from storage.transaction import Transaction

STEP = 500
OWN_KEY = b"\x00"

Sealed = Column[Any]


def columns() -> Iterator[Sealed]:
    """Where the ring may have sealed something."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary) and column.name.endswith("_sealed"):
                yield column
    yield contact_keys.c.wrapped
    yield meta.c.value


def id_of(column: Sealed) -> Sealed:
    """The column of the row's name in the seal: the first of its key."""
    found: Sealed = next(iter(column.table.primary_key.columns))
    return found


def number_of(column: Sealed) -> Any:
    return func.substr(column, 2, 1, type_=LargeBinary)


def sealed_by_ring(column: Sealed) -> Any:
    some = (func.length(column) > 2) & (number_of(column) != OWN_KEY)
    return some & (meta.c.key == KEY) if column.table is meta else some


def left(tx: Transaction, column: Sealed, number: int) -> int:
    """How many values of the column the key of this number has sealed."""
    statement = select(func.count()).where(sealed_by_ring(column), number_of(column) == bytes([number]))
    return int(tx.connection.execute(statement).scalar_one())


def still_sealed(tx: Transaction, number: int) -> int:
    """How many values in all still need the key of this number."""
    return sum(left(tx, column, number) for column in columns())


def wrap_step(tx: Transaction, column: Sealed, after: str) -> tuple[int, str | None]:
    """Seal up to STEP values anew, in the order of their rows; how many, and after which row to go on (None: none is left).

    What does not open is left as it is: it is broken already, and is counted by `still_sealed`.
    """
    row_id, active = id_of(column), tx.keys.active
    rows = tx.connection.execute(
        select(row_id, column)
        .where(sealed_by_ring(column), number_of(column) != bytes([active]), row_id > after)
        .order_by(row_id)
        .limit(STEP)
        .with_for_update()
    ).all()
    done = 0
    for name, sealed in rows:
        where = place(column.table.name, column.name.removesuffix("_sealed"), name)
        try:
            anew = tx.keys.seal(tx.keys.open(bytes(sealed), where), where)
        except CannotOpen:
            continue
        done += tx.connection.execute(update(column.table).where(row_id == name).values({column: anew})).rowcount
    return done, rows[-1][0] if rows else None
