"""The outbox: one sender a row, the first line of a chat first, nothing settled by one who lost the claim."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpline.delivery import CHAT_PACE, Delivery, Lane
from storage import claiming, conversations, messages, outbox, senders, settling
from storage.claiming import FencedOff, Room
from storage.database import Database
from storage.outbox import Mark, Posting
from storage.outgoing import Outgoing
from storage.tables import outbox as outbox_table
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.makers import BOT, CHANNEL, a_conversation, a_message, keep

LEASE = timedelta(seconds=30)
HOUR = timedelta(hours=1)


def two_lines(tx: Transaction, clock: FrozenClock, address: str = "1", lane: Lane = Lane.ANSWER) -> str:
    conversation = a_conversation(tx, clock, address)
    lines = [a_message(clock, conversation, 1, "satu"), a_message(clock, conversation, 2, "dua")]
    keep(tx, conversation, *lines)
    outbox.put(tx, [Posting(line, CHANNEL, BOT, lane, 0) for line in lines], clock.now())
    return conversation.id


def claim(tx: Transaction, clock: FrozenClock, name: str = "a", *, holder: str = "me", budget: int = 10) -> list[Outgoing]:
    fence = senders.take(tx, CHANNEL, BOT, holder, HOUR, is_dead=lambda _name: True)
    assert fence
    asked = {"claim": name, "now": clock.now(), "room": Room(10, budget), "lease": LEASE}
    return claiming.claim(tx, CHANNEL, BOT, fence, **asked)


async def test_a_chat_gets_its_lines_in_order_and_one_a_second(database: Database, clock: FrozenClock) -> None:
    await database.write(two_lines, clock)
    first = await database.write(claim, clock)
    assert [o.message.text for o in first] == ["satu"]
    assert await database.write(claim, clock) == []
    await database.write(settling.settle, first[0], "a", Delivery.SENT, ref="11")
    assert await database.write(claim, clock) == []
    clock.tick(timedelta(seconds=1))
    assert [o.message.text for o in await database.write(claim, clock)] == ["dua"]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
async def test_what_goes_together_is_settled_together(database: Database, clock: FrozenClock, count: int) -> None:
    for address in range(count):
        await database.write(two_lines, clock, str(address))
    first = await database.write(claim, clock)
    assert len(first) == count

    def settle_all(tx: Transaction) -> list[bool]:
        return [settling.settle(tx, one, one.claim, Delivery.SENT, ref=f"1{number}") for number, one in enumerate(first)]

    assert await database.write(settle_all) == [True] * count
    assert await database.read(outbox.waiting_count) == count  # the second lines
    clock.tick(HOUR)
    assert [o.message.text for o in await database.write(claim, clock)] == ["dua"] * count
    assert [(await database.read(messages.get, one.message.id)).delivery for one in first] == [Delivery.SENT] * count


def due(tx: Transaction) -> list[float]:
    """Seconds from the first line's time until each may be looked at, in their order."""
    times = tx.connection.execute(select(outbox_table.c.due_at).order_by(outbox_table.c.seq)).scalars().all()
    return [(at - times[0]).total_seconds() for at in times]


async def test_a_line_is_not_looked_at_before_its_chat_may_hear_it(database: Database, clock: FrozenClock) -> None:
    """With many lines in many chats the sender would pass them all at each look, and put them all off at each sending."""
    talk = await database.write(two_lines, clock)

    def answer(tx: Transaction) -> None:
        conversation = conversations.get(tx, talk, lock=True)
        lines = [a_message(clock, conversation, seq, "lagi") for seq in (3, 4)]
        keep(tx, conversation, *lines)
        outbox.put(
            tx, [Posting(line, CHANNEL, BOT, Lane.ANSWER, 0, after=conversation.next_line_at) for line in lines], clock.now()
        )

    await database.write(answer)
    assert await database.read(due) == [0, 1, 2, 3]
    for _second in range(3):
        [one] = await database.write(claim, clock)
        await database.write(settling.settle, one, one.claim, Delivery.SENT, ref="1")
        clock.tick(timedelta(seconds=1.1))
    assert await database.read(due) == [0]
    last = await database.write(conversations.get, talk)
    assert last.next_line_at
    assert timedelta(0) < last.next_line_at - clock.now() <= CHAT_PACE


async def test_who_has_just_been_told_something_is_told_the_next_a_second_later(database: Database, clock: FrozenClock) -> None:
    talk = await database.write(two_lines, clock)
    for _line in range(2):
        [one] = await database.write(claim, clock)
        await database.write(settling.settle, one, one.claim, Delivery.SENT, ref="1")
        told = clock.now()
        clock.tick(timedelta(seconds=1))
    assert (await database.read(conversations.get, talk)).next_line_at == told + CHAT_PACE


