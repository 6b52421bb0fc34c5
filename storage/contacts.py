"""Contacts: who writes. Their address and name are sealed; a keyed hash of the address finds them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, case, select, update

from helpline.contacts import Contact, Situation
from storage.prepared import DIALECTS, Prepared, inserting
from storage.tables import contact_keys, contacts
from storage.transaction import Transaction

KEY_BYTES = 32


def address_key(tx: Transaction, channel: str, bot: str, address: str) -> bytes:
    """The keyed hash under which an address is looked up."""
    return tx.keys.index("contacts.address", f"{channel}\x00{bot}\x00{address}")


def find_by_address(tx: Transaction, channel: str, bot: str, address: str) -> Contact | None:
    row = tx.row(select(contacts).where(contacts.c.address_key == address_key(tx, channel, bot, address)))
    return from_row(tx, row) if row else None


KEEP_KEY = Prepared(inserting(contact_keys, "contact_id", "wrapped"))
ARRIVING = ("id", "channel", "bot", "address_key", "address_sealed", "name_sealed", "designation", "language", "reachable")
ARRIVE = {
    dialect: Prepared(
        inserting(contacts, *ARRIVING, "created_at", dialect=dialect)
        .on_conflict_do_nothing(index_elements=["address_key"])
        .returning(contacts.c.id)
    )
    for dialect in DIALECTS
}


@dataclass(frozen=True)
class Arrival:
    """Who writes for the first time, to which bot and from which address; `key`: 32 new bytes that will seal what is theirs."""

    contact: Contact
    bot: str
    address: str
    key: bytes


def arrive(tx: Transaction, arrivals: Sequence[Arrival], at: datetime) -> list[Contact]:
    """Keep new contacts, in the order given; who arrived meanwhile through another process is returned instead."""
    tx.fresh_keys |= {arrival.contact.id: arrival.key for arrival in arrivals}
    made = {row.id for row in ARRIVE[tx.dialect].rows_of_many(tx, [arriving(tx, arrival, at) for arrival in arrivals])}
    KEEP_KEY.run_many(tx, [{"contact_id": id, "wrapped": tx.wrapped(id, tx.fresh_keys[id])} for id in sorted(made)])
    return [arrival.contact if arrival.contact.id in made else arrived_before(tx, arrival) for arrival in arrivals]


def arriving(tx: Transaction, arrival: Arrival, at: datetime) -> dict[str, Any]:
    """The row of a new contact."""
    contact, bot, address = arrival.contact, arrival.bot, arrival.address
    return {
        "id": contact.id,
        "channel": contact.channel,
        "bot": bot,
        "address_key": address_key(tx, contact.channel, bot, address),
        "address_sealed": tx.seal_text(contact.id, "contacts", "address", contact.id, address),
        "name_sealed": name_sealed(tx, contact),
        "designation": contact.designation,
        "language": contact.language,
        "reachable": True,
        "created_at": at,
    }


def arrived_before(tx: Transaction, arrival: Arrival) -> Contact:
    """The contact whom another process has just made of this address."""
    del tx.fresh_keys[arrival.contact.id]
    found = find_by_address(tx, arrival.contact.channel, arrival.bot, arrival.address)
    assert found is not None
    return found


def name_sealed(tx: Transaction, contact: Contact) -> bytes | None:
    return tx.seal_text(contact.id, "contacts", "name", contact.id, contact.name) if contact.name else None


def get(tx: Transaction, contact_id: str) -> Contact:
    return from_row(tx, tx.connection.execute(select(contacts).where(contacts.c.id == contact_id)).one())


LEARNT = ("language", "situation", "country", "consent_version", "zone", "name_sealed")
IS_KNOWN = contacts.c.consent_version == bindparam("consent_version")
LEARN = Prepared(
    update(contacts)
    .where(contacts.c.id == bindparam("of_id"))
    .values({name: bindparam(name) for name in LEARNT})
    .values(consent_at=case((IS_KNOWN, contacts.c.consent_at), else_=bindparam("consent_at", type_=contacts.c.consent_at.type)))
)


def save(tx: Transaction, learnt: Sequence[Contact], at: datetime) -> None:
    """Keep what was learnt of these contacts; `at` dates a consent that is new."""
    rows = [
        {
            "of_id": contact.id,
            "language": contact.language,
            "situation": contact.situation,
            "country": contact.country,
            "consent_version": contact.consent_version,
            "zone": contact.zone,
            "consent_at": at if contact.consent_version is not None else None,
            "name_sealed": name_sealed(tx, contact),
        }
        for contact in learnt
    ]
    LEARN.run_many(tx, rows)


def address(tx: Transaction, contact_id: str) -> str:
    """Where a channel reaches the contact, such as Telegram's chat id."""
    sealed = tx.connection.execute(select(contacts.c.address_sealed).where(contacts.c.id == contact_id)).scalar_one()
    return tx.open_text(contact_id, "contacts", "address", contact_id, sealed)


def set_reachable(tx: Transaction, contact_id: str, reachable: bool) -> bool:
    """Note whether messages arrive at all; True when that is news."""
    changed = tx.connection.execute(
        update(contacts).where(contacts.c.id == contact_id, contacts.c.reachable != reachable).values(reachable=reachable)
    )
    return bool(changed.rowcount)


def from_row(tx: Transaction, row: Row[Any]) -> Contact:
    return Contact(
        id=row.id,
        channel=row.channel,
        designation=row.designation,
        language=row.language,
        situation=Situation(row.situation) if row.situation else None,
        country=row.country,
        name=tx.open_text(row.id, "contacts", "name", row.id, row.name_sealed) if row.name_sealed else None,
        consent_version=row.consent_version,
        reachable=row.reachable,
        zone=row.zone,
        safe_word=row.safe_word_key,
    )
