"""The desk in a campaign: a counsellor who takes over, answers and hands back over HTTP, and tries again when the wire breaks."""

import asyncio
import contextlib
import itertools
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

from helpline.permissions import Role
from helpline.takeover import Owner
from storage import conversations, messages, queue, staff, staff_sessions
from storage.database import Database
from storage.staff import Staff
from storage.transaction import Transaction
from suluh.clock import SystemClock
from tests.prove.installation import Installation

HEADERS = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
PAUSE = 0.2


@dataclass
class Desk:
    """One counsellor at work."""

    made: Installation
    database: Database
    client: aiohttp.ClientSession
    csrf: str
    answered: dict[str, str] = field(default_factory=dict)
    """What was written and acknowledged, by conversation."""
    refusals: Counter[int] = field(default_factory=Counter)
    working: "asyncio.Task[None] | None" = None

    @classmethod
    @asynccontextmanager
    async def at(cls, made: Installation) -> "AsyncIterator[Desk]":
        clock, database = SystemClock(), await Database.open(made.url, made.keys)
        member, token, csrf = (
            Staff(clock.new_id(), "rina", "Rina", Role.SUPERVISOR, "-", "id", True),
            clock.secret(),
            clock.secret(),
        )
        await database.write(staff.add, member, clock.now())
        await database.write(lambda tx: staff_sessions.start(tx, member.id, token=token, csrf=csrf, at=clock.now()))
        async with aiohttp.ClientSession(
            cookies={"suluh": token}, headers=HEADERS, cookie_jar=aiohttp.CookieJar(unsafe=True)
        ) as client:
            desk = cls(made, database, client, csrf)
            try:
                yield desk
            finally:
                await desk.stop()
                await database.close()

    def __str__(self) -> str:
        return f"{len(self.answered)} answers of a counsellor"

    def begin(self) -> None:
        self.working = asyncio.create_task(self.work())

    async def stop(self) -> None:
        if self.working:
            self.working.cancel()
            await asyncio.gather(self.working, return_exceptions=True)

    async def work(self) -> None:
        """Whoever waits is taken over, answered, handed back."""
        seen: set[str] = set()
        for number in itertools.count():
            waiting = [row for row in await self.database.read(queue.rows) if row.owner is not Owner.BOT]
            row = next((row for row in waiting if row.conversation_id not in seen), None)
            if row is None:
                await asyncio.sleep(PAUSE)
                continue
            seen.add(row.conversation_id)
            await self.serve(row.conversation_id, f"Halo, saya di sini. Nomor {number}.")

    async def serve(self, where: str, text: str) -> None:
        if await self.press(where, "take-over") != 303:
            return
        if await self.press(where, "reply", text=text, once=text) == 303:
            self.answered[where] = text
        await self.press(where, "hand-back")

    async def press(self, where: str, button: str, **values: str) -> int:
        """The same form again until it is answered, as a page does that lost its connection."""
        for attempt in itertools.count():
            base = self.made.addresses[attempt % len(self.made.addresses)]
            url = f"{base}/console/conversations/{where}/{button}"
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                async with self.client.post(url, data={"csrf": self.csrf} | values, allow_redirects=False) as answer:
                    if answer.status < 500:
                        self.refusals[answer.status] += answer.status != 303
                        return answer.status
            await asyncio.sleep(PAUSE)
        raise AssertionError

    async def finish(self) -> list[str]:
        """Stop after what is in hand; what is wrong with it."""
        await self.stop()
        return [] if self.answered else ["the counsellor answered nobody"]

    async def judge(self) -> list[str]:
        """Each acknowledged answer is kept once."""
        return await self.database.read(self.kept)

    def kept(self, tx: Transaction) -> list[str]:
        faults = []
        for where, text in self.answered.items():
            contact = conversations.get(tx, where).contact
            count = sum(m.text == text for m in messages.since(tx, where, contact.id))
            if count != 1:
                faults.append(f"an answer was kept {count} times")
        return faults
