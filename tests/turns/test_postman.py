"""The postman: asks once more before it speaks, tells silence from refusal, and never sends a row twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update

from bot import outbox as postal
from bot.outbox import AT_ONCE, LEASE
from bot.sender import LENGTH
from helpline.delivery import Attempt, Delivery, Lane, Outcome
from helpline.events import Event
from helpline.messages import Author
from helpline.takeover import take_over
from storage import cases, conversations, events, outbox, senders
from storage.outbox import Posting
from storage.tables import messages
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.house import Helpline
from tests.letterbox import Letterbox
from tests.makers import a_counsellor, a_message, keep
from tests.patience import PATIENCE
from tests.turns.conftest import NotingWire, deliveries


async def test_a_line_is_sent_once_and_noted(box: Letterbox, wire: NotingWire) -> None:
    await box.says(box.person(), "halo")
    assert await box.helpline.postman.deliver_once() == 1
    assert await box.helpline.postman.deliver_once() == 0
    assert len(wire.sent) == 1
    assert await deliveries(box) == [Delivery.SENT]


async def test_two_postmen_never_send_the_same_row(box: Letterbox, wire: NotingWire, clock: FrozenClock) -> None:
    for chat in range(1, 41):
        await box.says(box.person(chat), "halo")
    second = Helpline.of(box.helpline.database, clock, wire).postman
    while sum(await asyncio.gather(box.helpline.postman.deliver_once(), second.deliver_once())):
        clock.tick(timedelta(seconds=1))
    assert sorted(int(o.address) for o in wire.sent) == list(range(1, 41))


async def test_what_the_bot_wrote_before_a_take_over_is_dropped_at_the_wire(
    box: Letterbox, wire: NotingWire, clock: FrozenClock
) -> None:
    siti = box.person()
    await box.says(siti, "halo")
    conversation, _kept = await box.conversation_of(siti)

    def take(tx: Transaction) -> None:
        after = take_over(conversation.ownership, a_counsellor(tx, clock), clock.now())
        conversations.set_ownership(tx, conversation.id, conversation.ownership, after)

    await box.helpline.database.write(take)
    await box.helpline.postman.deliver_once()
    assert wire.sent == []
    assert await deliveries(box) == [Delivery.DROPPED]


async def test_what_a_dead_sender_may_have_said_before_a_take_over_is_shown_as_uncertain_not_as_dropped(
    box: Letterbox, wire: NotingWire, clock: FrozenClock
) -> None:
    siti = box.person()
    await box.says(siti, "halo")
    await die_while_sending(box, wire)
    conversation, _kept = await box.conversation_of(siti)

    def take(tx: Transaction) -> None:
        after = take_over(conversation.ownership, a_counsellor(tx, clock), clock.now())
        conversations.set_ownership(tx, conversation.id, conversation.ownership, after)

    await box.helpline.database.write(take)
    clock.tick(LEASE + timedelta(seconds=1))
    await box.helpline.postman.deliver_once()
    assert len(wire.sent) == 1
    assert await deliveries(box) == [Delivery.UNCERTAIN]


async def test_a_courtesy_met_by_silence_is_left_uncertain_but_a_safety_line_goes_again(
    box: Letterbox, wire: NotingWire, clock: FrozenClock
) -> None:
    wire.next = [Attempt(Outcome.UNKNOWN, reason="no_answer"), Attempt(Outcome.UNKNOWN, reason="no_answer")]
    await box.says(box.person(1), "halo")
    await box.says(box.person(2), "sos")
    for _ in range(3):
        await box.helpline.postman.deliver_once()
        clock.tick(timedelta(minutes=3))
    assert await deliveries(box, 1) == [Delivery.UNCERTAIN]
    assert await deliveries(box, 2) == [Delivery.SENT, Delivery.SENT]


async def test_being_asked_to_wait_holds_the_whole_bot_and_loses_nothing(
    box: Letterbox, wire: NotingWire, clock: FrozenClock
) -> None:
    wait = Attempt(Outcome.RETRY, retry_after=timedelta(seconds=30), whole_bot=True, reason="asked_to_wait")
    wire.next = [wait]
    await box.says(box.person(1), "halo")
    await box.helpline.postman.deliver_once()
    await box.says(box.person(2), "halo")
    assert await box.helpline.postman.deliver_once() == 0
    clock.tick(timedelta(seconds=31))
    await box.helpline.postman.deliver_once()
    assert await deliveries(box, 1) == await deliveries(box, 2) == [Delivery.SENT]


async def test_a_contact_who_blocked_us_is_marked_and_the_case_waits_for_a_human(
    box: Letterbox, wire: NotingWire, clock: FrozenClock
) -> None:
    siti = box.person()
    await box.says(siti, "petugas")
    wire.next = [Attempt(Outcome.UNREACHABLE, reason="blocked")]
    await box.helpline.postman.deliver_once()
    conversation, _kept = await box.conversation_of(siti)
    assert not conversation.contact.reachable
    facts = await box.helpline.database.read(events.since, 0)
    assert Event.CONTACT_UNREACHABLE in [fact.event for fact in facts]
    assert await box.helpline.database.read(cases.current, conversation.contact.id) is not None


def test_a_row_is_a_senders_own_for_as_long_as_it_may_take_to_send_it() -> None:
    assert LEASE.total_seconds() > LENGTH.total_seconds() + postal.PATIENCE


async def test_who_was_late_to_renew_and_was_replaced_by_nobody_notes_what_it_has_sent(
    box: Letterbox, wire: NotingWire, clock: FrozenClock
) -> None:
    """Telegram has taken it, the database was away for longer than the lease: it must not go twice."""
    await box.says(box.person(), "halo")
    [sender] = box.helpline.postman.senders.values()
    await sender.take()
    [outgoing] = (await box.helpline.postman.claim(sender, "a", AT_ONCE))[0]
    tried = await box.helpline.postman.attempted(outgoing)
    await box.helpline.database.write(senders.change, *sender.where, held_until=clock.now() - timedelta(days=9))
    await sender.take()
    assert (await box.helpline.postman.claim(sender, "b", AT_ONCE, [tried]))[0] == []
    assert await deliveries(box) == [Delivery.SENT]
    assert len(wire.sent) == 1


async def test_what_cannot_be_opened_holds_up_nobody(box: Letterbox, wire: NotingWire) -> None:
    for chat in (77001, 77002):
        await box.says(box.person(chat), "halo")
    conversation, _kept = await box.conversation_of(box.person(77001))

    def spoil(tx: Transaction) -> None:
        of_bot = (messages.c.conversation_id == conversation.id) & (messages.c.author == Author.BOT)
        tx.connection.execute(update(messages).where(of_bot).values(body_sealed=b"spoilt"))

    await box.helpline.database.write(spoil)
    await box.helpline.postman.deliver_once()
    assert [o.address for o in wire.sent] == ["77002"]
    assert await box.helpline.database.read(outbox.waiting_count) == 0


async def test_a_row_whose_sender_died_is_said_again_by_the_living(box: Letterbox, wire: NotingWire, clock: FrozenClock) -> None:
    await box.says(box.person(), "halo")
    await die_while_sending(box, wire)
    clock.tick(LEASE + timedelta(seconds=1))
    await box.helpline.postman.deliver_once()
    assert await deliveries(box) == [Delivery.SENT]
    assert len(wire.sent) == 2


async def test_a_counsellors_words_left_by_a_dead_sender_are_not_repeated_but_shown_as_uncertain(
    box: Letterbox, wire: NotingWire, clock: FrozenClock
) -> None:
    siti = box.person()
    await box.says(siti, "halo")
    await box.helpline.postman.deliver_once()
    conversation, _kept = await box.conversation_of(siti)
    line = replace(a_message(clock, conversation, 3, "Halo, saya Ratna", Author.COUNSELLOR), delivery=Delivery.PENDING)

    def answer(tx: Transaction) -> None:
        keep(tx, conversation, line)
        outbox.put(tx, [Posting(line, "telegram", "123456", Lane.CRISIS, 0)], clock.now())

    await box.helpline.database.write(answer)
    clock.tick(timedelta(seconds=2))
    await die_while_sending(box, wire)
    clock.tick(LEASE + timedelta(seconds=1))
    await box.helpline.postman.deliver_once()
    assert (await deliveries(box))[-1] is Delivery.UNCERTAIN
    assert [o.message.text for o in wire.sent].count("Halo, saya Ratna") == 1


async def test_who_was_fenced_off_sends_nothing_until_it_is_the_sender_again(
    box: Letterbox, wire: NotingWire, clock: FrozenClock
) -> None:
    await box.says(box.person(), "halo")
    postman = box.helpline.postman
    [sender] = postman.senders.values()
    await sender.take()
    channel, bot = sender.where
    await box.helpline.database.write(senders.take, channel, bot, "another", timedelta(0), lambda _name: True)
    assert await postman.claim(sender, "mine", AT_ONCE) == ([], None)
    assert (sender.fence, sender.held.is_set(), wire.sent) == (None, False, [])
    assert await postman.deliver_once() == 1


async def die_while_sending(box: Letterbox, wire: NotingWire) -> None:
    """A sender that claims, reaches the wire, and is never heard of again."""
    wire.reached.clear()
    wire.hanging = True
    dying = asyncio.create_task(box.helpline.postman.deliver_once())
    await asyncio.wait_for(wire.reached.wait(), PATIENCE)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    wire.hanging = False


async def test_danger_goes_before_what_has_waited_longer(box: Letterbox, wire: NotingWire, clock: FrozenClock) -> None:
    for chat in range(1, 60):
        await box.says(box.person(chat), "halo")
    clock.tick(timedelta(seconds=1))
    await box.says(box.person(99), "sos")
    await box.helpline.postman.deliver_once()
    assert wire.sent[0].address == "99"
