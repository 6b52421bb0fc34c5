"""Two processes at once: whoever is quicker, the result is the same as with one."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from helpline.messages import Author
from storage.database import Database
from storage.sealing import Keyring
from tests.clock import FrozenClock
from tests.house import Helpline
from tests.letterbox import Letterbox
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
