"""The emulator's server: the methods of the Bot API that Suluh uses, with faults on demand."""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from aiohttp.web_request import FileField

from tests.emulator.delivery import Delivery
from tests.emulator.ledger import Ledger, Sent, Tried
from tests.emulator.people import Person

TOKEN = "123456:emulated"
BOT = {"id": 123456, "is_bot": True, "first_name": "Suluh", "username": "suluh_bot"}
LARGEST_FILE = 20_000_000


@dataclass(frozen=True)
class Fault:
    """What the next send meets: an HTTP status with Telegram's words, or silence after it was accepted or before."""

    status: int = 0
    description: str = ""
    retry_after: int | None = None
    hang: bool = False
    accepted: bool = False
    reset: bool = False
    """The connection is cut."""


def fair(_chat: int) -> Fault | None:
    """No trouble."""
    return None


class Cut(Exception):
    """The connection is cut without an answer."""


class Emulator:
    """`async with Emulator() as telegram:` – then `telegram.api` is the address for `TELEGRAM_API_BASE`."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.delivery = Delivery()
        self.faults: deque[Fault] = deque()
        self.weather: Callable[[int], Fault | None] = fair
        self.unanswered: list[tuple[int, float]] = []
        self.migrated: set[int] = set()
        self.vanished: set[int] = set()
        self.blocked: set[int] = set()
        self.files: dict[str, bytes] = {}
        self.uploads: dict[str, bytes] = {}
        self.update_ids = itertools.count(9001)
        self.message_ids = itertools.count(1)
        self.heard = asyncio.Event()
        self.webhook_set = asyncio.Event()
        self.token = TOKEN

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", f"/bot{TOKEN}/{{method}}", self.call)
        app.router.add_get(f"/file/bot{TOKEN}/{{path:.+}}", self.download)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        port = self.runner.addresses[0][1]
        self.api = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.delivery.close()
        await self.runner.cleanup()

    def person(self, chat: int, name: str = "Siti") -> Person:
        return Person(self, chat, name)

    def deliver(self, kind: str, content: dict[str, Any], key: int) -> int:
        """Hand out one update; its number."""
        number = next(self.update_ids)
        self.delivery.add({"update_id": number, kind: content}, key)
        return number

    async def call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        values = await parameters(request)
        self.ledger.calls.append((method, values))
        handler = getattr(self, f"do_{method}", None)
        if handler is None:
            return ok(True)
        try:
            answer: web.Response = await handler(values)
        except Cut:
            if request.transport:
                request.transport.abort()
            return ok(False)
        return answer

    async def do_getMe(self, _values: dict[str, Any]) -> web.Response:
        return ok(BOT)

    async def do_getUpdates(self, values: dict[str, Any]) -> web.Response:
        offset = int(values["offset"]) if values.get("offset") is not None else None
        return ok(await self.delivery.take(offset, float(values.get("timeout", 0))))

    async def do_setWebhook(self, values: dict[str, Any]) -> web.Response:
        self.delivery.webhook, self.delivery.secret = values["url"], values.get("secret_token")
        self.webhook_set.set()
        return ok(True)

    async def do_deleteWebhook(self, _values: dict[str, Any]) -> web.Response:
        self.delivery.webhook = None
        return ok(True)

    async def do_getFile(self, values: dict[str, Any]) -> web.Response:
        content = self.files.get(values["file_id"])
        if content is None:
            return refused(400, "Bad Request: invalid file_id")
        if len(content) > LARGEST_FILE:
            return refused(400, "Bad Request: file is too big")
        path = f"files/{values['file_id']}"
        return ok({"file_id": values["file_id"], "file_unique_id": "u", "file_size": len(content), "file_path": path})

    async def download(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["path"].removeprefix("files/"))
        return web.Response(body=content) if content is not None else web.Response(status=404)

    async def do_sendMessage(self, values: dict[str, Any]) -> web.Response:
        chat = int(values["chat_id"])
        fault = self.fault_for(chat)
        self.ledger.tried.append(Tried(chat, str(values["text"]), asyncio.get_running_loop().time(), fault))
        if chat in self.blocked:
            return refused(403, "Forbidden: bot was blocked by the user")
        if chat in self.vanished:
            return refused(400, "Bad Request: chat not found")
        if chat in self.migrated:
            more = {"migrate_to_chat_id": -1_000_000_000_000 - chat}
            return refused(400, "Bad Request: group chat was upgraded to a supergroup chat", more)
        if fault and not fault.accepted:
            return await self.fail(fault)
        if not 1 <= len(str(values["text"]).encode("utf-16-le")) // 2 <= 4096:
            return refused(400, "Bad Request: message is too long")
        message = self.accept(chat, values)
        if fault:
            self.unanswered.append((chat, self.ledger.sent[-1].at))
            return await self.fail(fault)
        return ok(message)

    async def do_sendPhoto(self, values: dict[str, Any]) -> web.Response:
        return await self.thing("photo", values)

    async def do_sendVoice(self, values: dict[str, Any]) -> web.Response:
        return await self.thing("voice", values)

    async def do_sendDocument(self, values: dict[str, Any]) -> web.Response:
        return await self.thing("document", values)

    async def do_sendLocation(self, values: dict[str, Any]) -> web.Response:
        return await self.thing("location", values)

    async def do_sendChatAction(self, _values: dict[str, Any]) -> web.Response:
        return ok(True)

    async def thing(self, kind: str, values: dict[str, Any]) -> web.Response:
        """A file or a place with its caption; an upload's bytes are kept under its name."""
        for field in values.values():
            if isinstance(field, FileField):
                self.uploads[field.filename] = field.file.read()
                field.file.close()
        fault = self.fault_for(int(values["chat_id"]))
        if fault and not fault.accepted:
            return await self.fail(fault)
        return ok(self.accept(int(values["chat_id"]), values | {"text": f"<{kind}>{values.get('caption', '')}"}))

    def accept(self, chat: int, values: dict[str, Any]) -> dict[str, Any]:
        markup = values.get("reply_markup") or {}
        markup = json.loads(markup) if isinstance(markup, str) else markup
        rows = tuple(tuple(row) for row in markup.get("inline_keyboard", ()))
        number = next(self.message_ids)
        self.ledger.sent.append(Sent(chat, number, values["text"], rows, asyncio.get_running_loop().time()))
        self.heard.set()
        return {"message_id": number, "date": 1_764_000_000, "chat": {"id": chat, "type": "private"}, "text": values["text"]}

    def fault_for(self, chat: int) -> Fault | None:
        return self.faults.popleft() if self.faults else self.weather(chat)

    async def fail(self, fault: Fault) -> web.Response:
        if fault.hang:
            await asyncio.sleep(3600)
        if fault.reset:
            raise Cut
        more = {"retry_after": fault.retry_after} if fault.retry_after else None
        return refused(fault.status, fault.description, more)


async def parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found = await request.json()
        return dict(found) if isinstance(found, dict) else {}
    return dict(request.query) | dict(await request.post())


def ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def refused(status: int, description: str, parameters: dict[str, Any] | None = None) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=status)
