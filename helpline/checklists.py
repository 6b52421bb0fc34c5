"""Checklists that remember, and assessments by questions: is an offer real, does a contract say what it must."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from helpline.statements import STRICT, Statement, check_words

MOST = 10
"""Points of one list: each has a button with its number."""


@dataclass(frozen=True)
class Point:
    """One thing to tick."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    id: str
    text: str


@dataclass(frozen=True)
class Checklist:
    """A list that a person ticks off over weeks."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    id: str
    title: str
    emoji: str
    source: str
    review: date
    points: tuple[Point, ...]
    as_of: str | None = None
    advice: bool = False

    def __post_init__(self) -> None:
        for point in self.points:
            check_words(point.text, self.source, self.as_of, advice=self.advice)
        ids = [point.id for point in self.points]
        twice = next((id for id in ids if ids.count(id) > 1), None)
        if twice:
            raise ValueError(f"point {twice} stands there twice")
        if not 1 <= len(ids) <= MOST:
            raise ValueError(f"a list has one to {MOST} points")


def ticked(ticks: Iterable[str], checklist: Checklist, number: int) -> tuple[str, ...]:
    """The ticks after a point was pressed by its number: set, or taken away again. A number without a point changes nothing."""
    ids = [point.id for point in checklist.points]
    kept = {id for id in ticks if id in ids}
    if 1 <= number <= len(ids):
        kept ^= {ids[number - 1]}
    return tuple(id for id in ids if id in kept)


class Weight(StrEnum):
    """What a bad answer means: GRAVE alone is reason to stop; of the others, two."""

    GRAVE = "grave"
    NOTABLE = "notable"


class Verdict(StrEnum):
    """What an assessment says. Nothing is ever called safe: GOOD means only that no sign of trouble was found."""

    STOP = "stop"
    ASK = "ask"
    GOOD = "good"


@dataclass(frozen=True)
class Question:
    """One question: which answer is a sign of trouble, how much it weighs, and what is then explained."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    id: str
    bad: str
    weight: Weight
    told: Statement

    def __post_init__(self) -> None:
        if self.bad not in ("yes", "no"):
            raise ValueError("a bad answer is yes or no")


@dataclass(frozen=True)
class Assessment:
    """A few questions with yes, no or not sure, and what the answers come to."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    id: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Weighed:
    """The verdict, the questions whose answers are signs of trouble, and those that were left open."""

    verdict: Verdict
    found: tuple[Question, ...]
    open: tuple[Question, ...]


def weigh(assessment: Assessment, replies: Mapping[str, object]) -> Weighed:
    """Weigh the replies (`yes`, `no`, anything else: not known). What is not known never makes it good."""
    found = tuple(question for question in assessment.questions if replies.get(question.id) == question.bad)
    unknown = tuple(question for question in assessment.questions if replies.get(question.id) not in ("yes", "no"))
    grave = any(question.weight is Weight.GRAVE for question in found)
    if grave or len(found) >= 2:
        return Weighed(Verdict.STOP, found, unknown)
    return Weighed(Verdict.ASK if found or unknown else Verdict.GOOD, found, unknown)
