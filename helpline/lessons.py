"""Lessons: two or three minutes each. A short text, one question, and the explanation at once."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from helpline.statements import STRICT, check_words

LONGEST_TEXT = 700
LONGEST_CHOICE = 90
CHOICES = 3


class Subject(StrEnum):
    """What a lesson is about."""

    CULTURE = "culture"
    LANGUAGE = "language"
    SKILLS = "skills"
    RIGHTS = "rights"
    MONEY = "money"
    HEALTH = "health"
    SAFETY = "safety"
    FAMILY = "family"


class Stage(StrEnum):
    """When a lesson matters, in the order of a journey."""

    MEDICAL = "medical"
    TRAINING = "training"
    CONTRACT = "contract"
    WEEK_BEFORE = "week_before"
    DAY_BEFORE = "day_before"
    ARRIVAL = "arrival"
    AWAY = "away"


class Job(StrEnum):
    """The work that somebody is going to do."""

    DOMESTIC = "domestic"
    ELDER_CARE = "elder_care"
    FACTORY = "factory"
    CONSTRUCTION = "construction"
    PLANTATION = "plantation"
    FISHING = "fishing"
    HOSPITALITY = "hospitality"


class Audience(StrEnum):
    """Whose path a lesson lies on."""

    ABROAD = "abroad"
    DOMESTIC = "domestic"
    FAMILY = "family"


@dataclass(frozen=True)
class Lesson:
    """One lesson. `right` counts the choices from one. Empty `countries` or `jobs`: for all of them.

    `order` sets its place among the lessons of its stage; the smallest comes first. `picture` and `voice` are names of files
    that go along, `alt` says what the picture shows.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    id: str
    subject: Subject
    stage: Stage
    emoji: str
    title: str
    text: str
    question: str
    choices: tuple[str, ...]
    right: int
    explanation: str
    source: str
    review: date
    as_of: str | None = None
    advice: bool = False
    order: int = 50
    audience: tuple[Audience, ...] = (Audience.ABROAD,)
    countries: tuple[str, ...] = ()
    jobs: tuple[Job, ...] = ()
    picture: str | None = None
    alt: str | None = None
    voice: str | None = None

    def __post_init__(self) -> None:
        if (self.picture is None) != (self.alt is None):
            raise ValueError("a picture has words for who does not see it")
        for words in (self.title, self.question, self.explanation, *self.choices):
            check_words(words, self.source, self.as_of, advice=self.advice)
        check_words(self.text, self.source, self.as_of, advice=self.advice, longest=LONGEST_TEXT)
        if len(self.choices) != CHOICES or not 1 <= self.right <= CHOICES:
            raise ValueError("a lesson has three choices, and one of them is right")
        if any(len(choice) > LONGEST_CHOICE for choice in self.choices):
            raise ValueError(f"a choice is longer than {LONGEST_CHOICE} characters")