async def test_who_was_told_something_late_is_told_the_next_a_second_after_that(database: Database, clock: FrozenClock) -> None:
    """The line before may be on the wire still, and may have been due long ago: its own time tells nothing then."""

    def one_line(tx: Transaction) -> str:
        conversation = a_conversation(tx, clock)
        line = a_message(clock, conversation, 1)
        keep(tx, conversation, line)
        outbox.put(tx, [Posting(line, CHANNEL, BOT, Lane.ANSWER, 0)], clock.now())
        return conversation.id

    talk = await database.write(one_line)
    clock.tick(HOUR)
    await database.write(claim, clock)
    assert (await database.read(conversations.get, talk)).next_line_at == clock.now() + CHAT_PACE


async def test_what_stood_behind_lines_that_are_dropped_moves_up(database: Database, clock: FrozenClock) -> None:
    talk = await database.write(two_lines, clock)

    def notice(tx: Transaction) -> None:
        conversation = conversations.get(tx, talk, lock=True)
        line = a_message(clock, conversation, 3, "pesan dari petugas")
        keep(tx, conversation, line)
        posting = Posting(line, CHANNEL, BOT, Lane.ANSWER, 0, notice=True, after=conversation.next_line_at)
        outbox.put(tx, [posting], clock.now())

    await database.write(notice)
    await database.write(outbox.drop_bot_lines, talk)
    assert [one.message.text for one in await database.write(claim, clock)] == ["pesan dari petugas"]


async def test_a_line_is_claimed_as_it_is_put_unless_one_stands_before_it(database: Database, clock: FrozenClock) -> None:
    """Asked in the same statement: a line may have been put there while a lock was waited for."""
    talk = await database.write(two_lines, clock, "has lines")

    def put(tx: Transaction) -> tuple[set[str], list[str]]:
        quiet = a_conversation(tx, clock, "quiet")
        lines = [a_message(clock, talk, 3, "tiga"), a_message(clock, quiet, 1, "satu"), a_message(clock, quiet, 2, "dua")]
        keep(tx, conversations.get(tx, talk), lines[0])
        keep(tx, quiet, *lines[1:])
        postings = [Posting(line, CHANNEL, BOT, Lane.ANSWER, 0) for line in lines]
        mark = Mark("now", senders.take(tx, CHANNEL, BOT, "me", HOUR) or 0, clock.now() + LEASE)
        return outbox.put(tx, postings, clock.now(), {line.id: mark for line in lines}), [line.id for line in lines]

    claimed, ids = await database.write(put)
    assert claimed == {ids[1]}
    again = await database.write(claim, clock)
    assert [(one.message.text, one.attempts) for one in again] == [("satu", 1)]  # of the chat that has lines
    clock.tick(HOUR)
    assert {(one.message.text, one.attempts, one.uncertain) for one in await database.write(claim, clock)} >= {("satu", 2, True)}


async def test_nothing_is_claimed_as_it_is_put_by_who_does_not_send_or_while_the_bot_may_not_speak(
    database: Database, clock: FrozenClock
) -> None:
    def put(tx: Transaction, key: str, ahead: int = 0) -> set[str]:
        talk = a_conversation(tx, clock, key)
        line = a_message(clock, talk, 1, "satu")
        keep(tx, talk, line)
        mark = Mark("now", (senders.take(tx, CHANNEL, BOT, "me", HOUR) or 0) + ahead, clock.now() + LEASE)
        return outbox.put(tx, [Posting(line, CHANNEL, BOT, Lane.ANSWER, 0)], clock.now(), {line.id: mark})

    assert await database.write(put, "1")
    assert not await database.write(put, "2", -1)
    await database.write(senders.block, CHANNEL, BOT, clock.now() + timedelta(seconds=7))
    assert not await database.write(put, "3")
    clock.tick(timedelta(seconds=7))
    assert await database.write(put, "4")


async def test_the_crisis_lane_goes_first(database: Database, clock: FrozenClock) -> None:
    await database.write(two_lines, clock, "1", Lane.CHECK_IN)
    await database.write(two_lines, clock, "2", Lane.CRISIS)
    assert [o.lane for o in await database.write(claim, clock)] == [Lane.CRISIS, Lane.CHECK_IN]


async def test_a_dead_senders_row_comes_back_as_uncertain_and_the_late_sender_changes_nothing(
    database: Database, clock: FrozenClock
) -> None:
    await database.write(two_lines, clock)
    lost = (await database.write(claim, clock, "dead"))[0]
    clock.tick(LEASE + timedelta(seconds=1))
    again = (await database.write(claim, clock, "alive"))[0]
    assert again.id == lost.id
    assert again.uncertain
    assert not await database.write(settling.settle, lost, "dead", Delivery.SENT, ref="1")
    assert await database.write(settling.settle, again, "alive", Delivery.UNCERTAIN)
    assert (await database.read(messages.get, again.message.id)).delivery is Delivery.UNCERTAIN


