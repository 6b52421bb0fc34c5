"""Second desks: linked accounts from which a member reads and answers their own cases, after they have agreed to the risk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, select, update

from helpline.errors import HelplineError
from storage import staff as staff_store
from storage.second_desk_tables import second_desks
from storage.staff import Staff
from storage.staff_phones import Phone
from storage.staff_tables import staff
from storage.transaction import Transaction


class DeskTaken(HelplineError):
    """This account is already a colleague's second desk. Please link an account of your own."""


@dataclass(frozen=True)
class SecondDesk:
    """A member's second desk. `since` is None when they took their consent back; they may be switched off, which is for the
    reader to ask."""

    staff: Staff
    since: datetime | None
    chosen_id: str | None
    chosen_until: datetime | None

    def chosen(self, now: datetime) -> str | None:
        """The conversation to which words without an address go; None when none is chosen any more."""
        return self.chosen_id if self.chosen_until is not None and self.chosen_until > now else None


def address_key(tx: Transaction, channel: str, bot: str, address: str) -> bytes:
    return tx.keys.index("second_desks.address", f"{channel}:{bot}:{address}")


def switch_on(tx: Transaction, phone: Phone, at: datetime) -> None:
    """The member agrees: the linked account is a second desk from now on. Raises DeskTaken."""
    key = address_key(tx, phone.channel, phone.bot, phone.address)
    void = (second_desks.c.address_key == key) & second_desks.c.since.is_(None)
    tx.connection.execute(delete(second_desks).where(void | (second_desks.c.staff_id == phone.staff_id)))
    made = tx.insert(second_desks).values(staff_id=phone.staff_id, address_key=key, since=at).on_conflict_do_nothing()
    if not tx.connection.execute(made).rowcount:
        raise DeskTaken


def switch_off(tx: Transaction, staff_id: str) -> None:
    """The account is called, but shows nothing and takes nothing any more. It stays known, so that an answer which the member
    still writes there is never taken for a contact's words."""
    values = {"since": None, "chosen_id": None, "chosen_until": None}
    tx.connection.execute(update(second_desks).where(second_desks.c.staff_id == staff_id).values(**values))


WITH_STAFF: Select[Any] = select(staff, second_desks).join_from(second_desks, staff, staff.c.id == second_desks.c.staff_id)


def find(tx: Transaction, staff_id: str) -> SecondDesk | None:
    row = tx.row(WITH_STAFF.where(second_desks.c.staff_id == staff_id))
    return from_row(tx, row) if row else None


def at_address(tx: Transaction, channel: str, bot: str, address: str) -> SecondDesk | None:
    """Whose second desk this account is; also of a member who is switched off by now."""
    row = tx.row(WITH_STAFF.where(second_desks.c.address_key == address_key(tx, channel, bot, address)))
    return from_row(tx, row) if row else None


def choose(tx: Transaction, staff_id: str, conversation_id: str | None, until: datetime | None) -> None:
    """What is written without an address goes there until then; None: nowhere."""
    values = {"chosen_id": conversation_id, "chosen_until": until}
    tx.connection.execute(update(second_desks).where(second_desks.c.staff_id == staff_id).values(**values))


def from_row(tx: Transaction, row: Row[Any]) -> SecondDesk:
    return SecondDesk(staff_store.from_row(tx, row), row.since, row.chosen_id, row.chosen_until)
