"""A helpline with Telegram's reading and a wire that only notes, and somebody who writes to it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels import Fetched, FetchFailed, Letter, TooBig
from bot.chat.telegram_read import read
from helpline.delivery import Attempt, Delivery, Outcome
from storage.database import Database
from storage.messages import Buttons
from storage.outgoing import Outgoing
from tests.clock import FrozenClock
from tests.house import Helpline
from tests.letterbox import BOT, CHANNEL, Letterbox


class NotingWire:
    """A channel that reads as Telegram does and notes what it is given to send; `next` holds the coming outcomes."""

    name = CHANNEL
    bot = BOT
    rate = 1_000.0

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.called: list[tuple[str, str, tuple[str, str] | None]] = []
        self.shown: list[tuple[str, str, Buttons]] = []
        self.next: list[Attempt] = []
        self.files: dict[str, bytes] = {}
        self.hanging = False
        self.free = asyncio.Event()
        self.reached = asyncio.Event()

    def read(self, raw: bytes) -> Letter | None:
        return read(raw)

    async def send(self, outgoing: Outgoing) -> Attempt:
        self.sent.append(outgoing)
        self.reached.set()
        if self.hanging:
            await self.free.wait()
        return self.next.pop(0) if self.next else Attempt(Outcome.SENT, ref=str(len(self.sent)))

    async def call(self, address: str, text: str, button: tuple[str, str] | None, more: Buttons = ()) -> Attempt:
        self.called.append((address, text, button))
        return self.next.pop(0) if self.next else Attempt(Outcome.SENT)

    async def show(self, address: str, text: str, buttons: Buttons) -> Attempt:
        self.shown.append((address, text, buttons))
        return self.next.pop(0) if self.next else Attempt(Outcome.SENT, ref=f"s{len(self.shown)}")

    async def fetch(self, source: str) -> Fetched:
        content = self.files.get(source)
        if content is None:
            raise FetchFailed
        if len(content) > 20_000_000:
            raise TooBig
        return Fetched(content, "image/jpeg")


@pytest.fixture
def wire() -> NotingWire:
    return NotingWire()


@pytest.fixture
async def helpline(database: Database, clock: FrozenClock, wire: NotingWire) -> AsyncIterator[Helpline]:
    made = Helpline.of(database, clock, wire)
    yield made
    await made.close()


@pytest.fixture
def box(helpline: Helpline, wire: NotingWire) -> Letterbox:
    made = Letterbox(helpline)
    made.files = wire.files
    return made


async def deliveries(box: Letterbox, chat: int = 77001) -> list[Delivery | None]:
    _conversation, kept = await box.conversation_of(box.person(chat))
    return [m.delivery for m in kept if m.author != "contact"]
