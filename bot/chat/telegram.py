"""The Telegram channel: python-telegram-bot's `Bot` as a wire, nothing of it as a router or a memory."""

import os
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import orjson
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, FileSizeLimit
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import RequestData

from bot.channels import Fetched, FetchFailed, Letter, TooBig
from bot.chat import telegram_read
from bot.chat.telegram_request import AiohttpRequest, NotReached, Words
from content import enclosures
from helpline.delivery import BOT_RATE, Attempt, Outcome
from helpline.messages import Kind
from storage.messages import Buttons
from storage.outgoing import Outgoing

LONGEST = 4096
"""UTF-16 units of one message (core.telegram.org/bots/api#sendmessage)."""
LONGEST_CAPTION = 1024
"""UTF-16 units of a caption (core.telegram.org/bots/api#sendphoto)."""
VOICES = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4"})
"""What Telegram shows as a voice message (core.telegram.org/bots/api#sendvoice); another recording goes as a file."""
API = "https://api.telegram.org"
# Times as timedelta: what the library announces as its next form, and without its warning about the old one.
os.environ.setdefault("PTB_TIMEDELTA", "true")

GONE = ("chat not found", "user is deactivated", "peer_id_invalid")


class TelegramChannel:
    """One bot. It needs no start-up call: sending works without asking Telegram who we are."""

    name = "telegram"

    def __init__(self, token: str, api: str = API, rate: float = BOT_RATE) -> None:
        self.bot = token.partition(":")[0]
        self.rate = rate
        self.request = AiohttpRequest()
        self.methods = f"{api}/bot{token}"
        self.files = f"{api}/file/bot"
        self.wire = Bot(
            token, base_url=f"{api}/bot", base_file_url=self.files, request=self.request, get_updates_request=self.request
        )

    def read(self, raw: bytes) -> Letter | None:
        return telegram_read.read(raw)

    async def send(self, outgoing: Outgoing) -> Attempt:
        """Send, in several messages where the text is longer than one may be; the first trouble decides the outcome."""
        if outgoing.file or outgoing.message.kind is Kind.LOCATION:
            return await self.send_thing(outgoing)
        drawn = enclosures.picture(outgoing.message.extra.get("picture", ""))
        if drawn is not None and units(outgoing.message.text) <= LONGEST_CAPTION:
            together = await self.send_drawn(outgoing, drawn)
            if together is not None:
                return together
            drawn = None
        parts = split(outgoing.message.text)
        ref = None
        for number, text in enumerate(parts, 1):
            values: dict[str, Any] = {"chat_id": int(outgoing.address), "text": text}
            if outgoing.message.buttons and number == len(parts):
                values["reply_markup"] = bare_keyboard(outgoing.message.buttons)
            try:
                sent: Any = await self.request.post(f"{self.methods}/sendMessage", cast(RequestData, Words(values)))
            except TelegramError as error:
                return attempt_after(error) if ref is None else half_sent(error, ref)
            ref = ref or str(sent["message_id"])
        await self.send_along(outgoing, drawn)
        return Attempt(Outcome.SENT, ref=ref)

    async def send_drawn(self, outgoing: Outgoing, drawn: bytes) -> Attempt | None:
        """The picture with the words under it. None: Telegram did not like the picture, and the words go without it."""
        chat, message = int(outgoing.address), outgoing.message
        try:
            sent = await self.wire.send_photo(chat, drawn, caption=message.text, reply_markup=keyboard(message.buttons))
        except TelegramError as error:
            attempt = attempt_after(error)
            return None if attempt.outcome is Outcome.REFUSED else attempt
        await self.send_along(outgoing, None)
        return Attempt(Outcome.SENT, ref=str(sent.message_id))

    async def send_along(self, outgoing: Outgoing, drawn: bytes | None) -> None:
        """What goes after the words of a lesson. Courtesies: what fails is left out, for the words have arrived."""
        chat, extra = int(outgoing.address), outgoing.message.extra
        spoken = enclosures.voice(extra.get("voice", ""))
        try:
            if drawn is not None:
                await self.wire.send_photo(chat, drawn, caption=extra.get("alt"))
            if spoken is not None:
                await self.wire.send_voice(chat, spoken)
        except TelegramError:
            return

    async def send_thing(self, outgoing: Outgoing) -> Attempt:
        """Send a file or a place; words that are too long for a caption go after it in a message of their own."""
        chat, message, file = int(outgoing.address), outgoing.message, outgoing.file
        caption = message.text if units(message.text) <= LONGEST_CAPTION else None
        more: dict[str, Any] = {"reply_markup": keyboard(message.buttons)}
        try:
            if file is None:
                extra = message.extra
                sent = await self.wire.send_location(chat, extra["latitude"], extra["longitude"], **more)
                caption = None
            elif message.kind is Kind.PHOTO:
                sent = await self.wire.send_photo(chat, file.content, caption=caption, filename=file.name, **more)
            elif message.kind is Kind.VOICE and file.content_type in VOICES:
                sent = await self.wire.send_voice(chat, file.content, caption=caption, filename=file.name, **more)
            else:
                sent = await self.wire.send_document(chat, file.content, caption=caption, filename=file.name, **more)
        except TelegramError as error:
            return attempt_after(error)
        if message.text and caption is None:
            try:
                await self.wire.send_message(chat, message.text)
            except TelegramError as error:
                return half_sent(error, str(sent.message_id))
        return Attempt(Outcome.SENT, ref=str(sent.message_id))

    async def show_typing(self, address: str) -> None:
        await self.wire.send_chat_action(int(address), ChatAction.TYPING)

    async def call(self, address: str, text: str, button: tuple[str, str] | None, more: Buttons = ()) -> Attempt:
        """Call a member of the staff. Telegram opens only https addresses, so another gives no button."""
        rows = [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in more]
        if button and button[1].startswith("https://"):
            rows.insert(0, [InlineKeyboardButton(button[0], url=button[1])])
        markup = InlineKeyboardMarkup(rows) if rows else None
        try:
            sent = await self.wire.send_message(int(address), text, reply_markup=markup)
        except TelegramError as error:
            return attempt_after(error)
        return Attempt(Outcome.SENT, ref=str(sent.message_id))

    async def show(self, address: str, text: str, buttons: Buttons) -> Attempt:
        """Show a slip: it can be neither forwarded nor saved there, and Telegram visits no link that stands in it."""
        guarded: dict[str, Any] = {"protect_content": True, "link_preview_options": LinkPreviewOptions(is_disabled=True)}
        try:
            sent = await self.wire.send_message(int(address), text, reply_markup=keyboard(buttons), **guarded)
        except TelegramError as error:
            return attempt_after(error)
        return Attempt(Outcome.SENT, ref=str(sent.message_id))

    async def answer_press(self, query: str) -> None:
        """Stop the little clock on a pressed button; that the press is too old is no matter."""
        try:
            await self.wire.answer_callback_query(query)
        except TelegramError:
            return

    async def fetch(self, source: str) -> Fetched:
        """The bytes of a file. The path Telegram gives is only ever put behind the configured server's own address."""
        try:
            file = await self.wire.get_file(source)
            if (file.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
                raise TooBig
            if not file.file_path or not file.file_path.startswith(self.files) or ".." in file.file_path:
                raise FetchFailed
            return Fetched(bytes(await file.download_as_bytearray()))
        except BadRequest as error:
            raise TooBig if "too big" in error.message.lower() else FetchFailed from error
        except TelegramError as error:
            raise FetchFailed from error

    async def updates(self, offset: int | None, patience: float, wanted: list[str]) -> list[dict[str, Any]]:
        """The next updates as bare JSON: the library's own reading would refuse a field of tomorrow. Raises NetworkError."""
        values = {"offset": offset, "timeout": patience, "allowed_updates": wanted}
        raw = await self.request.raw(f"{self.methods}/getUpdates", values, patience + 10)
        try:
            return list(orjson.loads(raw)["result"])
        except (ValueError, KeyError, TypeError) as error:  # something between us and Telegram answered in its stead
            raise NetworkError("no updates") from error

    async def close(self) -> None:
        await self.request.shutdown()


def half_sent(error: TelegramError, ref: str) -> Attempt:
    """The first part has arrived and a later one has not: to send it all again would say twice what is known already."""
    return replace(attempt_after(error), outcome=Outcome.UNKNOWN, ref=ref, reason="half_sent")


def attempt_after(error: TelegramError) -> Attempt:
    """What Telegram's refusal, or its silence, means for a message."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            assert isinstance(wait, timedelta)
            return Attempt(Outcome.RETRY, retry_after=max(wait, timedelta(seconds=1)), whole_bot=True, reason="asked_to_wait")
        case Forbidden():
            return Attempt(Outcome.UNREACHABLE, reason="blocked")
        case InvalidToken():
            return Attempt(Outcome.RETRY, retry_after=timedelta(minutes=1), whole_bot=True, reason="token_refused")
        case BadRequest() if any(gone in error.message.lower() for gone in GONE):
            return Attempt(Outcome.UNREACHABLE, reason="gone")
        case BadRequest() | ChatMigrated():
            return Attempt(Outcome.REFUSED, reason="refused")
        case NotReached():
            return Attempt(Outcome.RETRY, reason="not_reached")
        case TimedOut():
            return Attempt(Outcome.UNKNOWN, reason="no_answer")
        case NetworkError():
            return Attempt(Outcome.RETRY, reason="server_fault")
        case _:
            return Attempt(Outcome.REFUSED, reason="refused")


def keyboard(rows: Buttons) -> InlineKeyboardMarkup | None:
    """The buttons under a message; a style is passed on as it is."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.data, style=b.style) for b in row] for row in rows]
    )


def bare_keyboard(rows: Buttons) -> str:
    """The same as JSON."""
    shown = [[{"text": b.label, "callback_data": b.data} | ({"style": b.style} if b.style else {}) for b in row] for row in rows]
    return orjson.dumps({"inline_keyboard": shown}).decode()


def split(text: str) -> list[str]:
    """The text in parts that Telegram takes, cut at the ends of lines or words where there are any."""
    parts = []
    while units(text) > LONGEST:
        cut = longest_head(text)
        end = max(text.rfind("\n", 0, cut), text.rfind(" ", 0, cut))
        end = end if end > cut // 2 else cut
        parts.append(text[:end])
        text = text[end:].lstrip()
    return [*parts, text] if text or not parts else parts


def units(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def longest_head(text: str) -> int:
    """How many characters fit into one message."""
    return len(text.encode("utf-16-le")[: LONGEST * 2].decode("utf-16-le", "ignore"))
