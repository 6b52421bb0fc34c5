"""Replying: files, voice, places, quick answers and later times reach the contact; drafts and signs of colleagues."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from aiohttp import FormData

from bot.chat.telegram import TelegramChannel
from bot.typing import TypingSign
from helpline.messages import QUICK, Kind
from storage import contacts, conversations, later, messages, signs, tasks
from storage.database import Database
from storage.messages import Message
from storage.tasks import TaskKind
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.console.people import HERE, PAGE, Browser, Waiting
from tests.emulator.server import Emulator
from tests.house import Helpline
from tests.makers import BOT

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000") + bytes(40)
OGG = b"OggS" + bytes(200)


@asynccontextmanager
async def over(telegram: Emulator) -> AsyncIterator[TelegramChannel]:
    """The bot through which Siti writes, spoken over real HTTP."""
    channel = TelegramChannel(telegram.token, telegram.api)
    channel.bot = BOT
    yield channel
    await channel.close()


async def say(browser: Browser, siti: Waiting, file: bytes | None = None, name: str = "foto.png", **told: str) -> tuple[int, str]:
    form = FormData({"csrf": browser.csrf, "once": told.pop("once", "x")} | told)
    if file is not None:
        form.add_field("file", BytesIO(file), filename=name)
    answer = await browser.ask("POST", f"{siti.path}/reply", PAGE | HERE, data=form)
    return answer.status, await answer.text()


async def last(database: Database, siti: Waiting) -> Message:
    return (await database.read(messages.latest, siti.conversation_id, siti.contact_id))[-1]


@pytest.fixture
async def hers(rina: Browser, siti: Waiting) -> Waiting:
    """Rina has taken the conversation over."""
    await rina.post(f"{siti.path}/take-over")
    return siti


@pytest.mark.parametrize(
    ("file", "name", "voice", "kind"),
    [
        (PNG, "foto.png", "", Kind.PHOTO),
        (OGG, "voice.ogg", "yes", Kind.VOICE),
        (b"%PDF-1.4 " + bytes(99), "surat.pdf", "", Kind.DOCUMENT),
    ],
)
async def test_a_file_is_kept_with_its_hash_and_sent_as_what_it_is(
    file: bytes, name: str, voice: str, kind: Kind, database: Database, clock: FrozenClock, rina: Browser, hers: Waiting
) -> None:
    assert (await say(rina, hers, file, name, voice=voice, text="Ini dia"))[0] == 303
    message = await last(database, hers)
    [kept] = message.media
    assert (message.kind, message.text, kept.size, bool(kept.sha256)) == (kind, "Ini dia", len(file), True)
    async with Emulator() as telegram, over(telegram) as channel:
        helpline = Helpline.of(database, clock, channel)
        for _ in range(4):
            await helpline.postman.deliver_once()
            clock.tick(timedelta(seconds=2))
        assert telegram.ledger.to(77001)[-1].text == f"<{kind}>Ini dia"
        assert file in telegram.uploads.values()
        await helpline.close()
    assert (await last(database, hers)).delivery == "sent"


@pytest.mark.parametrize("file", [b"", b"<html>", b"MZ" + bytes(100), PNG + bytes(10_000_000)])
async def test_a_file_of_a_wrong_kind_or_size_is_refused_and_the_words_stay(
    file: bytes, database: Database, rina: Browser, hers: Waiting
) -> None:
    before = await last(database, hers)
    status, page = await say(rina, hers, file, text="Kata-kata saya")
    assert (status, "This file cannot be sent." in page, "Kata-kata saya" in page) == (422, True, True)
    assert await last(database, hers) == before


async def test_a_place_goes_out_as_a_place(database: Database, clock: FrozenClock, rina: Browser, hers: Waiting) -> None:
    for wrong in ("di sana", "91, 0", "1", "1,2,3", "nan,nan"):
        assert (await say(rina, hers, place=wrong))[0] == 422
    assert (await say(rina, hers, place="24.7136, 46.6753", text="Rumah singgah"))[0] == 303
    message = await last(database, hers)
    assert (message.kind, message.extra["latitude"]) == (Kind.LOCATION, 24.7136)
    async with Emulator() as telegram, over(telegram) as channel:
        helpline = Helpline.of(database, clock, channel)
        for _ in range(4):
            await helpline.postman.deliver_once()
            clock.tick(timedelta(seconds=2))
        assert [sent.text for sent in telegram.ledger.to(77001)][-2:] == ["<location>", "Rumah singgah"]
        await helpline.close()


async def test_answers_to_choose_from_are_buttons_whose_press_says_what_they_said(
    database: Database, rina: Browser, hers: Waiting
) -> None:
    for wrong in ("a\nb\nc\nd", "x" * 21, "😀" * 16):
        assert (await say(rina, hers, text="Aman?", buttons=wrong))[0] == 422
    assert (await say(rina, hers, text="Aman?", buttons="Ya\n\n Tidak \nYa"))[0] == 303
    labels = [(button.label, button.data) for row in (await last(database, hers)).buttons for button in row]
    assert labels == [("Ya", QUICK + "Ya"), ("Tidak", QUICK + "Tidak")]


async def in_riyadh(database: Database, clock: FrozenClock, siti: Waiting) -> None:
    from dataclasses import replace

    def move(tx: Transaction) -> None:
        contacts.save(tx, [replace(contacts.get(tx, siti.contact_id), country="SA")], clock.now())

    await database.write(move)


async def test_a_message_is_sent_later_by_the_contacts_own_clock_and_once(
    database: Database, clock: FrozenClock, rina: Browser, hers: Waiting
) -> None:
    await in_riyadh(database, clock, hers)
    local = (clock.now() + timedelta(hours=3)).astimezone(ZoneInfo("Asia/Riyadh")).replace(second=0, microsecond=0)
    key = "ab" * 16
    for _ in range(2):
        assert (await say(rina, hers, text="Selamat malam", later=f"{local:%Y-%m-%dT%H:%M}", once=key))[0] == 303
    conversation = await database.read(conversations.get, hers.conversation_id)
    [message] = await database.read(later.of_conversation, conversation)
    assert message.due_at == local.astimezone(UTC)
    page = await (await rina.get(hers.path)).text()
    assert "To be sent later" in page
    assert "Send later, at this time in Asia/Riyadh" in page
    helpline = Helpline.of(database, clock)
    clock.tick(timedelta(hours=2, minutes=50))

    def stay(tx: Transaction) -> None:
        own = conversations.get(tx, hers.conversation_id).ownership
        from helpline.takeover import renew

        assert own.counsellor is not None
        conversations.set_ownership(tx, hers.conversation_id, own, renew(own, own.counsellor, clock.now()))

    await database.write(stay)
    assert await helpline.schedule.later.look() == 0
    clock.tick(timedelta(minutes=10))
    assert [await helpline.schedule.later.look() for _ in range(2)] == [1, 0]
    assert (await last(database, hers)).text == "Selamat malam"
    await helpline.close()


@pytest.mark.parametrize("wrong", ["besok", "2020-01-01T10:00", "2999-01-01T10:00"])
async def test_a_time_that_makes_no_sense_is_refused(wrong: str, rina: Browser, hers: Waiting) -> None:
    status, page = await say(rina, hers, text="Nanti", later=wrong)
    assert (status, "Please choose a time between now and 30 days from now." in page, "Nanti" in page) == (422, True, True)


async def test_what_was_to_be_sent_later_is_not_said_in_another_hands_conversation(
    database: Database, clock: FrozenClock, rina: Browser, hers: Waiting
) -> None:
    at = clock.now() + timedelta(hours=1)
    await say(rina, hers, text="Nanti", later=f"{at.astimezone(ZoneInfo('Asia/Jakarta')):%Y-%m-%dT%H:%M}")
    await rina.post(f"{hers.path}/hand-back")
    clock.tick(timedelta(hours=2))
    helpline = Helpline.of(database, clock)
    await helpline.schedule.later.look()
    assert (await last(database, hers)).text != "Nanti"
    assert TaskKind.UNSENT in {task.kind for task in await database.read(tasks.open_tasks)}
    await helpline.close()


async def test_what_is_called_off_comes_back_as_a_draft(
    database: Database, clock: FrozenClock, rina: Browser, budi: Browser, hers: Waiting
) -> None:
    at = datetime(2026, 12, 1, tzinfo=UTC) if clock.now() < datetime(2026, 11, 30, tzinfo=UTC) else clock.now()
    soon = min(at, clock.now() + timedelta(days=1))
    await say(rina, hers, text="Nanti saja", later=f"{soon.astimezone(ZoneInfo('Asia/Jakarta')):%Y-%m-%dT%H:%M}")
    conversation = await database.read(conversations.get, hers.conversation_id)
    [message] = await database.read(later.of_conversation, conversation)
    assert (await budi.post(f"{hers.path}/later/off", message=message.id)).status == 403
    await rina.post(f"{hers.path}/later/off", message=message.id)
    assert await database.read(later.of_conversation, conversation) == []
    assert "Nanti saja" in await (await rina.get(hers.path)).text()


async def test_a_draft_is_kept_sealed_across_tabs_and_forgotten_when_it_is_sent(
    database: Database, rina: Browser, hers: Waiting
) -> None:
    told = await (await rina.post(f"{hers.path}/sign", draft="Setengah kalimat")).json()
    assert told == {"others": [], "draft": "Setengah kalimat"}
    assert "Setengah kalimat" in await (await rina.get(hers.path)).text()
    assert (await (await rina.post(f"{hers.path}/sign")).json())["draft"] == "Setengah kalimat"
    await say(rina, hers, text="Setengah kalimat lagi")
    assert (await (await rina.post(f"{hers.path}/sign")).json())["draft"] == ""


async def test_colleagues_see_who_looks_and_who_writes_and_only_they_may(
    database: Database, clock: FrozenClock, rina: Browser, budi: Browser, wati: Browser, hers: Waiting
) -> None:
    assert (await budi.post(f"{hers.path}/sign", typing="yes")).status == 403
    await rina.post(f"{hers.path}/sign", typing="yes", draft="a")
    assert (await (await wati.post(f"{hers.path}/sign")).json())["others"] == [{"name": "Rina", "typing": True}]
    clock.tick(signs.TYPING)
    assert (await (await wati.post(f"{hers.path}/sign")).json())["others"] == [{"name": "Rina", "typing": False}]
    clock.tick(signs.LOOKING)
    assert (await (await wati.post(f"{hers.path}/sign")).json())["others"] == []


async def test_writing_keeps_the_claim_alive_and_looking_does_not(
    database: Database, clock: FrozenClock, rina: Browser, hers: Waiting
) -> None:
    async def lease() -> datetime | None:
        return (await database.read(conversations.get, hers.conversation_id)).ownership.lease_until

    before = await lease()
    clock.tick(timedelta(minutes=5))
    await rina.post(f"{hers.path}/sign")
    assert await lease() == before
    await rina.post(f"{hers.path}/sign", typing="yes")
    assert before is not None
    assert await lease() == before + timedelta(minutes=5)


async def test_telegram_shows_that_the_counsellor_writes_and_nobody_else(
    database: Database, clock: FrozenClock, rina: Browser, wati: Browser, hers: Waiting
) -> None:
    async with Emulator() as telegram, over(telegram) as channel:
        sign = TypingSign(database, clock, {(channel.name, channel.bot): channel})
        await wati.post(f"{hers.path}/sign", typing="yes")
        assert await sign.show_once() == 0
        await rina.post(f"{hers.path}/sign", typing="yes")
        assert await sign.show_once() == 1
        assert telegram.ledger.count("sendChatAction") == 1
        clock.tick(signs.TYPING)
        assert await sign.show_once() == 0


async def test_nothing_of_a_draft_lies_open_in_the_database(database: Database, rina: Browser, hers: Waiting) -> None:
    from tests.storage.test_dump import everything

    await rina.post(f"{hers.path}/sign", draft="KANARI-KONSEP")
    assert b"KANARI-KONSEP" not in await database.read(everything)
