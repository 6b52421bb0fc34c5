"""Contacts: what is learnt of them is kept, and a consent keeps the day on which it was given."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from helpline.contacts import Contact
from storage import contacts
from storage.database import Database
from storage.tables import contacts as contacts_table
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.makers import a_conversation


async def test_a_consent_keeps_its_day_whatever_is_learnt_later(database: Database, clock: FrozenClock) -> None:
    siti = (await database.write(a_conversation, clock)).contact
    agreed = replace(siti, consent_version=1)
    first = clock.now()
    second, third = first + timedelta(days=1), first + timedelta(days=2)
    assert await day_of_consent(database, first, siti) is None
    assert await day_of_consent(database, first, agreed) == first
    assert await day_of_consent(database, second, replace(agreed, country="SA")) == first
    assert await day_of_consent(database, third, replace(agreed, consent_version=2)) == third
    assert await day_of_consent(database, third, siti) is None


async def day_of_consent(database: Database, at: datetime, learnt: Contact) -> datetime | None:
    """After this was learnt at that time."""

    def look(tx: Transaction) -> datetime | None:
        contacts.save(tx, [learnt], at)
        assert contacts.get(tx, learnt.id) == learnt
        at_of: datetime | None = tx.connection.execute(
            select(contacts_table.c.consent_at).where(contacts_table.c.id == learnt.id)
        ).scalar_one()
        return at_of

    return await database.write(look)
