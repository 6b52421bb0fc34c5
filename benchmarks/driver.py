"""The load: many chats, each going through the same dialog by webhook; a chat's next update follows its last acknowledgement."""

import asyncio
import itertools
import json
import time
from dataclasses import dataclass

import aiohttp

from tests.posting import Line

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
    """One message update as Telegram sends it, with this person's own numbers in the text."""
    person = {"id": chat, "is_bot": False, "first_name": f"Orang {chat}", "language_code": "id"}
    number = next(update_ids)
    text = text.format(months=2 + chat % 23, amount=700 + chat % 2311)
    message = {
        "message_id": number,
        "date": DATE,
        "chat": {"id": chat, "type": "private", "first_name": person["first_name"]},
        "from": person,
        "text": text,
    }
    return json.dumps({"update_id": number, "message": message}).encode()


async def drive(url: str, secret: str, chats: range, dialog: tuple[str, ...], *, at_once: int) -> Load:
    """Send the dialog from every chat, `at_once` updates at a time; each must be answered 200.

    The chats take turns, as people do who read before they write: a chat is never told two things within one second of its pace.
    """
    waiting = ((chat, text) for text in dialog for chat in chats)
    latencies: list[float] = []

    async def one_after_another() -> None:
        async with Line(url, secret) as line:
            for chat, text in waiting:
                began = time.perf_counter()
                if (status := await line.post(update(chat, text))) != 200:
                    raise RuntimeError(f"The server answered {status}.")
                latencies.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(min(at_once, 1 + len(chats) // 2))))
    return Load(len(latencies), time.perf_counter() - began, tuple(latencies))


async def pace(url: str, secret: str, chats: range, dialog: tuple[str, ...], *, rate: float) -> list[tuple[int, float]]:
    """Send the dialogs at a steady rate, whatever the server does; to which chat and when each update was sent.

    The chats take turns, so that with enough of them none writes faster than a chat is answered.
    """
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}
    sent: list[tuple[int, float]] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100)) as client:

        async def one(chat: int, text: str, at: float) -> None:
            await asyncio.sleep(at - time.monotonic())
            sent.append((chat, time.monotonic()))
            async with client.post(url, data=update(chat, text), headers=headers) as answer:
                await answer.read()

        began = time.monotonic() + 0.1
        turns = [(chat, text) for text in dialog for chat in chats]
        await asyncio.gather(*(one(chat, text, began + number / rate) for number, (chat, text) in enumerate(turns)))
    return sent


def waits(sent: list[tuple[int, float]], told: list[tuple[int, float]]) -> list[float]:
    """For each update the seconds until its chat was told something; updates that nothing answered are left out."""
    times: dict[int, list[float]] = {}
    for chat, at in told:
        times.setdefault(chat, []).append(at)
    written: dict[int, list[float]] = {}
    for chat, at in sent:
        written.setdefault(chat, []).append(at)
    found = []
    for chat, instants in written.items():
        for at, until in zip(instants, [*instants[1:], float("inf")], strict=True):
            answer = next((heard for heard in times.get(chat, []) if at <= heard < until), None)
            found += [answer - at] if answer is not None else []
    return found
