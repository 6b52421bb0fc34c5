"""The load: many chats, each going through the same dialog, over webhooks; a chat's next update follows its last answer."""

import asyncio
import itertools
import json
import time
from dataclasses import dataclass

import aiohttp

update_ids = itertools.count(1)
DATE = 1_764_000_000


@dataclass(frozen=True)
class Load:
    """What a run sent and how long it took. `latencies` are seconds from sending an update to its acknowledgement."""

    updates: int
    seconds: float
    latencies: tuple[float, ...]

    @property
    def rate(self) -> float:
        return self.updates / self.seconds


def update(chat: int, text: str) -> bytes:
    """One message update as Telegram sends it."""
    person = {"id": chat, "is_bot": False, "first_name": f"Orang {chat}", "language_code": "id"}
    number = next(update_ids)
    message = {
        "message_id": number,
        "date": DATE,
        "chat": {"id": chat, "type": "private", "first_name": person["first_name"]},
        "from": person,
        "text": text,
    }
    return json.dumps({"update_id": number, "message": message}).encode()


async def drive(url: str, secret: str, chats: range, dialog: tuple[str, ...], *, at_once: int) -> Load:
    """Send the dialog from every chat, `at_once` chats at a time; each update must be answered 200."""
    waiting = iter(chats)
    latencies: list[float] = []
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=at_once)) as client:

        async def one_after_another() -> None:
            for chat in waiting:
                for text in dialog:
                    began = time.perf_counter()
                    async with client.post(url, data=update(chat, text), headers=headers) as answer:
                        if answer.status != 200:
                            raise RuntimeError(f"The server answered {answer.status}.")
                        await answer.read()
                    latencies.append(time.perf_counter() - began)

        began = time.perf_counter()
        await asyncio.gather(*(one_after_another() for _ in range(at_once)))
        return Load(len(latencies), time.perf_counter() - began, tuple(latencies))
