"""A whole report on Telegram: the real python-telegram-bot, real HTTP, the worker's own loops; by polling and by webhook."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from helpline.takeover import Owner
from storage.database import Database
from tests.clock import HurryingClock
from tests.emulator import Emulator, Fault, Person
from tests.letterbox import conversation_at
from tests.patience import PATIENCE
from tests.serving import free_port, serving

SECRET = "a-secret-for-the-webhook"


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


async def reports(siti: Person) -> str:
    """Siti's way through the report; what she read last."""
    siti.writes("/start")
    await siti.hears("senang bertemu")
    siti.presses("Saya butuh bantuan sekarang")
    await siti.hears("Apakah Anda aman sekarang?")
    siti.presses("Ya, saya aman")
    await siti.hears("negara mana")
    siti.writes("hong kong")
    await siti.hears("Ini tentang apa?")
    siti.writes("paspor")
    await siti.hears("Sudah dicatat dengan nomor")
    for answer, question in (
        ("[Paspor]", "Siapa yang memegangnya?"),
        ("[Agen atau calo]", "memintanya kembali"),
        ("ya", "keluar dengan bebas"),
        ("tidak", "paling Anda inginkan"),
        ("lewati", "Tekan Selesai"),
    ):
        siti.presses(answer[1:-1]) if answer.startswith("[") else siti.writes(answer)
        await siti.hears(question)
    siti.sends_file("photo", b"\xff\xd8\xff\xe0", caption="halaman depan")
    await siti.hears("Sudah diterima")
    siti.writes("selesai")
    await siti.hears("dipanggil siapa")
    siti.writes("lewati")
    await siti.hears("Kapan aman menulis")
    siti.writes("lewati")
    await siti.hears("akan dibaca konselor")
    siti.presses("Kirim")
    return (await siti.hears("Nomor laporan Anda")).text


async def test_a_report_by_polling(database: Database, telegram: Emulator) -> None:
    settings = {"telegram_bot_token": telegram.token, "telegram_api_base": telegram.api}
    async with serving(database, HurryingClock(), **settings):
        siti = telegram.person(77001)
        telegram.faults += [Fault(429, "Too Many Requests", retry_after=1), Fault(502, "Bad Gateway")]
        assert "konselor" in (await reports(siti)).lower()
        conversation, kept = await database.read(conversation_at, "77001")
        assert conversation.ownership.owner is Owner.WAITING
        assert telegram.ledger.count("answerCallbackQuery") > 0
    sent = [m.text for m in kept if m.author == "bot"]
    assert [s.text for s in siti.inbox] == sent


async def test_a_report_by_webhook(database: Database, telegram: Emulator) -> None:
    port = free_port()
    settings = {
        "telegram_bot_token": telegram.token,
        "telegram_api_base": telegram.api,
        "telegram_webhook_secret": SECRET,
        "public_url": f"http://127.0.0.1:{port}",
    }
    async with serving(database, HurryingClock(), at=port, **settings):
        await asyncio.wait_for(telegram.webhook_set.wait(), PATIENCE)
        siti, budi = telegram.person(77001), telegram.person(77002, "Budi")
        first, second = await asyncio.gather(reports(siti), reports(budi))
    assert first != second
    assert telegram.ledger.count("answerCallbackQuery") == 0
    assert any(answer.get("method") == "answerCallbackQuery" for answer in telegram.delivery.answers)
