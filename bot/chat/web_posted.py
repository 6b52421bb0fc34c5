"""What the chat page posts: read within bounds, and refused in a sentence where it has no form that we know."""

import asyncio
import json
import re
from typing import Any

from aiohttp import web

from bot.chat.web_files import LARGEST
from bot.chat.web_words import AWAY, NOT_UNDERSTOOD, TOO_BIG, TOO_LONG
from bot.engine.text import Text

ID = re.compile(r"[0-9a-f-]{16,40}")
LONGEST_BODY = 64_000
LONGEST_TEXT = 4096
SHORT, LONGEST_NAME = ("language", "button", "edits"), 255
LONGEST_UPLOAD = 300.0
"""Seconds that a file may take: after as long the page gives up by itself."""


class Refused(Exception):
    """The page is told why in a sentence."""

    def __init__(self, status: int, text: Text) -> None:
        super().__init__(text.msgid)
        self.status = status
        self.text = text


async def body_of(request: web.Request) -> dict[str, Any]:
    """The posted message. Refuses what is too long, or of no form we know."""
    if (request.content_length or 0) > LONGEST_BODY:
        raise Refused(413, TOO_LONG)
    try:
        posted = json.loads(await request.read())  # not orjson: half an emoji, as a browser may cut it, is read too
    except (ValueError, web.HTTPRequestEntityTooLarge):
        raise Refused(400, NOT_UNDERSTOOD) from None
    if not isinstance(posted, dict) or not ID.fullmatch(str(posted.get("id", ""))):
        raise Refused(400, NOT_UNDERSTOOD)
    if len(str(posted.get("text") or "")) > LONGEST_TEXT:
        raise Refused(413, TOO_LONG)
    return posted


def is_well_formed(posted: dict[str, Any]) -> bool:
    """Whether what is not text is short and can be kept: what cannot be read later would stand before a human for nothing."""
    upload = posted.get("upload") or {}
    size = upload.get("size")
    return all(
        is_short(value) for value in (*(posted.get(key) for key in SHORT), *(upload.get(key) for key in ("name", "content_type")))
    ) and (size is None or (isinstance(size, int) and 0 <= size <= LARGEST))


def is_short(value: object) -> bool:
    """Nothing, or a string that either database can keep."""
    if value is None:
        return True
    return (
        isinstance(value, str)
        and len(value) <= LONGEST_NAME
        and value == value.replace("\x00", "").encode(errors="ignore").decode()
    )


async def file_of(request: web.Request) -> bytes:
    """The uploaded bytes, never more than the largest in memory, and not for longer than a page waits."""
    content = bytearray()
    try:
        async with asyncio.timeout(LONGEST_UPLOAD):
            async for piece in request.content.iter_chunked(65536):
                content += piece
                if len(content) > LARGEST:
                    raise Refused(413, TOO_BIG)
    except TimeoutError:
        raise Refused(408, AWAY) from None
    return bytes(content)
