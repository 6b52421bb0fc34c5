"""The chat page's door over real HTTP: what it takes in, what it refuses and how, and what nobody but its own browser sees."""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.chat import web_routes
from bot.chat.web import WebChannel
from bot.chat.web_files import LARGEST
from bot.chat.web_store import FILES_AN_HOUR
from helpline.directory import may_be_shown, national_numbers
from helpline.messages import Author, Kind
from helpline.updates import Update
from storage.database import Database, StoreAway
from tests.clock import FrozenClock
from tests.house import Helpline, furnished

JPEG = b"\xff\xd8\xff\xe0" + b"photo" * 40
OGG = b"OggS" + b"\x00" * 24 + b"OpusHead" + b"sound" * 40
HTML = b"<!doctype html><script>alert(1)</script>"


def directory_numbers() -> list[str]:
    return national_numbers(furnished().directory)


@pytest.fixture
def helpline(database: Database, clock: FrozenClock) -> Helpline:
    return Helpline.of(database, clock, WebChannel(database))


@pytest.fixture
async def client(database: Database, clock: FrozenClock, helpline: Helpline) -> AsyncIterator[TestClient]:
    app = web.Application(client_max_size=1_000_000)
    app.router.add_routes(
        web_routes.routes(helpline.receive, helpline.turns.last_words, database, clock, furnished().wording, directory_numbers)
    )
    async with TestClient(TestServer(app)) as opened:
        yield opened


@dataclass
class Browser:
    """One browser with its key."""

    client: TestClient
    helpline: Helpline
    key: str
    posted: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    async def post(self, **what: Any) -> tuple[int, dict[str, Any]]:
        self.posted += 1
        return await self.post_raw(json.dumps({"id": f"{self.posted:016x}"} | what).encode())

    async def post_raw(self, body: bytes) -> tuple[int, dict[str, Any]]:
        async with self.client.post("/chat/messages", data=body, headers=self.headers) as answer:
            return answer.status, await answer.json()

    async def writes(self, text: str) -> list[str]:
        """Write and read what the bot answers."""
        seen = (await self.news())["after"]
        status, _body = await self.post(text=text)
        assert status == 200
        await self.helpline.postman.deliver_once()
        return [m["text"] for m in (await self.news(seen))["messages"] if m["from"] == Author.BOT]

    async def news(self, after: int = 0) -> dict[str, Any]:
        async with self.client.get("/chat/messages", params={"after": after}, headers=self.headers) as answer:
            assert answer.status == 200
            return dict(await answer.json())

    async def uploads(self, content: bytes, *, recorded: bool = False) -> tuple[int, dict[str, Any]]:
        params = {"recorded": "1"} if recorded else {}
        async with self.client.post("/chat/uploads", data=io.BytesIO(content), params=params, headers=self.headers) as answer:
            return answer.status, await answer.json()

    async def sends_file(self, content: bytes, *, recorded: bool = False) -> dict[str, Any]:
        """Upload a file and send it; the message as the page shows it afterwards."""
        status, upload = await self.uploads(content, recorded=recorded)
        assert status == 200
        assert (await self.post(upload=upload))[0] == 200
        await self.helpline.fetcher.fetch_once()
        return next(m for m in reversed((await self.news())["messages"]) if m["from"] == Author.CONTACT)


@pytest.fixture
def siti(client: TestClient, helpline: Helpline) -> Browser:
    return Browser(client, helpline, "s" * 43)


@pytest.fixture
def budi(client: TestClient, helpline: Helpline) -> Browser:
    return Browser(client, helpline, "b" * 43)


async def test_the_page_comes_with_strict_headers_and_nothing_from_elsewhere(client: TestClient) -> None:
    for path in ("/", "/chat/chat.js", "/chat/chat.css", "/chat/words"):
        async with client.get(path) as answer:
            assert answer.status == 200, path
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "http" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "Set-Cookie" not in answer.headers
            assert not re.search(r"(src|href|url\(|import|fetch\()[\s=(\"']*https?:", await answer.text())
    async with client.get("/chat/nothing.js") as missing:
        assert missing.status == 404


