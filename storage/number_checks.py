"""Number checks: who called a number of the directory, when, and what they heard."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from helpline.directory import Heard
from storage.asked_tables import number_checks
from storage.transaction import Transaction


@dataclass(frozen=True)
class NumberCheck:
    """One call to check an entry of the directory. `note` is what was heard, in the caller's words."""

    id: str
    entry: str
    staff_id: str
    at: datetime
    heard: Heard
    note: str


def add(tx: Transaction, check: NumberCheck) -> None:
    tx.connection.execute(insert(number_checks).values(**vars(check)))


def latest(tx: Transaction) -> dict[str, NumberCheck]:
    """The last check of each entry that was ever checked."""
    place = func.row_number().over(partition_by=number_checks.c.entry, order_by=number_checks.c.at.desc())
    ranked = select(number_checks, place.label("place")).subquery()
    names = NumberCheck.__dataclass_fields__
    rows = tx.connection.execute(select(ranked).where(ranked.c.place == 1))
    return {row.entry: NumberCheck(**{name: getattr(row, name) for name in names} | {"heard": Heard(row.heard)}) for row in rows}
