"""The trainer: when a phrase is asked again, by FSRS. Pure: the moment comes in, chance is switched off.

What is known of a phrase is a short JSON list, so that hundreds of them fit into a session or a column of a table.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from fsrs import Card, Rating, Scheduler, State

STEPS = (timedelta(minutes=1), timedelta(minutes=10))
SCHEDULER = Scheduler(desired_retention=0.9, learning_steps=STEPS, maximum_interval=365, enable_fuzzing=False)
NEW_A_DAY = 8
"""New phrases a day: a few minutes, and no mountain of repetitions the week after."""

Known = Sequence[Any]
"""State, step, stability, difficulty, minute due, minute of the last review (minutes since 1970)."""


class Recall(StrEnum):
    """How well a phrase came to mind."""

    FORGOT = "forgot"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"


RATINGS = {Recall.FORGOT: Rating.Again, Recall.HARD: Rating.Hard, Recall.GOOD: Rating.Good, Recall.EASY: Rating.Easy}


def reviewed(known: Known | None, recall: Recall, now: datetime) -> list[Any]:
    """What is known of a phrase after it was asked. `known` None: it was new. What cannot be read counts as new."""
    card, _log = SCHEDULER.review_card(card_of(known, now), RATINGS[recall], now.astimezone(UTC))
    return [card.state.value, card.step, kept(card.stability), kept(card.difficulty), minute(card.due), minute(now)]


def card_of(known: Known | None, now: datetime) -> Card:
    """FSRS's own card. Its number is given, for it would else look at the clock and sleep."""
    try:
        state, step, stability, difficulty, due, last = known or ()
        return Card(0, State(state), step, stability, difficulty, moment(due), moment(last))
    except (ValueError, TypeError, OverflowError):
        return Card(0, due=now.astimezone(UTC))


def is_due(known: Known, now: datetime) -> bool:
    return card_of(known, now).due <= now


def due_first(known: Mapping[str, Known], now: datetime) -> str | None:
    """The phrase that has waited longest of those that are due."""
    due = [(card_of(what, now).due, id) for id, what in known.items() if is_due(what, now)]
    return min(due)[1] if due else None


def next_due(known: Mapping[str, Known], now: datetime) -> datetime | None:
    """When the next phrase is due."""
    return min((card_of(what, now).due for what in known.values()), default=None)


def kept(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


def minute(at: datetime) -> int:
    """The minute, rounded up: a phrase is never due before its time."""
    return -int(-at.timestamp() // 60)


def moment(minutes: int) -> datetime:
    return datetime.fromtimestamp(minutes * 60, UTC)