async def test_a_lesson_shows_its_drawing_and_words_alone_where_that_is_wished(
    client: TestClient, siti: Browser, clock: FrozenClock
) -> None:
    plan = ("halo", "persiapan", "pelajaran", "malaysia", "kebun", "sudah di sana")
    for said in (*plan, "1", "pilih", "keahlian"):
        await siti.writes(said)
        clock.tick(timedelta(seconds=2))  # a chat hears one message a second
    drawn = [m["along"] for m in (await siti.news())["messages"] if m.get("along")]
    assert [along["picture"] for along in drawn] == ["spraying"]
    await siti.writes("tanpa gambar")
    for said in ("persiapan", "pelajaran", "1", "pilih", "keahlian"):
        clock.tick(timedelta(seconds=2))
        await siti.writes(said)
    assert len([m for m in (await siti.news())["messages"] if m.get("along")]) == 1
    async with client.get(f"/chat/pictures/{drawn[0]['picture']}") as answer:
        assert (answer.status, answer.content_type) == (200, "image/svg+xml")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for path in ("/chat/pictures/nowhere", "/chat/voices/heat", "/chat/pictures/..%2Freading"):
        async with client.get(path) as missing:
            assert missing.status == 404


async def test_what_is_written_is_answered(siti: Browser) -> None:
    answers = await siti.writes("halo")
    assert "senang bertemu" in answers[0]


async def test_the_same_message_five_times_is_one(siti: Browser) -> None:
    for _ in range(5):
        assert await siti.post_raw(b'{"id":"0123456789abcdef","text":"halo"}') == (200, {"kept": "0123456789abcdef"})
    await siti.helpline.postman.deliver_once()
    found = (await siti.news())["messages"]
    assert [m["text"] for m in found if m["from"] == Author.CONTACT] == ["halo"]
    assert len([m for m in found if m["from"] == Author.BOT]) == 1


async def test_nobody_reads_a_conversation_without_its_key(siti: Browser, budi: Browser, client: TestClient) -> None:
    await siti.writes("saya Siti")
    assert (await budi.news())["messages"] == []
    doors = (("GET", "/chat/messages"), ("POST", "/chat/messages"), ("POST", "/chat/uploads"), ("GET", "/chat/files/1"))
    for headers in ({}, {"Authorization": "Bearer short"}, {"Authorization": f"Basic {siti.key}"}):
        for method, path in doors:
            async with client.request(method, path, headers=headers) as answer:
                assert answer.status == 401, (method, path)


async def test_a_file_is_given_to_its_own_browser_alone(siti: Browser, budi: Browser, client: TestClient) -> None:
    message = await siti.sends_file(JPEG)
    path = f"/chat/files/{message['files'][0]['id']}"
    async with client.get(path, headers=siti.headers) as answer:
        assert (answer.status, answer.content_type, await answer.read()) == (200, "image/jpeg", JPEG)
    async with client.get(path, headers=budi.headers) as answer:
        assert answer.status == 404


async def test_another_s_upload_cannot_be_sent(siti: Browser, budi: Browser) -> None:
    _status, upload = await siti.uploads(JPEG)
    assert (await budi.post(upload=upload))[0] == 404
    assert (await budi.post(upload={"id": "unknown", "kind": "photo"}))[0] == 404
    assert (await budi.post(upload="unknown"))[0] == 404


@pytest.mark.parametrize(
    ("content", "recorded", "kind"),
    [(JPEG, False, Kind.PHOTO), (OGG, True, Kind.VOICE), (OGG, False, Kind.AUDIO), (HTML, False, Kind.DOCUMENT)],
)
async def test_a_file_is_what_its_bytes_say(siti: Browser, content: bytes, recorded: bool, kind: Kind) -> None:
    message = await siti.sends_file(content, recorded=recorded)
    assert message["kind"] == kind
    assert [file["kind"] for file in message["files"]] == [kind]


async def test_a_page_sent_as_a_file_is_never_shown_only_saved(siti: Browser, client: TestClient) -> None:
    message = await siti.sends_file(HTML)
    async with client.get(f"/chat/files/{message['files'][0]['id']}", headers=siti.headers) as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_place_is_kept(siti: Browser) -> None:
    assert (await siti.post(place={"latitude": 22.3, "longitude": 114.2}))[0] == 200
    found = (await siti.news())["messages"]
    assert found[0]["place"] == {"latitude": 22.3, "longitude": 114.2}


