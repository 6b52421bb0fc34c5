"""The Telegram channel: the real python-telegram-bot against the emulator, over real HTTP."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram.error import NetworkError

from bot.channels import FetchFailed, TooBig
from bot.chat.telegram import LONGEST, TelegramChannel, split, units
from bot.chat.telegram_webhook import HEADER, PATH, routes
from content import enclosures
from helpline.delivery import Lane, Outcome
from helpline.messages import Author, Button
from helpline.takeover import Ownership
from helpline.updates import Update
from storage.database import StoreAway
from storage.outgoing import Outgoing
from tests.clock import FrozenClock
from tests.emulator import Emulator, Fault
from tests.makers import a_text

SECRET, OLD_SECRET = "a-secret-of-the-webhook", "the-secret-before-it"


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


@pytest.fixture
async def channel(telegram: Emulator) -> AsyncIterator[TelegramChannel]:
    made = TelegramChannel(telegram.token, telegram.api)
    yield made
    await made.close()


def a_posting(text: str, chat: int = 77001, buttons: Any = (), **extra: str) -> Outgoing:
    message = replace(a_text(FrozenClock(), text, Author.BOT, buttons), extra=extra)
    return Outgoing(
        id=message.id,
        message=message,
        conversation_id="c",
        contact_id="c",
        channel="telegram",
        bot="123456",
        address=str(chat),
        lane=Lane.ANSWER,
        notice=False,
        safety=False,
        owner_version=0,
        ownership=Ownership(),
        attempts=1,
        uncertain=False,
        language="id",
    )


async def test_a_message_arrives_with_its_buttons(telegram: Emulator, channel: TelegramChannel) -> None:
    attempt = await channel.send(a_posting("Halo", buttons=((Button("Mulai", "v1:a:b:c", "danger"),),)))
    assert attempt.outcome is Outcome.SENT
    (sent,) = telegram.ledger.sent
    assert (sent.text, sent.data_of("Mulai")) == ("Halo", "v1:a:b:c")
    assert str(sent.message_id) == attempt.ref


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault(429, "Too Many Requests: retry after 7", retry_after=7), Outcome.RETRY),
        (Fault(502, "Bad Gateway"), Outcome.RETRY),
        (Fault(500, "Internal Server Error"), Outcome.RETRY),
        (Fault(403, "Forbidden: user is deactivated"), Outcome.UNREACHABLE),
        (Fault(400, "Bad Request: chat not found"), Outcome.UNREACHABLE),
        (Fault(400, "Bad Request: can't parse entities"), Outcome.REFUSED),
        (Fault(401, "Unauthorized"), Outcome.RETRY),
    ],
    ids=lambda value: str(getattr(value, "description", value)),
)
async def test_what_telegram_refuses_is_understood(
    telegram: Emulator, channel: TelegramChannel, fault: Fault, outcome: Outcome
) -> None:
    telegram.faults.append(fault)
    attempt = await channel.send(a_posting("Halo"))
    assert attempt.outcome is outcome
    if fault.retry_after:
        assert (attempt.retry_after, attempt.whole_bot) == (timedelta(seconds=7), True)


async def test_a_lesson_comes_in_one_message_with_its_drawing(telegram: Emulator, channel: TelegramChannel) -> None:
    lesson = a_posting("Panas", buttons=((Button("1", "v1:a:b:1"),),), picture="heat", alt="Matahari")
    assert (await channel.send(lesson)).outcome is Outcome.SENT
    (sent,) = telegram.ledger.sent
    assert (sent.text, sent.data_of("1")) == ("<photo>Panas", "v1:a:b:1")


async def test_a_long_lesson_comes_before_its_drawing(telegram: Emulator, channel: TelegramChannel) -> None:
    await channel.send(a_posting("x" * 1100, picture="heat", alt="Matahari"))
    assert [sent.text for sent in telegram.ledger.sent] == ["x" * 1100, "<photo>Matahari"]


@pytest.mark.parametrize("along", [{"picture": "gone", "alt": "x"}, {"voice": "gone"}])
async def test_what_is_not_there_any_more_is_left_out(
    telegram: Emulator, channel: TelegramChannel, along: dict[str, str]
) -> None:
    await channel.send(a_posting("Panas", **along))
    assert [sent.text for sent in telegram.ledger.sent] == ["Panas"]


async def test_the_words_go_alone_where_telegram_refuses_the_drawing(telegram: Emulator, channel: TelegramChannel) -> None:
    telegram.faults.append(Fault(status=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS"))
    assert (await channel.send(a_posting("Panas", picture="heat", alt="Matahari"))).outcome is Outcome.SENT
    assert [sent.text for sent in telegram.ledger.sent] == ["Panas"]


async def test_a_recording_follows_the_words(
    telegram: Emulator, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosures, "voice", lambda name: b"OggS" if name == "heat" else None)
    await channel.send(a_posting("Panas", picture="heat", alt="Matahari", voice="heat"))
    assert [sent.text for sent in telegram.ledger.sent] == ["<photo>Panas", "<voice>"]


async def test_silence_after_it_was_accepted_is_unknown(telegram: Emulator, channel: TelegramChannel) -> None:
    channel.request._read_timeout = 0.1
    telegram.faults.append(Fault(hang=True, accepted=True))
    assert (await channel.send(a_posting("Halo"))).outcome is Outcome.UNKNOWN
    assert len(telegram.ledger.sent) == 1


async def test_what_has_half_arrived_is_not_said_again_from_the_start(telegram: Emulator, channel: TelegramChannel) -> None:
    answers = iter([None, Fault(429, "Too Many Requests: retry after 3", 3)])
    telegram.weather = lambda _chat: next(answers, None)
    attempt = await channel.send(a_posting("panjang " * 600))
    assert (attempt.outcome, attempt.reason) == (Outcome.UNKNOWN, "half_sent")
    assert (attempt.whole_bot, attempt.retry_after) == (True, timedelta(seconds=3))
    assert len(telegram.ledger.sent) == 1


async def test_a_page_in_telegrams_stead_is_a_fault_of_the_network() -> None:
    async def page(_request: web.Request) -> web.Response:
        return web.Response(text="<html>Bad Gateway</html>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", page)
    async with TestServer(app) as server:
        channel = TelegramChannel("123456:emulated", str(server.make_url("")).rstrip("/"))
        with pytest.raises(NetworkError):
            await channel.updates(None, 0, [])
        await channel.close()


async def test_a_server_that_is_not_there_means_nothing_was_sent() -> None:
    channel = TelegramChannel("123456:emulated", "http://127.0.0.1:9")
    attempt = await channel.send(a_posting("Halo"))
    await channel.close()
    assert (attempt.outcome, attempt.reason) == (Outcome.RETRY, "not_reached")


async def test_files_come_from_the_configured_server_only(telegram: Emulator, channel: TelegramChannel) -> None:
    telegram.files |= {"small": b"\xff\xd8\xff", "large": b"x" * 20_000_001, "../../etc": b"1"}
    assert (await channel.fetch("small")).content == b"\xff\xd8\xff"
    with pytest.raises(TooBig):
        await channel.fetch("large")
    with pytest.raises(FetchFailed):
        await channel.fetch("../../etc")
    with pytest.raises(FetchFailed):
        await channel.fetch("unknown")


@pytest.mark.parametrize("text", ["a" * 9000, "kata " * 2000, "😀" * 3000, "", "x"])
def test_a_long_text_is_split_and_nothing_of_it_is_lost(text: str) -> None:
    parts = split(text)
    assert all(units(part) <= LONGEST for part in parts)
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


class Gate:
    """A webhook in a real server; `kept` are the updates that came through."""

    def __init__(self) -> None:
        self.kept: list[Update] = []
        self.away = False

    async def receive(self, update: Update) -> None:
        if self.away:
            raise StoreAway
        self.kept.append(update)


@pytest.fixture
async def gate(channel: TelegramChannel, aiohttp_server: Any) -> tuple[Gate, str]:
    made = Gate()
    app = web.Application()
    app.add_routes(routes(channel, made.receive, SECRET, OLD_SECRET))
    server = await aiohttp_server(app)
    return made, f"{server}{PATH}"


@pytest.mark.parametrize("secret", [SECRET, OLD_SECRET])
async def test_while_the_secret_is_changed_both_are_good(gate: tuple[Gate, str], secret: str) -> None:
    made, url = gate
    async with aiohttp.ClientSession() as client, client.post(url, data=b'{"update_id": 1}', headers={HEADER: secret}) as answer:
        assert answer.status == 200
    assert len(made.kept) == 1


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(HEADER, "wrong")],
        [(HEADER, SECRET[:-1])],
        [(HEADER, SECRET + "x")],
        [(HEADER, "rahasia-é")],
        [(HEADER, SECRET), (HEADER, SECRET)],
        [(HEADER, SECRET), (HEADER, OLD_SECRET)],
        [(HEADER, OLD_SECRET[:-1])],
        [("X-Other", SECRET)],
    ],
    ids=["none", "wrong", "shorter", "longer", "non-ascii", "twice", "both", "old shorter", "elsewhere"],
)
async def test_without_the_right_secret_nothing_is_read(gate: tuple[Gate, str], headers: list[tuple[str, str]]) -> None:
    made, url = gate
    async with aiohttp.ClientSession() as client, client.post(url, data=b'{"update_id": 1}', headers=headers) as answer:
        assert answer.status == 401
    assert made.kept == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"update_id": 1, "mess', 400),
        (b"", 400),
        (b"[]", 400),
        (b'{"update_id": "1"}', 400),
        (b"[" * 100_000, 400),
        (b'{"update_id": 7, "message": {"text": "\\ud83d"}}', 200),
    ],
    ids=["truncated", "empty", "list", "no number", "deep", "half a character"],
)
async def test_only_whole_updates_are_acknowledged(gate: tuple[Gate, str], body: bytes, status: int) -> None:
    made, url = gate
    async with aiohttp.ClientSession() as client, client.post(url, data=body, headers={HEADER: SECRET}) as answer:
        assert answer.status == status
    assert len(made.kept) == (status == 200)


async def test_while_the_store_is_away_telegram_is_asked_to_come_again(gate: tuple[Gate, str]) -> None:
    made, url = gate
    made.away = True
    async with aiohttp.ClientSession() as client, client.post(url, data=b'{"update_id": 1}', headers={HEADER: SECRET}) as answer:
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "5"
