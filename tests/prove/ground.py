"""Ground: what one row stands on – its size, its dice, a folder and databases of its own – and what came of it."""

import random
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from tests import postgres

T = TypeVar("T")


class Size(StrEnum):
    """SMOKE is for every change, SHORT for forty minutes in all, FULL is the promise's own size."""

    SMOKE = "smoke"
    SHORT = "short"
    FULL = "full"


@dataclass
class Ground:
    """Where a row is proven. `server` is a running PostgreSQL."""

    size: Size
    seed: int
    folder: Path
    server: str

    def of(self, smoke: T, short: T, full: T) -> T:
        """The one of three that belongs to the size."""
        return {Size.SMOKE: smoke, Size.SHORT: short, Size.FULL: full}[self.size]

    @property
    def is_timed(self) -> bool:
        """Whether seconds are held against the promise; a smoke runs on machines that do other things too."""
        return self.size is not Size.SMOKE

    def dice(self, salt: object = "") -> random.Random:
        return random.Random(f"{self.seed}:{salt}")

    def place(self, name: str) -> Path:
        """A new folder."""
        made = self.folder / name
        made.mkdir(parents=True)
        return made

    def sqlite(self, name: str) -> str:
        return f"sqlite:///{self.place(name) / 'suluh.db'}"

    async def postgresql(self, name: str) -> str:
        """A new, empty database on the server."""
        called = f"proof_{self.folder.name.replace('-', '_')}_{name}".lower()[-60:]
        await postgres.run_once(self.server, f'DROP DATABASE IF EXISTS "{called}" WITH (FORCE)', f'CREATE DATABASE "{called}"')
        return postgres.with_database(self.server, called)


@dataclass
class Outcome:
    """What was measured, in words with figures, and what breaks the promise. `unproven` says why a row was not run."""

    told: str = ""
    faults: list[str] = field(default_factory=list)
    unproven: str = ""

    @property
    def result(self) -> str:
        if self.faults:
            return "RED"
        return "not proven" if self.unproven else "green"

    def __add__(self, other: "Outcome") -> "Outcome":
        """Two parts of one row."""
        told = "; ".join(part for part in (self.told, other.told) if part)
        unproven = "; ".join(part for part in (self.unproven, other.unproven) if part)
        return Outcome(told, self.faults + other.faults, unproven)
