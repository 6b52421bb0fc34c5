"""Headers and faults: every answer is guarded, also when something is missing or broken."""

import logging

import pytest

from console import queue as queue_views
from console.headers import HEADERS, POLICY
from storage import queue
from storage.database import Database, StoreAway
from tests.console.people import HERE, PAGE, Browser, Waiting

SECRET = "the words of a contact"


def broken(_tx: object) -> None:
    raise RuntimeError(SECRET)


def away(*_asked: object) -> None:
    raise StoreAway


def test_the_policy_lets_nothing_foreign_in() -> None:
    assert POLICY.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in POLICY
    assert "frame-ancestors 'none'" in POLICY


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/queue", 200),
        ("/sign-in", 303),
        ("/static/desk.css", 200),
        ("/static/none.css", 404),
        ("/static/..%2Fapp.py", 404),
        ("/nothing", 404),
        ("/staff", 403),
        ("/join/nobody", 410),
        ("/conversations/x", 404),
        (f"/conversations/{'0' * 32}", 404),
        (f"/conversations/{'0' * 32}/messages", 404),
        (f"/media/{'0' * 32}", 404),
        ("/sign-out", 405),
    ],
)
async def test_every_answer_carries_the_headers(path: str, status: int, rina: Browser) -> None:
    answer = await rina.get(path)
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


async def test_a_stream_carries_them_too(rina: Browser) -> None:
    answer = await rina.ask("GET", "/events", {"Accept": "text/event-stream"})
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    answer.close()


async def test_what_breaks_is_a_calm_page_and_a_number_in_the_log_without_content(
    rina: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(queue_views, "read_board", broken)
    with caplog.at_level(logging.ERROR):
        answer = await rina.get("/")
    text = await answer.text()
    assert answer.status == 500
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert SECRET not in text + caplog.text
    assert "Traceback" not in text
    number = caplog.records[-1].getMessage().split()[2].rstrip(":")
    assert number in text


async def test_when_the_database_is_away_we_say_so_and_ask_to_come_back(rina: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_views, "read_board", away)
    answer = await rina.get("/")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert "The database cannot be reached at the moment." in await answer.text()


async def test_too_much_is_refused_with_a_sentence(rina: Browser, siti: Waiting) -> None:
    data = {"csrf": rina.csrf, "text": "x" * 300_000}
    answer = await rina.ask("POST", f"{siti.path}/notes", PAGE | HERE, data=data)
    assert (answer.status, "That was too long to be sent." in await answer.text()) == (413, True)


async def test_our_scripts_write_no_markup_from_data() -> None:
    from console.assets import ASSETS

    script = ASSETS["desk.js"][0].decode()
    assert "innerHTML" not in script
    assert "eval(" not in script
    assert "http" not in script


async def test_an_empty_store_is_said_plainly(database: Database, rina: Browser) -> None:
    assert await database.read(queue.rows) == []
    assert "Nobody is waiting." in await (await rina.get("/")).text()
