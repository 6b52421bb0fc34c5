"""The roster as it is kept: shifts, the days that were swapped, holidays, and who says to be away."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from helpline.roster import Presence, Shift, on_duty
from storage.roster_tables import holidays, presences, shifts, swaps
from storage.staff_tables import staff
from storage.transaction import Transaction


@dataclass(frozen=True)
class Swap:
    """A day of a shift that its owner asks a colleague to take; it is theirs once they have agreed."""

    id: str
    shift_id: str
    day: date
    staff_id: str
    accepted_at: datetime | None


def add(tx: Transaction, shift: Shift) -> None:
    values = vars(shift) | {"weekdays": "".join(map(str, sorted(shift.weekdays)))}
    tx.connection.execute(insert(shifts).values(**values))


def end(tx: Transaction, shift_id: str, last_day: date) -> None:
    """The shift's last day; one that has not begun by then is removed."""
    tx.connection.execute(delete(shifts).where(shifts.c.id == shift_id, shifts.c.first_day > last_day))
    tx.connection.execute(update(shifts).where(shifts.c.id == shift_id).values(last_day=last_day))


def all_shifts(tx: Transaction, since: date) -> list[Shift]:
    """The shifts of active members that are not over by this day."""
    running = shifts.c.last_day.is_(None) | (shifts.c.last_day >= since)
    rows = tx.connection.execute(
        select(shifts).join_from(shifts, staff).where(running, staff.c.active.is_(True)).order_by(shifts.c.starts, shifts.c.id)
    )
    return [from_row(row) for row in rows]


def find(tx: Transaction, shift_id: str) -> Shift | None:
    row = tx.row(select(shifts).where(shifts.c.id == shift_id))
    return from_row(row) if row else None


def from_row(row: Row[Any]) -> Shift:
    names = ("id", "staff_id", "zone", "starts", "ends", "first_day", "last_day", "on_holidays")
    return Shift(**{name: getattr(row, name) for name in names}, weekdays=frozenset(map(int, row.weekdays)))


def ask_swap(tx: Transaction, swap: Swap) -> None:
    """Ask for a day; an earlier question about the same day is forgotten."""
    tx.connection.execute(delete(swaps).where(swaps.c.shift_id == swap.shift_id, swaps.c.day == swap.day))
    tx.connection.execute(insert(swaps).values(**vars(swap)))


def accept_swap(tx: Transaction, swap_id: str, staff_id: str, at: datetime) -> bool:
    """The asked colleague agrees. False: nobody asked them, or they agreed before."""
    theirs = (swaps.c.id == swap_id) & (swaps.c.staff_id == staff_id) & swaps.c.accepted_at.is_(None)
    return bool(tx.connection.execute(update(swaps).where(theirs).values(accepted_at=at)).rowcount)


def swaps_since(tx: Transaction, since: date) -> list[Swap]:
    rows = tx.connection.execute(select(swaps).where(swaps.c.day >= since).order_by(swaps.c.day, swaps.c.id))
    return [Swap(row.id, row.shift_id, row.day, row.staff_id, row.accepted_at) for row in rows]


def agreed(found: list[Swap]) -> dict[tuple[str, date], str]:
    """By shift and day: who has taken it over."""
    return {(swap.shift_id, swap.day): swap.staff_id for swap in found if swap.accepted_at}


def set_holiday(tx: Transaction, day: date, name: str | None) -> None:
    """Name a holiday, or with None make it a day like any other."""
    tx.connection.execute(delete(holidays).where(holidays.c.day == day))
    if name is not None:
        tx.connection.execute(insert(holidays).values(day=day, name=name))


def holidays_since(tx: Transaction, since: date) -> dict[date, str]:
    rows = tx.connection.execute(select(holidays).where(holidays.c.day >= since).order_by(holidays.c.day))
    return {row.day: row.name for row in rows}


def on_duty_now(tx: Transaction, now: datetime) -> list[str]:
    """Who is on duty at this instant."""
    since = now.date() - timedelta(days=2)
    days = holidays_since(tx, since)
    return on_duty(all_shifts(tx, since), now, agreed(swaps_since(tx, since)), days.keys())


def set_presence(tx: Transaction, staff_id: str, state: Presence, at: datetime) -> None:
    tx.connection.execute(delete(presences).where(presences.c.staff_id == staff_id))
    tx.connection.execute(insert(presences).values(staff_id=staff_id, state=state, at=at))


def presence_of(tx: Transaction) -> dict[str, Presence]:
    """What each member says; who never said anything is left out."""
    return {row.staff_id: Presence(row.state) for row in tx.connection.execute(select(presences))}