async def test_while_its_sender_is_the_bots_sender_a_row_is_not_taken_from_it(database: Database, clock: FrozenClock) -> None:
    await database.write(two_lines, clock)
    await database.write(claim, clock, "slow")
    clock.tick(LEASE - timedelta(seconds=1))
    assert await database.write(claim, clock, "quick") == []


async def test_the_next_sender_takes_what_the_last_one_left_without_waiting(database: Database, clock: FrozenClock) -> None:
    await database.write(two_lines, clock)
    [lost] = await database.write(claim, clock, "dead", holder="dead")
    clock.tick(timedelta(seconds=1))
    [again] = await database.write(claim, clock, "alive", holder="alive")
    assert (again.id, again.uncertain, again.fence > lost.fence) == (lost.id, True, True)


async def test_a_sender_that_slept_through_its_lease_writes_nothing_when_it_wakes(database: Database, clock: FrozenClock) -> None:
    await database.write(two_lines, clock)
    [mine] = await database.write(claim, clock, "asleep", holder="asleep")
    clock.tick(timedelta(seconds=1))
    await database.write(senders.take, CHANNEL, BOT, "next", HOUR, lambda _name: True)
    assert not await database.write(settling.settle, mine, "asleep", Delivery.SENT, ref="1")
    assert (await database.read(messages.get, mine.message.id)).delivery is not Delivery.SENT
    with pytest.raises(FencedOff):
        await database.write(
            lambda tx: claiming.claim(
                tx, channel=CHANNEL, bot=BOT, fence=mine.fence, claim="x", now=clock.now(), room=Room(10, 10), lease=LEASE
            )
        )


async def test_a_blocked_bot_sends_nothing_until_it_may(database: Database, clock: FrozenClock) -> None:
    await database.write(two_lines, clock)
    await database.write(senders.block, CHANNEL, BOT, clock.now() + timedelta(seconds=7))
    assert await database.write(claim, clock) == []
    clock.tick(timedelta(seconds=7))
    assert len(await database.write(claim, clock)) == 1


async def test_of_two_that_ask_the_bot_to_wait_the_later_end_counts(database: Database, clock: FrozenClock) -> None:
    await database.write(two_lines, clock)
    for seconds in (7, 2):
        await database.write(senders.block, CHANNEL, BOT, clock.now() + timedelta(seconds=seconds))
    clock.tick(timedelta(seconds=3))
    assert await database.write(claim, clock) == []
    clock.tick(timedelta(seconds=4))
    assert len(await database.write(claim, clock)) == 1


@pytest.mark.parametrize(("budget", "lanes"), [(0, "CC"), (1, "CC"), (3, "CCA"), (9, "CCAB")])
async def test_beyond_the_bots_budget_only_the_crisis_lane_goes(
    database: Database, clock: FrozenClock, budget: int, lanes: str
) -> None:
    for address, lane in enumerate((Lane.BROADCAST, Lane.ANSWER, Lane.CRISIS, Lane.CRISIS)):
        await database.write(two_lines, clock, str(address), lane)
    assert "".join(o.lane.name[0] for o in await database.write(claim, clock, budget=budget)) == lanes


async def test_what_waits_in_a_chat_before_a_crisis_line_is_as_urgent(database: Database, clock: FrozenClock) -> None:
    """Order is kept within a chat, so an answer before it, held back with all others, would hold the crisis line back too."""
    await database.write(two_lines, clock, "of another")
    talk = await database.write(two_lines, clock, "hers")
    assert await database.write(claim, clock, budget=0) == []

    def crisis(tx: Transaction) -> None:
        line = a_message(clock, talk, 3, "nomor darurat")
        keep(tx, conversations.get(tx, talk), line)
        outbox.put(tx, [Posting(line, CHANNEL, BOT, Lane.CRISIS, 0, safety=True)], clock.now())

    await database.write(crisis)
    went = []
    while claimed := await database.write(claim, clock, budget=0):
        went += [one.message.text for one in claimed]
        for one in claimed:
            await database.write(settling.settle, one, one.claim, Delivery.SENT, ref="1")
        clock.tick(timedelta(seconds=1))
    assert went == ["satu", "dua", "nomor darurat"]


async def test_what_the_bot_had_to_say_is_dropped_at_a_take_over(database: Database, clock: FrozenClock) -> None:
    conversation_id = await database.write(two_lines, clock)
    dropped = await database.write(outbox.drop_bot_lines, conversation_id)
    assert len(dropped) == 2
    assert await database.read(outbox.waiting_count) == 0


async def test_conversations_are_locked_and_found_by_address(database: Database, clock: FrozenClock) -> None:
    conversation_id = await database.write(two_lines, clock, "55")
    found = await database.write(conversations.lock, [(CHANNEL, BOT, "55"), (CHANNEL, BOT, "56")])
    assert {c.id for c in found.values()} == {conversation_id}
    assert found[(CHANNEL, BOT, "55")].contact.name == "Siti"
