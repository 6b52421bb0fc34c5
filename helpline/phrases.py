"""Phrases: what one says in the language of a destination, with its meaning and how it is read aloud."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from helpline.statements import STRICT

FEWEST = 30


@dataclass(frozen=True)
class Phrase:
    """One phrase: its meaning in Indonesian, the words as they are written, and a reading aid in Indonesian spelling."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    id: str
    meaning: str
    words: str
    reading: str

    def __post_init__(self) -> None:
        if not (self.meaning.strip() and self.words.strip() and self.reading.strip()):
            raise ValueError("a phrase has a meaning, words and a reading aid")


@dataclass(frozen=True)
class Phrasebook:
    """The phrases of one language, the most needed first. `emergency` are the ids of those that call for help."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    language: str
    name: str
    source: str
    review: date
    emergency: tuple[str, ...]
    phrases: tuple[Phrase, ...]

    def __post_init__(self) -> None:
        ids = [phrase.id for phrase in self.phrases]
        twice = next((id for id in ids if ids.count(id) > 1), None)
        if twice:
            raise ValueError(f"phrase {twice} stands there twice")
        if len(ids) < FEWEST:
            raise ValueError(f"fewer than {FEWEST} phrases")
        if not set(self.emergency) <= set(ids) or not self.emergency:
            raise ValueError("the phrases that call for help are missing")
