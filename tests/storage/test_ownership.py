"""Ownership in the store: changed only by who has seen it as it is."""

from dataclasses import replace

import pytest

from helpline.takeover import AlreadyTaken, Owner
from storage import conversations
from storage.database import Database
from tests.clock import FrozenClock
from tests.makers import a_conversation


async def test_who_has_not_seen_the_latest_owner_changes_nothing(database: Database, clock: FrozenClock) -> None:
    talk = await database.write(a_conversation, clock)
    seen = talk.ownership
    waiting = replace(seen, owner=Owner.WAITING, version=seen.version + 1)
    await database.write(conversations.set_ownership, talk.id, seen, waiting)
    with pytest.raises(AlreadyTaken):
        await database.write(conversations.set_ownership, talk.id, seen, replace(seen, version=seen.version + 1))
    assert (await database.read(conversations.get, talk.id)).ownership == waiting
