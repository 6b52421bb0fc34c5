"""Alarms: what is out of order now, and since when."""

from datetime import datetime

from sqlalchemy import delete, select

from helpline.alarms import Alarm
from storage.operation_tables import alarms
from storage.transaction import Transaction


def begin(tx: Transaction, alarm: Alarm, at: datetime) -> bool:
    """Whether it is new; what stands already is left as it is."""
    made = tx.connection.execute(tx.insert(alarms).values(name=alarm, since=at).on_conflict_do_nothing().returning(alarms.c.name))
    new = made.first() is not None
    if new:
        tx.hint("events")
    return new


def end(tx: Transaction, alarm: Alarm) -> bool:
    """Whether it stood."""
    ended = tx.connection.execute(delete(alarms).where(alarms.c.name == alarm)).rowcount > 0
    if ended:
        tx.hint("events")
    return ended


def standing(tx: Transaction) -> dict[Alarm, datetime]:
    """What is out of order, the gravest first; what a newer version calls out and this one does not know is left out."""
    found = {row.name: row.since for row in tx.connection.execute(select(alarms))}
    return {alarm: found[alarm] for alarm in Alarm if alarm in found}
