"""Riding: where this process sends, an answer leaves with the transaction that brought it about."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from bot import intake, listening
from bot.flight import Flight
from bot.turn import Turn
from helpline.delivery import Delivery
from helpline.messages import Incoming
from storage import outbox, senders
from storage.claiming import Room
from tests.clock import FrozenClock
from tests.house import Helpline
from tests.letterbox import BOT, CHANNEL, Letterbox
from tests.patience import PATIENCE
from tests.turns.conftest import NotingWire


async def until(came: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not came():  # noqa: ASYNC110 - several parts of the house may bring it about
            await asyncio.sleep(0)


@pytest.fixture
async def flight(helpline: Helpline, wire: NotingWire) -> AsyncIterator[Flight]:
    """The flight of a postman who sends and knows that nothing waits."""
    postman = helpline.postman
    helpline.turns.rides = postman.riding.ride
    running = asyncio.create_task(postman.run())
    flight = postman.flights[CHANNEL, BOT]
    await until(lambda: flight.is_calm)
    yield flight
    wire.free.set()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_an_answer_is_on_its_way_when_its_turn_is_durable(box: Letterbox, wire: NotingWire, flight: Flight) -> None:
    wire.hanging = True
    await box.says(box.person(), "halo")
    assert len(flight.busy) == 1
    await until(lambda: wire.sent)
    assert [outgoing.attempts for outgoing in wire.sent] == [1]


async def test_it_rides_though_the_postman_looks_for_what_waits_at_this_moment(
    box: Letterbox, wire: NotingWire, flight: Flight
) -> None:
    wire.hanging = True
    with flight.promise(flight.share):
        await box.says(box.person(), "halo")
    assert len(flight.busy) == 1


async def test_it_is_noted_and_never_sent_again(box: Letterbox, wire: NotingWire, flight: Flight) -> None:
    siti = box.person()
    await box.says(siti, "halo")
    await until(lambda: wire.sent and not flight.busy and not flight.done)
    await box.helpline.postman.deliver_once()  # after what was noted
    assert await box.helpline.database.read(outbox.waiting_count) == 0
    _conversation, kept = await box.conversation_of(siti)
    assert [m.delivery for m in kept if m.author != "contact"] == [Delivery.SENT]
    assert len(wire.sent) == 1


async def test_a_chat_is_told_the_next_a_second_later(
    box: Letterbox, wire: NotingWire, clock: FrozenClock, flight: Flight
) -> None:
    siti = box.person()
    for said in ("halo", "lapor"):
        await box.says(siti, said)
    await until(lambda: wire.sent and not flight.busy and not flight.done)
    assert len(wire.sent) == 1
    clock.tick(timedelta(seconds=1))
    await box.helpline.postman.deliver_once()
    assert len(wire.sent) == 2


async def test_a_turn_that_breaks_after_its_claim_lets_nothing_go(
    box: Letterbox, wire: NotingWire, flight: Flight, monkeypatch: pytest.MonkeyPatch
) -> None:
    listened = listening.listen

    def breaking(turn: Turn, incoming: Incoming, *, new_contact: bool) -> None:
        if incoming.text == "poison":
            raise ZeroDivisionError
        listened(turn, incoming, new_contact=new_contact)

    monkeypatch.setattr(intake, "listen", breaking)
    siti, rina = box.person(), box.person(77002, "Rina")
    siti.writes("halo")
    rina.writes("poison")
    await box.drain()
    await until(lambda: {int(outgoing.address) for outgoing in wire.sent} == {siti.chat, rina.chat})
    assert sum(int(outgoing.address) == siti.chat for outgoing in wire.sent) == 1


async def test_who_sends_no_longer_claims_nothing(box: Letterbox, wire: NotingWire, clock: FrozenClock, flight: Flight) -> None:
    database = box.helpline.database
    await database.write(senders.take, CHANNEL, BOT, "another", timedelta(seconds=600), lambda _name: True)
    await box.says(box.person(), "halo")
    assert not flight.busy
    assert await database.read(outbox.waiting_count) == 1
    assert wire.sent == []


async def test_after_the_postman_has_stopped_an_answer_waits_for_the_next(
    box: Letterbox, wire: NotingWire, clock: FrozenClock, flight: Flight
) -> None:
    postman = box.helpline.postman
    with postman.riding.ride(1) as ride:
        box.person().writes("halo")
        await box.helpline.database.write(box.helpline.turns.intake.take_in, box.posted, ride)
        flight.is_open = False
    assert [outgoing.address for outgoing in ride.claimed] == ["77001"]
    assert not flight.busy
    clock.tick(timedelta(seconds=2))
    await postman.senders[CHANNEL, BOT].release()
    await postman.deliver_once()  # whoever takes the bot up next, under another fence
    assert [outgoing.uncertain for outgoing in wire.sent] == [True]


async def test_nothing_rides_while_a_line_stands_and_never_more_than_may_be_said() -> None:
    flight = Flight(60)
    flight.pace.held = 10.0
    assert flight.seats(1) is None  # nobody listens
    with flight.opened():
        assert flight.seats(1) is None  # it is not known yet what waits
        flight.found(0, Room(1, 1))
        assert flight.seats(5) == (1, 1)
        flight.width = 8
        assert flight.seats(5) == (5, 5)
        with flight.promise(Room(5, 5)):
            assert flight.seats(5) == (3, 3)  # the others claim at this moment
        with flight.promise(Room(8, 8)):
            assert flight.seats(5) is None
        flight.found(1, Room(1, 1))
        assert flight.seats(5) is None  # all the room was taken: more may wait
        flight.found(0, Room(1, 1))
        assert flight.seats(5)
        flight.pace.held = -5.0
        assert flight.seats(5) is None  # the bot has said as much as it may in this second


def test_a_look_leaves_half_to_those_who_would_ride_meanwhile_unless_a_line_stands() -> None:
    """Else the answers of the turns that begin while we look would come later than the others."""
    flight = Flight(60)
    flight.pace.held = 10.0
    flight.found(0, Room(1, 1))
    assert flight.share == (1, 1)
    flight.width = 7
    assert flight.share == (4, 4)
    flight.width = 8
    flight.found(4, Room(4, 4))
    assert flight.share.all == 8


async def test_two_promises_that_overlap_are_both_given_back() -> None:
    flight = Flight(60)
    flight.width = 8
    first, second = flight.promise(Room(3, 3)), flight.promise(Room(2, 0))
    with first:
        second.__enter__()
        assert flight.room.all == 3
    assert flight.room.all == 6
    second.__exit__(None, None, None)
    assert flight.room.all == 8


async def test_the_postman_looks_after_a_hint_and_notes_what_came_down_without_looking(flight: Flight) -> None:
    flight.found(0, Room(1, 1))
    flight.bell.ring()
    assert not flight.looks()
    flight.bell.set()
    assert flight.looks()
    assert not flight.bell.is_set()
