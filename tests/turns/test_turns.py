"""One update, one effect: who is answered, who is silent, and what reaches a human."""

import asyncio
from datetime import timedelta

import pytest

from bot import intake
from bot.turn import Turn
from helpline.events import Event
from helpline.messages import Author, Incoming, Kind
from helpline.severity import Severity, is_crisis
from helpline.takeover import Owner, take_over
from helpline.topics import Topic
from helpline.updates import Update
from storage import conversations, events, inbox, outbox, tasks
from storage.database import StoreAway
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.house import Helpline
from tests.letterbox import Letterbox, case_of
from tests.makers import a_counsellor
from tests.turns.conftest import NotingWire


def happened(tx: Transaction) -> list[Event]:
    return [row.event for row in events.since(tx, 0)]


async def test_a_stranger_is_welcomed_and_an_update_delivered_five_times_has_one_effect(box: Letterbox) -> None:
    siti = box.person()
    siti.writes("halo")
    update = box.posted[0]
    box.posted *= 3
    await box.drain()
    await asyncio.gather(*(box.helpline.receive(update) for _ in range(2)))
    _conversation, kept = await box.conversation_of(siti)
    assert [m.author for m in kept] == [Author.CONTACT, Author.BOT]
    assert "senang bertemu" in kept[1].text


async def test_a_whole_batch_replayed_changes_nothing(box: Letterbox) -> None:
    people = [box.person(chat) for chat in range(1, 9)]
    for person in people:
        person.writes("petugas")
    posted = await box.drain()
    before = await box.helpline.database.read(happened)
    for _ in range(4):
        await asyncio.gather(*(box.helpline.receive(update) for update in posted))
    assert await box.helpline.database.read(happened) == before
    assert before.count(Event.CASE_OPENED) == 8


async def test_the_report_ends_with_a_case_number_and_a_silent_bot(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "halo", "lapor", "[Ya, saya aman]", "[Malaysia]", "[Gaji]")
    case = await case_of(box.helpline.database, siti)
    assert case is not None
    assert (case.topic, case.severity) == (Topic.WAGES, Severity.S2)
    await box.says(siti, "tidak dibayar", "3", "lewati", "lewati", "[Gaji dibayar]", "selesai", "lewati", "lewati", "[Kirim]")
    conversation, kept = await box.conversation_of(siti)
    assert conversation.ownership.owner is Owner.WAITING
    assert case.number in kept[-1].text
    await box.says(siti, "halo?", "ada orang?")
    said = await box.heard_by(siti)
    assert sum("Pesan Anda sudah kami terima" in text for text in said) == 1


async def test_words_of_danger_open_a_case_and_are_answered_gently(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "halo", "menu", "saya dipukul majikan tiap hari")
    case = await case_of(box.helpline.database, siti)
    assert case is not None
    assert (case.topic, case.severity) == (Topic.VIOLENCE, Severity.S1)
    assert "Apakah Anda aman sekarang?" in (await box.heard_by(siti))[-1]
    facts = await box.helpline.database.read(happened)
    assert Event.DANGER_SENSED in facts
    assert Event.COUNSELLORS_CALLED in facts


async def test_danger_within_a_question_suspends_it_and_comes_back_to_it(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "lapor", "lapor", "[Ya, saya aman]", "[Malaysia]", "[Hal lain]", "saya ingin mati saja")
    assert "apakah sekarang Anda ingin mengakhiri hidup?" in (await box.heard_by(siti))[-1]
    await box.says(siti, "[Tidak]", "[Nanti dulu]")
    assert "Apa yang paling Anda inginkan?" in (await box.heard_by(siti))[-1]
    case = await case_of(box.helpline.database, siti)
    assert case is not None
    assert is_crisis(case.severity)  # a wish to die stays with a human, whatever the direct question was answered


async def test_sos_gives_numbers_at_once_and_calls_the_counsellors(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "SOS")
    said = (await box.heard_by(siti))[0]
    assert "Nomor yang bisa Anda hubungi sekarang" in said
    case = await case_of(box.helpline.database, siti)
    assert case is not None
    assert case.severity is Severity.S0


async def test_a_button_of_yesterday_gets_the_present_question(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "halo", "[Mulai]", "[Mulai]")
    last = (await box.heard_by(siti))[-1]
    assert "Itu pertanyaan yang tadi" in last
    assert "bahasa apa" in last


async def test_two_presses_at_once_count_once(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "halo")
    data = await box.data_of(siti, "Mulai")
    for number in (901, 902):
        box.deliver("callback_query", {"id": f"q{number}", "from": siti.sender, "data": data}, siti.chat)
    await box.drain()
    _conversation, kept = await box.conversation_of(siti)
    assert [m.kind for m in kept if m.author is Author.CONTACT] == [Kind.TEXT, Kind.BUTTON, Kind.BUTTON]
    assert kept[2].text == "Mulai"
    assert "Itu pertanyaan yang tadi" in kept[-1].text


async def test_the_bot_is_silent_while_a_counsellor_speaks(box: Letterbox, clock: FrozenClock) -> None:
    siti = box.person()
    await box.says(siti, "halo")
    await taken_over(box.helpline, (await box.conversation_of(siti))[0].id, clock)
    before = await box.heard_by(siti)
    await box.says(siti, "menu", "saya dipukul", "bantuan", "[Mulai]")
    assert await box.heard_by(siti) == before
    case = await case_of(box.helpline.database, siti)
    assert case is not None
    assert case.severity is Severity.S1


