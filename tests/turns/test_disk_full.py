"""A full disk: nothing is acknowledged, nothing is half kept, and the person hears the truth and whom to call."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import expect
from sqlalchemy import text

from bot.chat import web_routes
from bot.chat.web import BOT, NAME, WebChannel
from bot.last_words import AGAIN_AFTER
from helpline.alarms import Alarm
from storage import alarms, contacts
from storage.database import Database, StoreFull, is_full
from storage.transaction import Transaction
from suluh.ballast import Ballast
from tests.browser import a_browser, a_phone
from tests.clock import FrozenClock, HurryingClock
from tests.house import Helpline, furnished
from tests.letterbox import Letterbox
from tests.serving import address, serving
from tests.turns.conftest import NotingWire

LONG = "tolong saya dipukul " * 180


def fill(tx: Transaction) -> None:
    """From now on the file may not grow: SQLite answers as on a full disk."""
    pages = tx.connection.execute(text("PRAGMA page_count")).scalar_one()
    tx.connection.execute(text(f"PRAGMA max_page_count = {pages}"))


def make_room(tx: Transaction) -> None:
    tx.connection.execute(text("PRAGMA max_page_count = 1073741823"))


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """A server's disk is its own; here it is the file's."""
    return sqlite_database


def test_both_databases_words_for_it_are_known() -> None:
    class Postgres(Exception):
        sqlstate = "53100"

    class Sqlite(Exception):
        sqlite_errorname = "SQLITE_FULL"

    assert is_full(Postgres())
    assert is_full(Sqlite())
    assert not is_full(Exception())


async def refused(box: Letterbox, chat: int, words: str) -> None:
    box.person(chat).writes(words)
    with pytest.raises(StoreFull):
        await box.drain()
    await box.helpline.turns.last_words.close()


def goes_to(tx: Transaction, key: str, country: str) -> None:
    found = contacts.find_by_address(tx, NAME, BOT, hashlib.sha256(key.encode()).hexdigest())
    assert found is not None
    contacts.save(tx, [replace(found, country=country)], datetime(2027, 1, 1, tzinfo=UTC))


async def until_full(box: Letterbox, database: Database) -> None:
    """Free pages inside the file are used up first."""
    await database.write(fill)
    for number in range(1, 200):
        box.person(50_000 + number).writes("x" * len(LONG))
        try:
            await box.drain()
        except StoreFull:
            return
    raise AssertionError


async def test_the_truth_and_the_numbers_are_told_once_an_hour_and_all_is_well_when_there_is_room(
    box: Letterbox, wire: NotingWire, clock: FrozenClock, database: Database
) -> None:
    siti = box.person(1)
    await box.says(siti, "halo")
    await until_full(box, database)
    await box.helpline.turns.last_words.close()
    wire.called.clear()
    for _ in range(3):
        await refused(box, 1, LONG)
    assert [address for address, _text, _button in wire.called] == ["1"]
    said = wire.called[0][1]
    assert "belum bisa kami simpan" in said
    assert any(mark.isdigit() for mark in said)
    _conversation, kept = await box.conversation_of(siti)
    assert LONG not in [message.text for message in kept]
    clock.tick(timedelta(hours=1))
    await refused(box, 1, LONG)
    assert len(wire.called) == 2
    await database.write(make_room)
    await box.says(siti, "tolong saya dipukul")
    _conversation, kept = await box.conversation_of(siti)
    assert "tolong saya dipukul" in [message.text for message in kept]


async def test_the_ballast_is_dropped_the_alarm_stands_and_both_end_when_there_is_room(
    box: Letterbox, clock: FrozenClock, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("disk")
    ballast = Ballast(database, clock, folder, size=65536, spare=0)
    assert await ballast.recover()
    assert ballast.file.stat().st_size == 65536
    await until_full(box, database)
    await box.helpline.turns.last_words.close()
    assert database.full.is_set()
    ballast.drop()
    assert not ballast.file.exists()
    await database.write(make_room)
    ballast.spare = 1 << 60
    assert not await ballast.recover()
    assert list(await database.read(alarms.standing)) == [Alarm.DISK_FULL]
    ballast.spare = 0
    assert await ballast.recover()
    assert await database.read(alarms.standing) == {}
    assert ballast.file.stat().st_size == 65536


async def test_while_the_disk_is_full_the_watch_goes_on(
    box: Letterbox, clock: FrozenClock, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ballast = Ballast(database, clock, tmp_path_factory.mktemp("disk"), size=65536, spare=0)
    watching = asyncio.create_task(ballast.run())
    try:
        await until_full(box, database)
        await box.helpline.turns.last_words.close()
        await database.write(make_room)
        await box.says(box.person(2), "halo")
        assert not watching.done()
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def test_the_chat_page_reads_it_in_the_answer_to_each_of_its_posts_with_the_numbers_of_its_country(
    box: Letterbox, clock: FrozenClock, database: Database
) -> None:
    helpline, wording = Helpline.of(database, clock, WebChannel(database)), furnished().wording
    app = web.Application()
    app.add_routes(web_routes.routes(helpline.receive, helpline.turns.last_words, database, clock, wording, list))
    async with TestClient(TestServer(app)) as client:

        async def post(number: int, who: str, words: str, language: str = "id") -> tuple[int, str | None, str]:
            body, headers = {"id": f"{number:016x}", "text": words}, {"Authorization": f"Bearer {who * 43}"}
            async with client.post("/chat/messages", json=body, headers=headers, params={"language": language}) as answer:
                told = await answer.json()
                assert answer.content_type == "application/json"
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                return answer.status, answer.headers.get("Retry-After"), str(told.get("error") or told["kept"])

        assert (await post(1, "s", "halo"))[0] == 200
        await database.write(goes_to, "s" * 43, "HK")
        await until_full(box, database)
        await box.helpline.turns.last_words.close()
        for number in (5, 5, 6):
            status, after, said = await post(number, "s", f"<b>{LONG}</b>")
            assert (status, after) == (503, str(AGAIN_AFTER))
            assert "belum bisa kami simpan" in said
            assert "30 detik" in said
            assert "\n999\n" in said
            assert "<" not in said
        status, _after, said = await post(7, "z", LONG, "en")
        assert (status, "we cannot keep your message" in said, "30 seconds" in said) == (503, True, True)
        assert "+62" in said
        assert "\n999\n" not in said  # where a stranger is, nobody knows
        async with client.post("/chat/uploads", data=b"x" * 200_000, headers={"Authorization": f"Bearer {'s' * 43}"}) as answer:
            assert (answer.status, "alert" in await answer.json()) == (503, True)
        await database.write(make_room)
        assert await post(5, "s", f"<b>{LONG}</b>") == (200, None, f"{5:016x}")


async def test_the_page_shows_whom_to_call_and_keeps_what_was_typed_until_there_is_room(database: Database) -> None:
    async with serving(database, HurryingClock()) as service, a_browser() as browser:
        phone = await a_phone(browser, address(service))
        await phone.goto("/")
        await phone.get_by_role("button", name="Mulai").click()
        await expect(phone.get_by_role("log")).to_contain_text("senang bertemu")
        await database.write(fill)
        writer = phone.get_by_label("Tulis di sini")
        for number in range(8):  # free pages inside the file are used up first
            await writer.fill(f"{number} {LONG}")
            await writer.press("Enter")
        alert = phone.get_by_role("alert")
        await expect(alert).to_contain_text("belum bisa kami simpan")
        assert await alert.locator("a[href^='tel:']").count() >= 3
        await phone.reload()
        await expect(alert).to_contain_text("belum bisa kami simpan")
        await database.write(make_room)
        await phone.reload()
        await expect(phone.get_by_role("log").get_by_text("7 tolong saya dipukul")).to_be_visible()
        await expect(phone.locator("li.contact[data-seq]").filter(has_text="7 tolong")).to_be_visible()
        await expect(alert).to_be_hidden()
