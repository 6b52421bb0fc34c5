"""Screening: two questionnaires that others have made, asked only with consent, and never a gate to help.

Scores are for the counsellor, as a line over time; a contact is told no number and no diagnosis. One question of each asks
about death: an answer there is a crisis at once, whatever the total.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Screener(StrEnum):
    """Which questionnaire. The value is stored."""

    SRQ20 = "srq20"
    PHQ9 = "phq9"


@dataclass(frozen=True)
class Form:
    """`items`: how many questions; `crisis`: the one about death; `talk_from`: the score from which a counsellor looks."""

    items: int
    crisis: int
    talk_from: int
    highest: int


FORMS = {
    # WHO (1994), A user's guide to the Self Reporting Questionnaire; the cut-off of 6 as in Riskesdas 2007 and 2013.
    Screener.SRQ20: Form(items=20, crisis=17, talk_from=6, highest=1),
    # Kroenke, Spitzer, Williams (2001), The PHQ-9; free to use. 10 is the usual cut-off of the authors.
    Screener.PHQ9: Form(items=9, crisis=9, talk_from=10, highest=3),
}


@dataclass(frozen=True)
class Screening:
    """One questionnaire, answered. `score` counts what was answered; `unanswered` how many were skipped."""

    id: str
    screener: Screener
    score: int
    unanswered: int
    at: datetime


def key(screener: Screener, item: int) -> str:
    """Under which key the answer to a question is kept."""
    return f"{screener}_{item}"


def value(answer: Any) -> int | None:
    """What an answer counts: yes and no, or how often."""
    return {"yes": 1, "no": 0, "0": 0, "1": 1, "2": 2, "3": 3}.get(str(answer)) if answer is not None else None


def scored(screener: Screener, answers: Mapping[str, Any]) -> tuple[int, int]:
    """The score, and how many questions were skipped."""
    found = [value(answers.get(key(screener, item))) for item in range(1, FORMS[screener].items + 1)]
    return sum(one for one in found if one), found.count(None)