async def test_sos_is_answered_even_while_a_counsellor_has_the_conversation(box: Letterbox, clock: FrozenClock) -> None:
    siti = box.person()
    await box.says(siti, "halo")
    await taken_over(box.helpline, (await box.conversation_of(siti))[0].id, clock)
    await box.says(siti, "darurat")
    _conversation, kept = await box.conversation_of(siti)
    assert kept[-1].author is Author.NOTICE
    assert "Nomor yang bisa Anda hubungi" in kept[-1].text


async def test_a_claim_that_lapses_goes_back_to_the_queue_and_the_contact_is_told(box: Letterbox, clock: FrozenClock) -> None:
    siti = box.person()
    await box.says(siti, "petugas", "lewati")
    await taken_over(box.helpline, (await box.conversation_of(siti))[0].id, clock)
    clock.tick(timedelta(minutes=31))
    assert await box.helpline.schedule.let_claims_lapse() == 1
    assert await box.helpline.schedule.let_claims_lapse() == 0
    conversation, kept = await box.conversation_of(siti)
    assert conversation.ownership.owner is Owner.WAITING
    assert "Anda tidak dilupakan" in kept[-1].text


async def test_a_poison_update_harms_nobody_else_and_reaches_a_human(box: Letterbox, monkeypatch: pytest.MonkeyPatch) -> None:
    siti, budi = box.person(1, "Siti"), box.person(2, "Budi")
    real = intake.listen

    def breaking(turn: Turn, incoming: Incoming, *, new_contact: bool) -> None:
        if incoming.text == "poison":
            raise RuntimeError("broken")
        real(turn, incoming, new_contact=new_contact)

    monkeypatch.setattr(intake, "listen", breaking)
    siti.writes("poison")
    budi.writes("halo")
    await box.drain()
    assert "senang bertemu" in (await box.heard_by(budi))[0]
    said = await box.heard_by(siti)
    assert "Konselor akan membacanya" in said[0]
    conversation, kept = await box.conversation_of(siti)
    assert kept[0].text == "poison"
    assert conversation.ownership.owner is Owner.WAITING
    open_tasks = await box.helpline.database.read(tasks.open_tasks)
    assert [task.kind for task in open_tasks] == ["quarantine"]


async def test_what_cannot_be_read_is_quarantined_sealed_with_a_task(box: Letterbox) -> None:
    broken = Update("telegram", "123456", "5", b'{"update_id": 5, "message": {"chat": 7}}')
    await box.helpline.receive(broken)
    await box.helpline.receive(broken)
    (task,) = await box.helpline.database.read(tasks.open_tasks)
    assert task.inbox_id is not None
    assert await box.helpline.database.read(inbox.raw, task.inbox_id) == broken.raw


async def test_when_the_store_is_away_nothing_is_acknowledged(helpline: Helpline, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_args: object, **_named: object) -> None:
        raise StoreAway

    monkeypatch.setattr(helpline.database, "write", away)
    with pytest.raises(StoreAway):
        await helpline.receive(Update("telegram", "123456", "1", b"{}"))


async def taken_over(helpline: Helpline, conversation_id: str, clock: FrozenClock) -> None:
    def take(tx: Transaction) -> None:
        conversation = conversations.get(tx, conversation_id, lock=True)
        after = take_over(conversation.ownership, a_counsellor(tx, clock), clock.now())
        conversations.set_ownership(tx, conversation_id, conversation.ownership, after)
        outbox.drop_bot_lines(tx, conversation_id)

    await helpline.database.write(take)


async def test_who_waits_for_a_human_still_gets_the_numbers(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "saya dipukul majikan", "tidak")
    assert "tulis nama negaranya" in "".join(await box.heard_by(siti))
    await box.says(siti, "hongkong")
    local = (await box.heard_by(siti))[-1]
    assert "+852" in local
    assert "tulis nama negaranya" not in local
    conversation, _kept = await box.conversation_of(siti)
    assert (conversation.ownership.owner, conversation.contact.country) == (Owner.WAITING, "HK")
    await box.says(siti, "nomor")
    assert (await box.heard_by(siti))[-1] == local


async def test_who_waits_is_told_once_an_hour_that_somebody_comes(box: Letterbox, clock: FrozenClock) -> None:
    siti = box.person()
    await box.says(siti, "petugas", "soal kontrak")
    before = len(await box.heard_by(siti))
    await box.says(siti, "halo?", "ada orang?", "tolong")
    assert len(await box.heard_by(siti)) == before + 1
    clock.tick(timedelta(hours=1))
    await box.says(siti, "halo?")
    assert len(await box.heard_by(siti)) == before + 2


async def test_a_take_over_does_not_hold_the_numbers_back(box: Letterbox, wire: NotingWire, clock: FrozenClock) -> None:
    siti = box.person()
    await box.says(siti, "saya dipukul majikan", "tidak")
    conversation, kept = await box.conversation_of(siti)

    def take(tx: Transaction) -> None:
        after = take_over(conversation.ownership, a_counsellor(tx, clock), clock.now())
        conversations.set_ownership(tx, conversation.id, conversation.ownership, after)
        outbox.drop_bot_lines(tx, conversation.id)

    await box.helpline.database.write(take)
    for _second in kept:
        clock.tick(timedelta(seconds=1))
        await box.helpline.postman.deliver_once()
    said = [outgoing.message.text for outgoing in wire.sent]
    assert any("+62" in text for text in said)
    assert not any("Apakah Anda aman" in text for text in said)
