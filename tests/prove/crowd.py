"""The crowd: people who write without pause, each through the same short talk that ends with one case."""

import asyncio
import itertools
from dataclasses import dataclass, field

from tests.emulator import Emulator, Person

TALK = ("halo", "menu", "bantuan", "menu", "petugas", "saya mau bertanya")
"""Six updates; the last two open a case and hand over. Every one of them but the last is answered by one line."""

CALM = 0.2
"""Seconds between two lines of one of eight people who together write less than a bot may answer, so that no line grows."""


@dataclass
class Crowd:
    """At most `at_once` people at a time; when one has said everything, the next comes."""

    telegram: Emulator
    at_once: int = 8
    talk: tuple[str, ...] = TALK
    people: list[Person] = field(default_factory=list)
    said: dict[int, list[str]] = field(default_factory=dict)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(50_001))
    tired: bool = False
    pause: float = 0.05
    """Seconds between an acknowledgement and the same person's next line."""

    async def write(self) -> None:
        """Write until told to stop; each talk that was begun is ended."""
        await asyncio.gather(*(self.one_after_another() for _ in range(self.at_once)))

    async def one_after_another(self) -> None:
        while not self.tired:
            person = self.telegram.person(next(self.numbers))
            self.people.append(person)
            self.said[person.chat] = []
            for text in self.talk:
                number = person.writes(text)
                self.said[person.chat].append(text)
                await self.telegram.delivery.until_acknowledged(number)
                await asyncio.sleep(self.pause)
