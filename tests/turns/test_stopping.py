"""Stopping: who is told to stop says nothing more, notes what it has said, and lets another begin at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.outbox import AT_ONCE
from helpline.delivery import Attempt, Delivery
from storage.database import StoreAway
from storage.outgoing import Outgoing
from storage.tables import outbox as outbox_table
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.house import Helpline
from tests.letterbox import Letterbox
from tests.patience import PATIENCE
from tests.turns.conftest import NotingWire, deliveries

A_WHILE = 50
"""Turns of the event loop: whoever has nothing to wait for has ended by then."""


async def test_who_is_told_to_stop_ends_only_when_what_is_on_the_wire_is_noted(
    box: Letterbox, wire: NotingWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the house would close the database before the note, and the next sender would say it again."""
    send, answered = wire.send, asyncio.Event()

    async def slowly(outgoing: Outgoing) -> Attempt:
        attempt = await send(outgoing)
        await answered.wait()
        return attempt

    monkeypatch.setattr(wire, "send", slowly)
    sending = asyncio.create_task(box.helpline.postman.run())
    await box.says(box.person(), "halo")
    await asyncio.wait_for(wire.reached.wait(), PATIENCE)
    sending.cancel()
    for _turn in range(A_WHILE):
        await asyncio.sleep(0)
    assert not sending.done()
    answered.set()
    await asyncio.wait([sending])
    assert (len(wire.sent), await deliveries(box)) == (1, [Delivery.SENT])


async def test_what_was_claimed_when_we_were_told_to_stop_was_not_said_and_is_not_uncertain(
    box: Letterbox, wire: NotingWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    await box.says(box.person(), "halo")
    [sender] = box.helpline.postman.senders.values()
    await sender.take()
    await stop_in_the_midst_of_a_claim(box, monkeypatch, box.helpline.postman.claim)
    assert (wire.sent, await deliveries(box)) == ([], [Delivery.PENDING])
    assert await box.helpline.database.read(still_claimed) == 0


async def test_who_is_told_to_stop_while_the_database_is_away_stops_and_notes_later_what_it_has_sent(
    box: Letterbox, wire: NotingWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    await box.says(box.person(), "halo")
    postman = box.helpline.postman
    [sender] = postman.senders.values()
    flight = postman.flights[sender.where]
    await sender.take()
    [outgoing] = (await postman.claim(sender, "a", AT_ONCE))[0]
    flight.done = [await postman.attempted(outgoing)]

    async def away(*_given: Any) -> Any:
        raise StoreAway

    await stop_in_the_midst_of_a_claim(box, monkeypatch, away)
    await postman.note(flight.taken())
    assert (len(wire.sent), await deliveries(box)) == (1, [Delivery.SENT])


async def test_who_stands_by_sends_at_once_when_the_sender_stops(box: Letterbox, wire: NotingWire, clock: FrozenClock) -> None:
    first, second = box.helpline.postman, Helpline.of(box.helpline.database, clock, wire).postman
    [sender], [standby] = first.senders.values(), second.senders.values()
    sending = asyncio.create_task(first.run())
    await asyncio.wait_for(sender.held.wait(), PATIENCE)
    standing_by = asyncio.create_task(second.run())
    try:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await asyncio.wait_for(standby.held.wait(), PATIENCE)
        assert sender.fence is None
        wire.reached.clear()
        await box.says(box.person(), "halo")
        await asyncio.wait_for(wire.reached.wait(), PATIENCE)
    finally:
        standing_by.cancel()
        await asyncio.gather(standing_by, return_exceptions=True)
    assert len(wire.sent) == 1


async def stop_in_the_midst_of_a_claim(
    box: Letterbox, monkeypatch: pytest.MonkeyPatch, claim: Callable[..., Awaitable[Any]]
) -> None:
    """The claim, which ends as `claim` does, is under way when the postman is told to stop."""
    postman = box.helpline.postman
    [sender] = postman.senders.values()
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(*given: Any) -> Any:
        begun.set()
        await go_on.wait()
        return await claim(*given)

    monkeypatch.setattr(postman, "claim", slowly)
    sending = asyncio.create_task(postman.exchange(sender, postman.flights[sender.where]))
    await begun.wait()
    sending.cancel()
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.wait([sending])
    assert sending.cancelled()


def still_claimed(tx: Transaction) -> int:
    states = select(func.count()).select_from(outbox_table).where(outbox_table.c.state == Delivery.SENDING)
    return int(tx.connection.execute(states).scalar_one())
