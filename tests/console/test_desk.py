"""Take over, reply, hand back, close, note: what a counsellor does, and who may not."""

import asyncio

import pytest

from helpline.delivery import Delivery, Lane
from helpline.events import Event
from helpline.messages import Author
from helpline.takeover import LEASE, Owner
from storage import cases, claiming, conversations, events, messages, outbox, queue, senders
from storage.database import Database
from storage.messages import Message
from storage.outbox import Posting
from storage.outgoing import Outgoing
from storage.transaction import Transaction
from tests import makers
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting


async def lines(database: Database, siti: Waiting) -> list[Message]:
    return await database.read(messages.latest, siti.conversation_id, siti.contact_id)


async def facts(database: Database, siti: Waiting) -> list[Event]:
    return [row.event for row in await database.read(events.timeline, siti.conversation_id)]


async def test_a_counsellor_takes_over_and_the_contact_is_told_in_their_language(
    database: Database, rina: Browser, siti: Waiting
) -> None:
    answer = await rina.post(f"{siti.path}/take-over")
    assert answer.status == 303
    now = await database.read(conversations.get, siti.conversation_id)
    assert now.ownership.owner is Owner.COUNSELLOR
    [told] = await lines(database, siti)
    assert (told.author, told.text) == (Author.NOTICE, "Rina dari tim kami kini bersama Anda.")
    assert (await database.read(cases.get, siti.case_id)).assignee == now.ownership.counsellor
    assert Event.TAKEN_OVER in await facts(database, siti)


async def test_of_two_who_take_over_at_once_one_wins_and_the_other_is_told(
    database: Database, rina: Browser, budi: Browser, siti: Waiting
) -> None:
    answers = await asyncio.gather(rina.post(f"{siti.path}/take-over"), budi.post(f"{siti.path}/take-over"))
    assert sorted(answer.status for answer in answers) == [303, 409]
    [late] = [await answer.text() for answer in answers if answer.status == 409]
    assert "Another counsellor has already taken over this conversation." in late
    assert len(await lines(database, siti)) == 1


async def test_taking_over_twice_tells_the_contact_once(database: Database, rina: Browser, siti: Waiting) -> None:
    for _ in range(2):
        assert (await rina.post(f"{siti.path}/take-over")).status == 303
    assert len(await lines(database, siti)) == 1


