"""Posting: webhooks over a bare stream, for who posts many: a full client would use as much of the machine as the server."""

import asyncio
import re

from yarl import URL

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Line:
    """One kept connection to a webhook."""

    def __init__(self, url: str, secret: str) -> None:
        self.host, self.port, path = str(URL(url).host), URL(url).port, URL(url).path
        self.head = (
            f"POST {path} HTTP/1.1\r\nHost: {self.host}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        ).encode()

    async def __aenter__(self) -> "Line":
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.writer.close()

    async def post(self, body: bytes) -> int:
        """The status of the answer."""
        self.writer.write(b"%s%d\r\n\r\n%s" % (self.head, len(body), body))
        answer = await self.reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(answer)
        await self.reader.readexactly(int(length[1]) if length else 0)
        return int(answer[9:12])