async def test_what_is_too_large_is_refused_in_a_sentence(siti: Browser) -> None:
    status, said = await siti.post(text="a" * 4097)
    assert (status, "bagian" in said["error"]) == (413, True)
    assert (await siti.post_raw(b'{"id":"0123456789abcdef","text":"' + b"a" * 70_000 + b'"}'))[0] == 413
    status, said = await siti.uploads(b"a" * (LARGEST + 1))
    assert (status, "20 MB" in said["error"]) == (413, True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"words"',
        b'{"text":"no id"}',
        b'{"id":"../../etc/passwd"}',
        b'{"id":"0123456789abcdef","text":"cut off',
        b'{"id":"0123456789abcdef","place":{"latitude":"nowhere"}}',
        b'{"id":"0123456789abcdef","place":{"latitude":1e999,"longitude":1}}',
        b'{"id":"0123456789abcdef","place":{"latitude":1' + b"0" * 400 + b',"longitude":1}}',
        b'{"id":"0123456789abcdef","text":"\xff\xfe"}',
        b'{"id":"0123456789abcdef","text":"halo","language":[]}',
        b'{"id":"0123456789abcdef","text":"halo","edits":"\\ud800"}',
        b'{"id":"0123456789abcdef","button":"a\\u0000b"}',
        b'{"id":"0123456789abcdef","button":{"a":1}}',
        b'{"id":"0123456789abcdef","button":"' + b"a" * 300 + b'"}',
    ],
)
async def test_a_body_of_no_known_form_is_refused_and_nothing_is_kept(siti: Browser, body: bytes) -> None:
    status, said = await siti.post_raw(body)
    assert status == 400
    assert said["error"]
    assert (await siti.news())["messages"] == []


async def test_an_upload_of_no_known_kind_is_refused(siti: Browser) -> None:
    _status, upload = await siti.uploads(JPEG)
    for odd in ({"kind": "spell"}, {"content_type": {}}, {"size": 10**30}, {"size": "many"}, {"name": 7}):
        assert (await siti.post(upload=upload | odd))[0] == 400, odd
    assert (await siti.post(upload=upload | {"name": "foto\u202f1 😢.jpg"}))[0] == 200


async def test_odd_text_is_kept_and_answered(siti: Browser) -> None:
    for text in ("", "😢😢😢", "\u202eaman\u202c", "a\x00b", "x" * 4096, "\ud800"):
        assert (await siti.post(text=text))[0] == 200, repr(text)
    await siti.helpline.postman.deliver_once()
    assert len([m for m in (await siti.news())["messages"] if m["from"] == Author.CONTACT]) == 6


async def test_a_flood_is_slowed_down_and_only_its_own(siti: Browser, budi: Browser, clock: FrozenClock) -> None:
    statuses = [(await siti.post(text="halo"))[0] for _ in range(25)]
    assert statuses == [200] * 20 + [429] * 5
    assert (await budi.post(text="halo"))[0] == 200
    clock.tick(timedelta(seconds=2))
    assert [(await siti.post(text="halo"))[0] for _ in range(3)] == [200, 200, 429]


async def test_a_flood_from_one_network_leaves_the_others_alone(client: TestClient, siti: Browser) -> None:
    """All come through the proxy beside us: whose they are, it says itself."""

    async def junk(number: int) -> int:
        headers = {"Authorization": f"Bearer {number:043d}", "X-Forwarded-For": "6.6.6.6, 203.0.113.9"}
        async with client.post("/chat/messages", data=b"?", headers=headers) as answer:
            return answer.status

    assert [await junk(number) for number in range(202)] == [400] * 200 + [429] * 2
    assert (await siti.post(text="tolong, dia mau bunuh saya"))[0] == 200


async def test_a_page_holds_a_few_requests_open_and_no_more(siti: Browser, client: TestClient) -> None:
    """Those that nobody waits for any more make room again."""

    async def wait() -> int:
        async with client.get("/chat/messages", params={"after": 0, "wait": 25}, headers=siti.headers) as answer:
            return answer.status

    held = [asyncio.create_task(wait()) for _page in range(5)]
    done, waiting = await asyncio.wait(held, return_when=asyncio.FIRST_COMPLETED)
    assert [task.result() for task in done] == [503]  # the page comes again by itself
    await siti.writes("halo")
    assert [await task for task in waiting] == [200] * 4