async def test_take_over_drops_what_the_bot_had_still_to_say(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    def speak(tx: makers.Transaction) -> None:
        conversation = conversations.get(tx, siti.conversation_id)
        line = makers.a_message(clock, conversation, 1, "How many months?")
        makers.keep(tx, conversation, line)
        outbox.put(tx, [Posting(line, "telegram", "1", Lane.ANSWER, conversation.ownership.version)], clock.now())

    await database.write(speak)
    await rina.post(f"{siti.path}/take-over")
    dropped, told = await lines(database, siti)
    assert (dropped.delivery, dropped.reason, told.delivery) == (Delivery.DROPPED, "taken_over", Delivery.PENDING)
    assert Event.MESSAGE_DROPPED in await facts(database, siti)
    assert "A counsellor had taken over" in await (await rina.get(siti.path)).text()


async def test_a_reply_goes_out_ahead_of_everything_and_renews_the_lease(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    clock.tick(LEASE / 2)
    assert (await rina.post(f"{siti.path}/reply", text="Saya di sini.", once="a")).status == 303
    said = (await lines(database, siti))[-1]
    assert (said.seq, said.author, said.text, said.delivery) == (2, Author.COUNSELLOR, "Saya di sini.", Delivery.PENDING)
    ownership = (await database.read(conversations.get, siti.conversation_id)).ownership
    assert ownership.lease_until == clock.now() + LEASE
    [row] = await database.read(queue.rows)
    assert row.waiting_since is None
    claimed = await database.write(claimed_by_anybody, clock)
    assert [(out.lane, out.owner_version, out.notice) for out in claimed] == [(Lane.CRISIS, ownership.version, True)]


def claimed_by_anybody(tx: Transaction, clock: FrozenClock) -> list[Outgoing]:
    fence = senders.take(tx, "telegram", "1", "anybody", LEASE)
    assert fence
    return claiming.claim(
        tx, channel="telegram", bot="1", fence=fence, claim="c", now=clock.now(), room=claiming.Room(9, 9), lease=LEASE
    )


async def test_only_the_owner_replies_and_the_draft_is_kept(
    database: Database, rina: Browser, budi: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    answer = await budi.post(f"{siti.path}/reply", text="Halo dari Budi", once="b")
    text = await answer.text()
    assert answer.status == 403
    assert "This case is not yours." in text
    assert "Halo dari Budi" in text
    assert len(await lines(database, siti)) == 1


async def test_a_double_click_sends_once(database: Database, rina: Browser, siti: Waiting) -> None:
    await rina.post(f"{siti.path}/take-over")
    await asyncio.gather(*(rina.post(f"{siti.path}/reply", text="Halo", once="same") for _ in range(3)))
    assert [m.text for m in await lines(database, siti)][1:] == ["Halo"]


@pytest.mark.parametrize(
    ("text", "status"),
    [("", 422), (" \n ", 422), ("x", 303), ("x" * 4000, 303), ("x" * 4001, 422), ("😀" * 2000, 303), ("😀" * 2001, 422)],
)
async def test_a_reply_has_between_one_and_four_thousand_characters(rina: Browser, siti: Waiting, text: str, status: int) -> None:
    await rina.post(f"{siti.path}/take-over")
    answer = await rina.post(f"{siti.path}/reply", text=text, once="c")
    assert answer.status == status
    assert text.strip()[:20] in await answer.text() or status == 303


async def test_handing_back_lets_the_bot_speak_and_tells_the_contact(database: Database, rina: Browser, siti: Waiting) -> None:
    await rina.post(f"{siti.path}/take-over")
    await rina.post(f"{siti.path}/hand-back")
    ownership = (await database.read(conversations.get, siti.conversation_id)).ownership
    assert (ownership.owner, ownership.version) == (Owner.BOT, 3)
    assert [m.author for m in await lines(database, siti)] == [Author.NOTICE, Author.NOTICE]
    assert (await rina.post(f"{siti.path}/reply", text="Halo", once="d")).status == 409


async def test_closing_needs_a_reason(database: Database, rina: Browser, siti: Waiting) -> None:
    await rina.post(f"{siti.path}/take-over")
    answer = await rina.post(f"{siti.path}/close", case=siti.case_id, reason="")
    assert (answer.status, "Please choose why the case is closed." in await answer.text()) == (422, True)
    assert await database.read(cases.current, siti.contact_id) is not None


async def test_closing_ends_the_case_and_frees_the_conversation(database: Database, rina: Browser, siti: Waiting) -> None:
    await rina.post(f"{siti.path}/take-over")
    assert (await rina.post(f"{siti.path}/close", case=siti.case_id, reason="helped")).status == 303
    assert await database.read(queue.rows) == []
    assert (await database.read(conversations.get, siti.conversation_id)).ownership.owner is Owner.BOT
    assert siti.number in (await lines(database, siti))[-1].text
    assert {Event.CASE_CLOSED, Event.HANDED_BACK} <= set(await facts(database, siti))


async def test_a_case_is_not_closed_twice(rina: Browser, siti: Waiting) -> None:
    await rina.post(f"{siti.path}/take-over")
    await rina.post(f"{siti.path}/close", case=siti.case_id, reason="helped")
    await rina.post(f"{siti.path}/take-over")
    answer = await rina.post(f"{siti.path}/close", case=siti.case_id, reason="helped")
    assert (answer.status, "This case is closed already." in await answer.text()) == (409, True)


async def test_who_does_not_own_the_conversation_closes_nothing(rina: Browser, budi: Browser, siti: Waiting) -> None:
    await rina.post(f"{siti.path}/take-over")
    for path, data in (("close", {"case": siti.case_id, "reason": "helped"}), ("hand-back", {})):
        assert (await budi.post(f"{siti.path}/{path}", **data)).status == 403


async def test_a_note_is_kept_for_colleagues_and_never_sent(
    database: Database, rina: Browser, wati: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    before = await lines(database, siti)
    await rina.post(f"{siti.path}/notes", text="Called the consulate.")
    assert "Called the consulate." in await (await wati.get(siti.path)).text()
    assert await lines(database, siti) == before
    assert Event.NOTE_WRITTEN in await facts(database, siti)


async def test_a_note_on_a_closed_case_is_still_possible(rina: Browser, siti: Waiting) -> None:
    await rina.post(f"{siti.path}/take-over")
    await rina.post(f"{siti.path}/close", case=siti.case_id, reason="referred")
    assert (await rina.post(f"{siti.path}/notes", text="She wrote a letter of thanks.")).status == 303
    assert "letter of thanks" in await (await rina.get(siti.path)).text()
