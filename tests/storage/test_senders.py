"""Senders: one at a time, by the database's clock; the fence grows with every change of hands."""

import asyncio
from datetime import timedelta

from storage import senders
from storage.database import Database
from tests.makers import BOT, CHANNEL

HOUR, NOTHING = timedelta(hours=1), timedelta(0)
BOTS = (CHANNEL, BOT)


async def test_one_sends_and_the_others_stand_by(database: Database) -> None:
    fences = await asyncio.gather(*(database.write(senders.take, *BOTS, name, HOUR) for name in "abcde"))
    assert sorted(fence for fence in fences if fence) == [1]
    holder = await database.read(senders.find, *BOTS)
    assert holder is not None
    assert holder.name == "abcde"[[bool(fence) for fence in fences].index(True)]


async def test_renewing_in_time_keeps_the_fence(database: Database) -> None:
    assert [await database.write(senders.take, *BOTS, "a", HOUR) for _ in range(3)] == [1, 1, 1]


async def test_a_lease_that_ran_out_passes_on_with_a_higher_fence_but_not_to_the_same_holder(database: Database) -> None:
    """Who was late, and whom nobody has replaced, still has its own messages on the wire."""
    taken = [await database.write(senders.take, *BOTS, name, NOTHING) for name in ("a", "b", "b", "a")]
    assert taken == [1, 2, 2, 3]
    assert await database.read(senders.find, *BOTS) is None


async def test_a_stopped_sender_lets_go_at_once_and_a_late_farewell_takes_nothing_from_the_next(database: Database) -> None:
    await database.write(senders.take, *BOTS, "a", HOUR)
    assert await database.write(senders.take, *BOTS, "b", HOUR) is None
    await database.write(senders.release, *BOTS, 1)
    assert await database.write(senders.take, *BOTS, "b", HOUR) == 2
    await database.write(senders.release, *BOTS, 1)
    assert await database.write(senders.take, *BOTS, "a", HOUR) is None


async def test_a_holder_that_is_known_to_be_dead_is_not_waited_for(database: Database) -> None:
    await database.write(senders.take, *BOTS, "dead", HOUR)
    assert await database.write(senders.take, *BOTS, "b", HOUR, lambda name: name == "alive") is None
    assert await database.write(senders.take, *BOTS, "b", HOUR, lambda name: name == "dead") == 2


async def test_each_bot_has_a_sender_of_its_own(database: Database) -> None:
    assert await database.write(senders.take, CHANNEL, "1", "a", HOUR) == 1
    assert await database.write(senders.take, CHANNEL, "2", "b", HOUR) == 1
