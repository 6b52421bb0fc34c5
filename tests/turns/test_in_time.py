"""Who waits on a wire is answered in time, though the database says nothing."""

import asyncio

import pytest

from bot import turns
from helpline.updates import Update
from storage.database import StoreAway
from tests.letterbox import Letterbox


async def test_a_database_that_says_nothing_is_away_and_what_came_of_it_is_found_by_the_same_update_again(
    box: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "ANSWER_WITHIN", 0.05)
    silent, held = box.helpline.turns, asyncio.Event()
    write = silent.database.write

    async def say_nothing(*args: object) -> None:
        await held.wait()
        await write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(silent.database, "write", say_nothing)
    box.person().writes("halo")
    update: Update = box.posted.pop()
    with pytest.raises(StoreAway):
        await silent.receive_in_time(update)
    held.set()
    await silent.receive(update)
    _conversation, kept = await box.conversation_of(box.person())
    assert [m.text for m in kept if m.author == "contact"] == ["halo"]
