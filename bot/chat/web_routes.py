"""The chat page's routes: the page itself, and what it posts and reads. No cookie, no key and no word in a URL."""

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.chat import web_store
from bot.chat.web import BOT, NAME, incoming
from bot.chat.web_files import SHOWN, content_type_of, kind_of
from bot.chat.web_limits import Limits
from bot.chat.web_posted import Refused, body_of, file_of, is_well_formed
from bot.chat.web_words import AWAY, NOT_UNDERSTOOD, TOO_FAST, TOO_MANY_FILES, UNKNOWN_FILE, words
from bot.last_words import AGAIN_AFTER, LastWords
from bot.turns import Overloaded
from content import enclosures
from helpline.clock import Clock
from helpline.network import origin_of
from helpline.updates import Update
from locales import Wording
from storage.database import Database, StoreAway, StoreFull
from storage.failpoints import reach, reach_soon

PAGE = Path(__file__).parent / "page"
KEY = re.compile(r"Bearer ([A-Za-z0-9_-]{40,100})")
POSTED = ("id", "text", "button", "place", "upload", "edits", "language")
LONGEST_WAIT = 25.0
"""Seconds a page may wait for news in one request."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), geolocation=(self), camera=()",
}

Receive = Callable[[Update], Awaitable[None]]
Numbers = Callable[[], Iterable[str]]
"""The national numbers of the directory as it stands now: the page lets them be tapped where they begin a line."""


class WebChat:
    """The handlers of the chat page."""

    def __init__(
        self, receive: Receive, last_words: LastWords, database: Database, clock: Clock, wording: Wording, numbers: Numbers
    ) -> None:
        self.receive = receive
        self.last_words = last_words
        self.database = database
        self.clock = clock
        self.wording = wording
        self.numbers = numbers
        self.limits = Limits()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.page),
            web.get("/chat/{name:[a-z]+\\.(?:css|js|svg)}", self.asset),
            web.get("/chat/{kind:pictures|voices}/{name:[a-z0-9_]{1,40}}", self.enclosed),
            web.get("/chat/words", self.told(self.words)),
            web.get("/chat/messages", self.told(self.messages)),
            web.post("/chat/messages", self.told(self.post)),
            web.post("/chat/uploads", self.told(self.upload)),
            web.get("/chat/files/{id}", self.told(self.file)),
        ]

    def told(self, handler: Callable[[web.Request], Awaitable[web.Response]]) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Refusals as a sentence in the person's language; the strict headers on every answer."""

        async def handle(request: web.Request) -> web.Response:
            try:
                answer = await handler(request)
            except Refused as refused:
                said = self.wording.say(language_of(request), refused.text.msgid)
                answer = web.json_response({"error": said}, status=refused.status)
            except StoreFull:
                answer = await self.nothing_kept(request)
            except StoreAway:
                said = self.wording.say(language_of(request), AWAY.msgid)
                answer = web.json_response({"error": said}, status=503, headers={"Retry-After": "5"})
            answer.headers.update(HEADERS)
            return answer

        return handle

    async def nothing_kept(self, request: web.Request) -> web.Response:
        """Nobody may come to this page's aid in time: the person is told so, and whom to call."""
        said = await self.last_words.on_page((NAME, BOT, address_of(request)), language_of(request))
        return web.json_response({"error": said, "alert": True}, status=503, headers={"Retry-After": str(AGAIN_AFTER)})

    async def page(self, _request: web.Request) -> web.Response:
        return web.Response(body=(PAGE / "index.html").read_bytes(), content_type="text/html", charset="utf-8", headers=HEADERS)

    async def asset(self, request: web.Request) -> web.StreamResponse:
        path = PAGE / request.match_info["name"]
        if not path.is_file():
            raise web.HTTPNotFound(headers=HEADERS)
        return web.FileResponse(path, headers=HEADERS | {"Cache-Control": "no-cache"})

    async def enclosed(self, request: web.Request) -> web.StreamResponse:
        """A drawing or a recording of a lesson: the same for everybody, so a browser may keep it."""
        kind, name = request.match_info["kind"], request.match_info["name"]
        found = enclosures.drawing(name) if kind == "pictures" else enclosures.voice(name)
        if found is None:
            raise web.HTTPNotFound(headers=HEADERS)
        kept = HEADERS | {"Cache-Control": "public, max-age=604800"}
        return web.Response(body=found, content_type="image/svg+xml" if kind == "pictures" else "audio/ogg", headers=kept)

    async def words(self, request: web.Request) -> web.Response:
        return web.json_response(words(self.wording, language_of(request)) | {"numbers": list(self.numbers())})

    async def messages(self, request: web.Request) -> web.Response:
        """What is new after a number; with `wait`, not before there is something or the wait is over."""
        address, after = address_of(request), whole(request, "after")
        self.check_reading(request, address)
        patience = min(LONGEST_WAIT, whole(request, "wait"))
        if not patience:
            return as_news(await self.database.read(web_store.news, address, after))
        with self.limits.waiting(address, network_of(request)) as has_room:
            if not has_room:
                raise Overloaded
            return await self.awaited(request, address, after, asyncio.get_running_loop().time() + patience)

    async def awaited(self, request: web.Request, address: str, after: int, ends: float) -> web.Response:
        """The news as soon as there is some, or none when the time is over or nobody waits for it any more."""
        while True:
            found = await self.database.read(web_store.news, address, after)
            left = ends - asyncio.get_running_loop().time()
            if found.messages or left <= 0 or has_left(request):
                return as_news(found)
            await self.database.wait("messages", min(left, 1.0))

    async def post(self, request: web.Request) -> web.Response:
        """Take one message in. It is durable when this answers; the same id again changes nothing."""
        address = address_of(request)
        self.check_posting(request, address)
        posted = await body_of(request)
        if posted.get("upload") is not None:
            await self.check_upload(address, posted["upload"])
        kept: dict[str, Any] = {key: posted[key] for key in POSTED if key in posted}
        number = hashlib.sha256(f"{address}\x00{posted['id']}".encode()).hexdigest()[:48]
        try:
            incoming(kept)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Refused(400, NOT_UNDERSTOOD) from None
        if not is_well_formed(kept):
            raise Refused(400, NOT_UNDERSTOOD)
        await self.receive(Update(NAME, BOT, number, json.dumps({"address": address} | kept).encode()))
        reach("before ack web_chat")
        reach_soon("after ack web_chat")
        return web.json_response({"kept": posted["id"]})

    async def check_upload(self, address: str, upload: Any) -> None:
        known = isinstance(upload, dict) and isinstance(upload.get("id"), str) and upload.get("kind")
        if not known or not await self.database.read(web_store.is_own_upload, address, upload["id"]):
            raise Refused(404, UNKNOWN_FILE)

    async def upload(self, request: web.Request) -> web.Response:
        """Take a file in; its message refers to it by the id that is answered."""
        address = address_of(request)
        self.check_posting(request, address)
        if not await self.database.read(web_store.may_upload, address, self.clock.now()):
            raise Refused(429, TOO_MANY_FILES)
        with self.limits.uploading(address, network_of(request)) as has_room:
            if not has_room:
                raise Overloaded
            return await self.take_upload(request, address, await file_of(request))

    async def take_upload(self, request: web.Request, address: str, content: bytes) -> web.Response:
        content_type, made = content_type_of(content), self.clock.new_id()
        kept = await self.database.write(
            web_store.keep_upload,
            id=made,
            address=address,
            content=content,
            content_type=content_type,
            at=self.clock.now(),
        )
        if not kept:
            raise Refused(429, TOO_MANY_FILES)
        kind = kind_of(content_type, recorded="recorded" in request.query)
        return web.json_response({"id": made, "kind": kind, "content_type": content_type, "size": len(content)})

    async def file(self, request: web.Request) -> web.Response:
        """A file of one's own conversation; only pictures and sound bear their type, all else is bytes to be saved."""
        address = address_of(request)
        self.check_reading(request, address)
        found = await self.database.read(web_store.own_file, address, request.match_info["id"])
        if found is None:
            raise Refused(404, UNKNOWN_FILE)
        content, content_type = found
        shown = content_type in SHOWN or (content_type or "").startswith(("audio/", "video/"))
        return web.Response(
            body=content,
            content_type=content_type if shown and content_type else "application/octet-stream",
            headers={"Content-Disposition": "inline" if shown else "attachment"},
        )

    def check_posting(self, request: web.Request, address: str) -> None:
        if not self.limits.may_post(address, network_of(request), self.clock.now()):
            raise Refused(429, TOO_FAST)

    def check_reading(self, request: web.Request, address: str) -> None:
        if not self.limits.may_read(address, network_of(request), self.clock.now()):
            raise Refused(429, TOO_FAST)


def as_news(found: web_store.News) -> web.Response:
    return web.json_response({"messages": found.messages, "after": found.after, "language": found.language})


def network_of(request: web.Request) -> str:
    return origin_of(request.remote or "", request.headers.getall("X-Forwarded-For", ()))


def has_left(request: web.Request) -> bool:
    """Whether nobody is there any more to read what is answered."""
    return request.transport is None or request.transport.is_closing()


def address_of(request: web.Request) -> str:
    """The contact's address: a hash of the browser's key, so that the store never holds what opens the conversation."""
    key = KEY.fullmatch(request.headers.get("Authorization", ""))
    if key is None:
        raise Refused(401, NOT_UNDERSTOOD)
    return hashlib.sha256(key[1].encode()).hexdigest()


def language_of(request: web.Request) -> str:
    return request.query.get("language", "id")


def whole(request: web.Request, name: str) -> int:
    given = request.query.get(name, "0")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def routes(
    receive: Receive, last_words: LastWords, database: Database, clock: Clock, wording: Wording, numbers: Numbers
) -> list[web.RouteDef]:
    """The chat page at `/`."""
    return WebChat(receive, last_words, database, clock, wording, numbers).routes()
