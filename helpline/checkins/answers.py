"""Answers: what a check-in's answers tell together. Nobody is judged by one of them; a row that grows worse calls a human."""

from collections.abc import Mapping, Sequence
from typing import Any

from helpline.topics import Topic

LOOKED_AT = 3
"""How many answered check-ins in a row are looked at."""

SIGNS: dict[str, tuple[str, Topic]] = {
    "wages_paid": ("no", Topic.WAGES),
    "day_off": ("no", Topic.CONDITIONS),
    "papers_mine": ("no", Topic.HELD_PAPERS),
    "phone_mine": ("no", Topic.CONFINEMENT),
    "somebody_there": ("no", Topic.DISTRESS),
    "sleeps_well": ("no", Topic.DISTRESS),
    "debts_press": ("yes", Topic.RECRUITMENT),
    "money_comes": ("no", Topic.FAMILY),
    "children_well": ("no", Topic.FAMILY),
    "hears_news": ("no", Topic.LOST_CONTACT),
}
"""Which answer to which second question is a sign, and of what."""

Answers = Mapping[str, Any]


def weight(answers: Answers) -> int:
    """How many signs one check-in holds: something to tell, put off, a sign in the second answer."""
    unwell = answers.get("check_in") in ("tell", "words", "later")
    return int(unwell) + len(topics(answers))


def topics(answers: Answers) -> list[Topic]:
    return [topic for key, (bad, topic) in SIGNS.items() if answers.get(key) == bad]


def worsening(row: Sequence[Answers]) -> Topic | None:
    """What the answers of the last check-ins, oldest first, are a growing sign of; None when they are not.

    They are when three in a row hold three signs or more and the last holds no fewer than the one before.
    """
    last = row[-LOOKED_AT:]
    weights = [weight(answers) for answers in last]
    if len(weights) < LOOKED_AT or sum(weights) < LOOKED_AT or not weights[-1] or weights[-1] < weights[-2]:
        return None
    named = [topic for answers in reversed(last) for topic in topics(answers)]
    return named[0] if named else Topic.OTHER
