"""Contacts: who writes. Their address and name are sealed; a keyed hash of the address finds them again."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

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


def arrive(
    tx: Transaction,
    *,
    id: str,
    channel: str,
    bot: str,
    address: str,
    name: str | None,
    designation: str,
    language: str,
    at: datetime,
    key: bytes,
) -> Contact:
    """Keep a new contact under a new key of 32 bytes; who arrived meanwhile through another process is returned instead."""
    tx.fresh_keys[id] = key
    made = ARRIVE[tx.dialect].rows(
        tx,
        id=id,
        channel=channel,
        bot=bot,
        address_key=address_key(tx, channel, bot, address),
        address_sealed=tx.seal_text(id, "contacts", "address", id, address),
        name_sealed=tx.seal_text(id, "contacts", "name", id, name) if name else None,
        designation=designation,
        language=language,
        reachable=True,
        created_at=at,
    )
    if not made:
        del tx.fresh_keys[id]
        found = find_by_address(tx, channel, bot, address)
        assert found is not None
        return found
    KEEP_KEY.run(tx, contact_id=id, wrapped=tx.wrapped(id, key))
    return Contact(id=id, channel=channel, designation=designation, language=language, name=name)


def get(tx: Transaction, contact_id: str) -> Contact:
    return from_row(tx, tx.connection.execute(select(contacts).where(contacts.c.id == contact_id)).one())


LEARNT = ("language", "situation", "country", "consent_version", "zone", "consent_at", "name_sealed")
LEARN = Prepared(update(contacts).where(contacts.c.id == bindparam("of_id")).values({name: bindparam(name) for name in LEARNT}))


def save(tx: Transaction, contact: Contact, at: datetime) -> None:
    """Keep what was learnt of the contact; `at` dates a consent that is new."""
    LEARN.run(
        tx,
        of_id=contact.id,
        language=contact.language,
        situation=contact.situation,
        country=contact.country,
        consent_version=contact.consent_version,
        zone=contact.zone,
        consent_at=at if contact.consent_version is not None else None,
        name_sealed=tx.seal_text(contact.id, "contacts", "name", contact.id, contact.name) if contact.name else None,
    )


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
