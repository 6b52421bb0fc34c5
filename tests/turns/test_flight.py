"""The flight: how many messages may be on the wire at a time."""

import asyncio
from typing import cast

import pytest

from bot.flight import Flight, Tried
from storage.claiming import Room
from storage.outgoing import Outgoing

NOTHING = Tried(cast(Outgoing, None), None)


async def test_there_is_room_again_as_soon_as_it_is_told_that_one_is_over() -> None:
    flight, answered = Flight(30), asyncio.Event()
    rooms = []

    async def attempt() -> Tried:
        await answered.wait()
        return NOTHING

    async def listen() -> None:
        await flight.bell.wait()
        rooms.append((flight.taken(), flight.room.all))

    listening = asyncio.create_task(listen())
    flight.put(attempt())
    await asyncio.sleep(0)
    assert flight.room.all == 0
    answered.set()
    await listening
    assert rooms == [([NOTHING], 1)]


async def test_what_is_over_after_the_others_were_taken_is_not_lost() -> None:
    flight, answered = Flight(30), asyncio.Event()

    async def attempt() -> Tried:
        await answered.wait()
        return NOTHING

    flight.put(attempt())
    await asyncio.sleep(0)
    assert flight.taken() == []
    answered.set()
    await flight.bell.wait()
    assert flight.taken() == [NOTHING]


def test_where_a_line_stands_more_go_at_once_until_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = ((100.5, 1), (101.1, 1), (101.5, 2), (102.2, 2), (103.3, 4), (104.4, 8), (105.0, 3), (106.5, 3), (120.0, 0))
    clock = iter([100.0, *(at for at, _claimed in claims)])
    monkeypatch.setattr("bot.flight.monotonic", lambda: next(clock))
    flight, widths = Flight(30), []
    for _at, claimed in claims:
        flight.found(claimed, Room(flight.room.all, 30))
        widths.append(flight.width)
    assert widths == [1, 2, 2, 4, 8, 8, 8, 4, 2]


def test_who_may_say_much_says_it_in_rounds_and_not_one_by_one() -> None:
    """However fast the wire: a transaction for each message would cost more than the message."""
    assert [Flight(rate).room.all for rate in (30, 100, 300, 1_000)] == [1, 1, 3, 8]


def test_who_has_claimed_all_that_may_go_looks_again_a_little_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look in the very next round would keep the answer from riding whose turn begins meanwhile, and so on for ever."""
    monkeypatch.setattr("bot.flight.monotonic", lambda: 100.0)
    flight = Flight(1_000)
    looks = []
    for claimed, room in ((3, Room(8, 100)), (8, Room(8, 100)), (3, Room(8, 3)), (0, Room(8, 100)), (0, Room(8, 0))):
        flight.found(claimed, room, None if claimed else 0.02)
        looks.append((round(max(0.0, flight.look_at - 100.0), 3), flight.is_calm))
    assert looks == [(0.05, True), (0.0, False), (0.0, False), (0.02, True), (0.02, False)]


def two_on_the_wire(flight: Flight) -> list[asyncio.Event]:
    """Each is answered when its event is set."""
    answers = [asyncio.Event(), asyncio.Event()]

    async def attempt(answered: asyncio.Event) -> Tried:
        await answered.wait()
        return NOTHING

    for answered in answers:
        flight.put(attempt(answered))
    return answers


async def a_moment() -> None:
    """Enough for all that has nothing to wait for, and no time at all."""
    for _step in range(5):
        await asyncio.sleep(0)


async def test_what_has_come_down_is_noted_with_the_others_that_are_on_the_wire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.flight.ROUND", 3600.0)
    flight = Flight(1_000)
    first, second = two_on_the_wire(flight)
    waiting = asyncio.create_task(flight.worth_a_round())
    first.set()
    await a_moment()
    assert (flight.done, waiting.done()) == ([NOTHING], False)
    second.set()
    await waiting
    assert flight.taken() == [NOTHING, NOTHING]


async def test_a_bot_that_may_say_little_notes_each_at_once() -> None:
    flight = Flight(30)
    first, second = two_on_the_wire(flight)
    waiting = asyncio.create_task(flight.worth_a_round())
    first.set()
    await a_moment()
    assert (waiting.done(), flight.taken(), len(flight.busy)) == (True, [NOTHING], 1)
    second.set()


async def test_it_waits_for_a_slow_one_no_longer_than_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.flight.ROUND", 0.002)
    flight = Flight(1_000)
    first, second = two_on_the_wire(flight)
    first.set()
    await flight.worth_a_round()
    assert (flight.taken(), len(flight.busy)) == ([NOTHING], 1)
    second.set()


def test_a_slow_wire_has_as_many_on_it_as_the_bots_rate_needs_and_never_more_than_eight() -> None:
    flight = Flight(30)
    rooms = []
    for flight.seconds in (0.0, 0.002, 0.1, 0.15, 5.0):
        rooms.append(flight.room.all)
    assert rooms == [1, 1, 3, 5, 8]
