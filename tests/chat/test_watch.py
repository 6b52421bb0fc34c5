"""The watch over Telegram's webhook: what is called out, what is not, and that nothing stops it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.chat.telegram import TelegramChannel
from bot.chat.telegram_watch import Watch, signs_of
from helpline.alarms import Alarm
from storage import alarms
from storage.database import Database
from tests.clock import FrozenClock
from tests.conftest import Serve

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
URL = "https://suluh.example/telegram/webhook"


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"url": URL}, set()),
        ({"url": URL, "pending_update_count": 50, "last_error_date": int(NOW.timestamp()) - 3600}, set()),
        ({"url": ""}, {Alarm.WEBHOOK_ELSEWHERE}),
        ({"url": "https://thief.example/"}, {Alarm.WEBHOOK_ELSEWHERE}),
        ({"url": URL, "pending_update_count": 51}, {Alarm.UPDATES_PENDING}),
        ({"url": URL, "last_error_date": int(NOW.timestamp()) - 5}, {Alarm.WEBHOOK_FAILING}),
    ],
)
def test_what_telegram_tells_is_weighed(told: dict[str, Any], wrong: set[Alarm]) -> None:
    assert signs_of(told, URL, NOW) == wrong


async def test_alarms_begin_and_end_and_a_malformed_answer_stops_nothing(
    database: Database, clock: FrozenClock, aiohttp_server: Serve
) -> None:
    answers: list[bytes] = []

    async def info(_request: web.Request) -> web.Response:
        return web.Response(body=answers.pop(0), content_type="application/json")

    app = web.Application()
    app.router.add_post("/bot123456:x/getWebhookInfo", info)
    telegram = TelegramChannel("123456:x", await aiohttp_server(app))
    watch = Watch(telegram, database, clock, URL)

    async def after(*given: bytes) -> list[Alarm]:
        answers[:] = given
        for _answer in given:
            await watch.look()
        return list(await database.read(alarms.standing))

    good, stolen = (
        f'{{"ok": true, "result": {{"url": "{URL}"}}}}'.encode(),
        b'{"ok": true, "result": {"url": "https://thief.example"}}',
    )
    full = good.replace(b'"}}', b'", "pending_update_count": 900}}')
    try:
        assert await after(good, good) == []
        assert await after(full) == []
        assert await after(full) == [Alarm.UPDATES_PENDING]
        assert await after(stolen) == [Alarm.WEBHOOK_ELSEWHERE]
        bad = (b"", b"\xff", b"[]", b"null", b'{"result": []}', b'{"result": {"url": 5}}', b'{"result": {"url": {}}}', b"<html>")
        assert await after(*bad) == [Alarm.WEBHOOK_ELSEWHERE, Alarm.WATCH_BLIND]
        assert await after(good) == []
    finally:
        await telegram.close()
