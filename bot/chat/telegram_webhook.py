"""Telegram's webhook: the secret is compared in constant time, the update is durable before it is acknowledged."""

import hmac
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from bot.channels import Unreadable
from bot.chat import telegram_read
from bot.chat.telegram import TelegramChannel
from helpline.updates import Update
from storage.database import StoreAway, StoreFull
from storage.failpoints import reach, reach_soon

PATH = "/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST = 1_000_000
"""Bytes; Telegram's updates are far smaller."""
WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
COME_AGAIN, COME_SOON = {"Retry-After": "5"}, {"Retry-After": "1"}

Receive = Callable[[Update], Awaitable[None]]


def routes(channel: TelegramChannel, receive: Receive, *secrets: str) -> list[web.RouteDef]:
    """The webhook's route. Without a right secret nothing is read and nothing is kept; while it is changed, two are right."""

    async def webhook(request: web.Request) -> web.Response:
        if not is_right(request.headers.getall(HEADER, []), secrets):
            return web.Response(status=401)
        raw = await request.read() if (request.content_length or 0) <= LONGEST else b""
        update_id = number_of(raw)
        if update_id is None:
            return web.Response(status=400)  # truncated or no update: Telegram sends it again, whole
        try:
            await receive(Update(channel.name, channel.bot, update_id, raw))
        except StoreFull:
            return web.Response(status=503, headers=COME_SOON)
        except StoreAway:
            return web.Response(status=503, headers=COME_AGAIN)
        reach("before ack telegram_webhook")
        reach_soon("after ack telegram_webhook")
        return web.json_response(answer_to(raw))

    return [web.post(PATH, webhook)]


def is_right(given: list[str], secrets: Sequence[str]) -> bool:
    """Whether exactly one secret was given, and a right one, in a time that tells nothing."""
    one = (given[0] if len(given) == 1 else "").encode("utf-8", "surrogateescape")
    found = [hmac.compare_digest(one, secret.encode()) for secret in secrets if secret]
    return any(found) and len(given) == 1


def number_of(raw: bytes) -> str | None:
    """The update's number, or None when these bytes are no update."""
    try:
        update = telegram_read.loads(raw)
    except ValueError:
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return str(number) if isinstance(number, int) and not isinstance(number, bool) else None


def answer_to(raw: bytes) -> dict[str, str]:
    """A pressed button is answered in the webhook's own response: no request more, and its clock stops at once."""
    try:
        letter = telegram_read.read(raw)
    except Unreadable:
        return {}
    query = letter.incoming.button_query if letter else None
    return {"method": "answerCallbackQuery", "callback_query_id": query} if query else {}


async def announce(channel: TelegramChannel, public_url: str, secret: str) -> None:
    """Tell Telegram where to deliver. Raises TelegramError."""
    await channel.wire.set_webhook(
        f"{public_url}{PATH}", secret_token=secret, allowed_updates=WANTED, max_connections=40, drop_pending_updates=False
    )