async def test_who_has_left_is_waited_for_no_longer(siti: Browser, client: TestClient) -> None:
    async def wait(seconds: int) -> int:
        async with client.get("/chat/messages", params={"after": 0, "wait": seconds}, headers=siti.headers) as answer:
            return answer.status

    held = [asyncio.create_task(wait(25)) for _page in range(5)]
    await asyncio.wait(held, return_when=asyncio.FIRST_COMPLETED)
    for task in held:
        task.cancel()
    async with asyncio.timeout(20):
        while await wait(1) == 503:
            pass


async def test_a_file_beyond_the_limit_is_refused_before_it_is_read(
    siti: Browser, client: TestClient, clock: FrozenClock
) -> None:
    for _ in range(FILES_AN_HOUR):
        clock.tick(timedelta(seconds=2))
        assert (await siti.uploads(JPEG))[0] == 200
    clock.tick(timedelta(seconds=2))
    async with client.post("/chat/uploads", data=endless(), headers=siti.headers) as answer:
        assert answer.status == 429


async def test_only_a_few_files_are_on_their_way_at_once(siti: Browser, client: TestClient) -> None:
    """What is being uploaded lies in memory."""

    async def upload() -> int:
        async with client.post("/chat/uploads", data=endless(), headers=siti.headers) as answer:
            return answer.status

    held = [asyncio.create_task(upload()) for _file in range(3)]
    done, waiting = await asyncio.wait(held, return_when=asyncio.FIRST_COMPLETED)
    assert [task.result() for task in done] == [503]  # the page comes again by itself
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def endless() -> AsyncIterator[bytes]:
    """A file that does not come to its end."""
    yield JPEG
    await asyncio.Event().wait()


async def test_files_have_a_limit_of_an_hour(siti: Browser, clock: FrozenClock) -> None:
    for _ in range(FILES_AN_HOUR):
        clock.tick(timedelta(seconds=2))
        assert (await siti.uploads(JPEG))[0] == 200
    clock.tick(timedelta(seconds=2))
    status, said = await siti.uploads(JPEG)
    assert (status, "satu jam" in said["error"]) == (429, True)
    clock.tick(timedelta(hours=1))
    assert (await siti.uploads(JPEG))[0] == 200


async def test_while_the_database_is_away_the_page_is_told_to_come_again(
    helpline: Helpline, database: Database, clock: FrozenClock
) -> None:
    async def away(_update: Update) -> None:
        raise StoreAway

    app = web.Application()
    app.router.add_routes(
        web_routes.routes(away, helpline.turns.last_words, database, clock, furnished().wording, directory_numbers)
    )
    async with TestClient(TestServer(app)) as client:
        headers = {"Authorization": f"Bearer {'s' * 43}"}
        async with client.post("/chat/messages", data=b'{"id":"0123456789abcdef","text":"halo"}', headers=headers) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
            assert "dikirim lagi" in (await answer.json())["error"]


async def test_the_words_come_in_the_language_asked_for(client: TestClient) -> None:
    spoken = {}
    for language in ("id", "en", "xx", "../../etc"):
        async with client.get("/chat/words", params={"language": language}) as answer:
            spoken[language] = (await answer.json())["exit"]
    assert spoken["en"] == "Leave quickly"
    assert spoken["id"] == spoken["xx"] == spoken["../../etc"] != spoken["en"]


async def test_the_page_is_told_which_short_numbers_may_be_tapped(client: TestClient) -> None:
    async with client.get("/chat/words", params={"language": "id"}) as answer:
        numbers = (await answer.json())["numbers"]
    shown = {entry.phone for entry in furnished().directory if may_be_shown(entry)}
    assert {"1955", "110", "119 ext 8"} <= set(numbers) <= shown
    assert all(re.fullmatch(r"[0-9()*# -]+( ext \d+)?", number) for number in numbers)


async def test_news_waits_and_comes_as_soon_as_there_is_some(siti: Browser, client: TestClient) -> None:
    async with client.get("/chat/messages", params={"after": 0, "wait": 0}, headers=siti.headers) as empty:
        assert (await empty.json())["messages"] == []
    await siti.writes("halo")
    async with client.get("/chat/messages", params={"after": 0, "wait": 25}, headers=siti.headers) as answer:
        assert len((await answer.json())["messages"]) == 2
    async with client.get("/chat/messages", params={"after": "-1", "wait": "x"}, headers=siti.headers) as odd:
        assert odd.status == 200
