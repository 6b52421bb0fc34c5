"""Staff phones: the messenger account by which a member of the staff is called. A code, sent from there, links it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, delete, select, update

from storage.second_desk_tables import second_desks, slips
from storage.staff_tables import staff, staff_phones
from storage.transaction import Transaction

VALID = timedelta(minutes=15)


@dataclass(frozen=True)
class Phone:
    """A linked account."""

    staff_id: str
    channel: str
    bot: str
    address: str
    language: str
    linked_at: datetime


def offer(tx: Transaction, staff_id: str, code: str, at: datetime) -> None:
    """Let whoever sends this code within its time be the member's phone. An earlier code is void; an earlier link stays."""
    values = {"code_hash": code_hash(tx, code), "code_until": at + VALID}
    statement = tx.insert(staff_phones).values(staff_id=staff_id, **values)
    tx.connection.execute(statement.on_conflict_do_update(index_elements=["staff_id"], set_=values))


def link(tx: Transaction, code: str, *, channel: str, bot: str, address: str, at: datetime) -> str | None:
    """Use a code up; the id of the member whose phone this is now. None: no such code, or too late."""
    row = tx.row(
        select(staff_phones.c.staff_id)
        .join_from(staff_phones, staff)
        .where(staff_phones.c.code_hash == code_hash(tx, code), staff_phones.c.code_until > at, staff.c.active)
        .with_for_update(of=staff_phones)
    )
    if row is None:
        return None
    sealed = tx.seal_text(None, "staff_phones", "address", row.staff_id, address)
    values = {"code_hash": None, "code_until": None, "channel": channel, "bot": bot, "address_sealed": sealed, "linked_at": at}
    tx.connection.execute(update(staff_phones).where(staff_phones.c.staff_id == row.staff_id).values(**values))
    # What was agreed to for one account holds for no other, and in another chat the same number is another message.
    for table in (second_desks, slips):
        tx.connection.execute(delete(table).where(table.c.staff_id == row.staff_id))
    return str(row.staff_id)


def unlink(tx: Transaction, staff_id: str) -> None:
    tx.connection.execute(delete(staff_phones).where(staff_phones.c.staff_id == staff_id))


def find(tx: Transaction, staff_id: str, *, also_inactive: bool = False) -> Phone | None:
    """The linked account of an active member."""
    statement = (
        select(staff_phones, staff.c.language)
        .join_from(staff_phones, staff)
        .where(staff_phones.c.staff_id == staff_id, staff_phones.c.linked_at.is_not(None))
    )
    row = tx.row(statement if also_inactive else statement.where(staff.c.active))
    return from_row(tx, row) if row else None


def code_hash(tx: Transaction, code: str) -> bytes:
    return tx.keys.index("staff_phones.code", code.strip().upper())


def from_row(tx: Transaction, row: Row[tuple[object, ...]]) -> Phone:
    address = tx.open_text(None, "staff_phones", "address", row.staff_id, row.address_sealed)
    return Phone(row.staff_id, row.channel, row.bot, address, row.language, row.linked_at)
