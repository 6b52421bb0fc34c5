"""Two processes at once: whoever is quicker, the result is the same as with one."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.util import await_only

from helpline.messages import Author
from storage import conversations
from storage.database import Database
from storage.sealing import Keyring
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.house import Helpline
from tests.letterbox import BOT, CHANNEL, Letterbox
from tests.patience import PATIENCE
from tests.turns.conftest import NotingWire

PEOPLE = 12


@pytest.fixture
async def other(box: Letterbox, keys: Keyring, clock: FrozenClock, wire: NotingWire) -> AsyncIterator[Helpline]:
    """A second process on the same database."""
    database = await Database.open(box.helpline.database.url, keys)
    made = Helpline.of(database, clock, wire)
    yield made
    await made.close()
    await database.close()


async def test_somebody_new_who_writes_to_two_processes_at_once_is_one_person(box: Letterbox, other: Helpline) -> None:
    people = [box.person(chat) for chat in range(1, PEOPLE + 1)]
    for person in people:
        person.writes("halo")
        person.writes("tolong")
    await asyncio.gather(*((box.helpline, other)[i % 2].receive(update) for i, update in enumerate(box.posted)))
    for person in people:
        _conversation, kept = await box.conversation_of(person)
        assert sorted(m.text for m in kept if m.author is Author.CONTACT) == ["halo", "tolong"]
        assert [m.seq for m in kept] == list(range(1, len(kept) + 1))


async def test_the_same_updates_given_to_both_are_worked_on_once(box: Letterbox, other: Helpline) -> None:
    people = [box.person(chat) for chat in range(1, PEOPLE + 1)]
    for person in people:
        person.writes("halo")
    await asyncio.gather(*(house.receive(update) for update in box.posted for house in (box.helpline, other)))
    for person in people:
        _conversation, kept = await box.conversation_of(person)
        assert [m.author for m in kept] == [Author.CONTACT, Author.BOT]


async def test_who_waited_for_a_conversation_knows_what_was_learnt_of_its_contact_meanwhile(
    postgres_url: str, keys: Keyring, clock: FrozenClock, wire: NotingWire
) -> None:
    """SQLite has one writer, who waits before reading anything."""
    database = await Database.open(postgres_url, keys)
    box = Letterbox(Helpline.of(database, clock, wire))
    siti = box.person()
    await box.says(siti, "halo", "lapor", "ya, saya aman")
    siti.writes("malaysia")
    half_done, go_on = asyncio.Event(), asyncio.Event()

    def slowly(tx: Transaction) -> None:
        box.helpline.turns.intake.take_in(tx, box.posted)
        half_done.set()
        await_only(go_on.wait())

    first = asyncio.create_task(database.write(slowly))
    await half_done.wait()
    second = asyncio.create_task(database.write(conversations.lock, [(CHANNEL, BOT, str(siti.chat))]))
    async with asyncio.timeout(PATIENCE):
        while not await database.read(waiting_for_locks):
            pass
    go_on.set()
    await first
    [seen] = (await second).values()
    assert seen.contact.country == "MY"
    assert seen.last_seq == 8
    await box.helpline.close()
    await database.close()


def waiting_for_locks(tx: Transaction) -> int:
    here = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
    return int(tx.connection.execute(here).scalar_one())
