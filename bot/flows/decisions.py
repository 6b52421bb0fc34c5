"""Decisions: the pure functions that flows branch by."""

from collections.abc import Mapping
from typing import Any

from bot.engine.flow import Decision
from bot.engine.heard import Facts
from helpline.severity import Severity, worse

Answers = Mapping[str, Any]

FIRST = {
    "violence": Severity.S1,
    "sexual_violence": Severity.S1,
    "confinement": Severity.S1,
    "distress": Severity.S1,
    "health": Severity.S1,
    "legal": Severity.S1,
    "conditions": Severity.S3,
    "family": Severity.S3,
}
"""Severity by topic alone, before anything is known; S2 for the others. Unknown danger counts as danger."""

GRAVE: tuple[tuple[str, Any, Severity], ...] = (
    ("safe", "no", Severity.S0),
    ("safe", "cannot_talk", Severity.S1),
    ("injured", "badly", Severity.S0),
    ("last_time", "three_days", Severity.S0),
    ("person_near", "yes", Severity.S0),
    ("thoughts", "now", Severity.S0),
    ("thoughts", "earlier", Severity.S1),
    ("urgent", "yes", Severity.S0),
    ("child_in_danger", "yes", Severity.S0),
    ("has_food", "no", Severity.S1),
    ("can_leave", "never", Severity.S1),
    ("may_go_out", "no", Severity.S1),
    ("stage", "forced", Severity.S1),
    ("stage", "waiting", Severity.S1),
    ("place_tonight", "no", Severity.S1),
    ("detained", "me", Severity.S1),
    ("treated", "not_allowed", Severity.S1),
    ("signs", "fear", Severity.S1),
    ("signs", "not_allowed", Severity.S1),
    ("signs", "other_voice", Severity.S1),
    ("last_contact", "longer", Severity.S1),
    ("family_matter", "violence", Severity.S1),
    ("what_happened", "left", Severity.S1),
)
"""Answers that say how grave it is: the field's crisis rule and the counsellors' table, to be adjusted with them."""


def yes_or_no(value: object) -> str:
    return "yes" if value else "no"


def country_known(answers: Answers, facts: Facts) -> str:
    return yes_or_no(facts.country or answers.get("country"))


def needs_country(answers: Answers, _facts: Facts) -> str:
    return yes_or_no(answers.get("situation") in ("abroad", "family"))


def destination_known(answers: Answers, _facts: Facts) -> str:
    return yes_or_no(answers.get("destination"))


def plan_known(answers: Answers, _facts: Facts) -> str:
    return yes_or_no(answers.get("planned") == "yes")


def leaves(_answers: Answers, facts: Facts) -> str:
    """Whether the person is one who leaves for work; a family is not asked when."""
    return yes_or_no(facts.situation != "family")


def something_found(answers: Answers, _facts: Facts) -> str:
    return yes_or_no(answers.get("found") == "yes")


def course_waits(answers: Answers, facts: Facts) -> str:
    """Whether a problem comes first, whether one did lately, or neither."""
    return "open" if facts.open_case else "again" if answers.get("was_paused") == "yes" else "no"


def course_again(answers: Answers, _facts: Facts) -> str:
    return yes_or_no(answers.get("again") == "yes")


def whose_path(_answers: Answers, facts: Facts) -> str:
    """Which path of preparation is somebody's own."""
    return str(facts.situation) if facts.situation in ("domestic", "family") else "abroad"


def has_path(_answers: Answers, facts: Facts) -> str:
    """Whether somebody is led to a path of their own at the first meeting."""
    return yes_or_no(facts.situation in ("preparing", "domestic", "family"))


def lesson_stands(answers: Answers, _facts: Facts) -> str:
    """Whether the lesson that was answered is still taught; if not, the next one follows at once."""
    return yes_or_no(answers.get("judged") != "withdrawn")


def card_found(answers: Answers, _facts: Facts) -> str:
    if not answers.get("cards"):
        return "no"
    return "perhaps" if answers.get("unsure") else "yes"


def topic(answers: Answers, _facts: Facts) -> str:
    return str(answers.get("topic") or "other")


def first_severity(answers: Answers, _facts: Facts) -> str:
    return FIRST.get(str(answers.get("topic")), Severity.S2)


def final_severity(answers: Answers, facts: Facts) -> str:
    """The worst that any answer says."""
    severity = Severity(first_severity(answers, facts))
    for key, value, grave in GRAVE:
        if answers.get(key) == value:
            severity = worse(severity, grave)
    if all(answers.get(key) == value for key, value in (("can_leave", "never"), ("has_food", "no"))):
        return Severity.S0
    return severity


SECOND_QUESTIONS: dict[str, tuple[str, ...]] = {
    "candidate": ("none", "documents", "numbers", "none"),
    "family": ("money", "children", "news", "debts"),
    "returned": ("sleep", "debts", "somebody"),
    "life": ("somebody", "sleep"),
    "aftercare": ("sleep", "somebody", "none"),
}
"""The second question of a check-in, in turn; everybody else is asked about work."""
AT_WORK = ("wages", "day_off", "somebody", "papers", "phone", "none")


def second_question(answers: Answers, _facts: Facts) -> str:
    asked = SECOND_QUESTIONS.get(str(answers.get("kind")), AT_WORK)
    return asked[int(answers.get("round") or 0) % len(asked)]


def whose_plan(_answers: Answers, facts: Facts) -> str:
    """What is to be known before somebody's check-ins can be planned."""
    return {"domestic": "abroad", "organisation": "family", None: "unknown"}.get(facts.situation, str(facts.situation))


def situation_told(answers: Answers, _facts: Facts) -> str:
    situation = str(answers.get("situation") or "abroad")
    return "abroad" if situation == "domestic" else situation


def zone_told(answers: Answers, facts: Facts) -> str:
    """Whether the hour is known by which to ask: «ask» between Indonesia's zones, «country» where even that is unknown."""
    situation = answers.get("situation") or facts.situation
    if situation not in ("abroad", "domestic") or (facts.country or answers.get("country")) == "ID":
        return "ask"
    return "known" if facts.country or answers.get("country") else "country"


def thinks_of_death(answers: Answers, _facts: Facts) -> str:
    """The one question of each questionnaire that is a crisis whatever the total."""
    return yes_or_no(answers.get("srq20_17") == "yes" or answers.get("phq9_9") in ("1", "2", "3"))


DECISIONS: dict[str, Decision] = {
    "country_known": country_known,
    "needs_country": needs_country,
    "destination_known": destination_known,
    "plan_known": plan_known,
    "leaves": leaves,
    "something_found": something_found,
    "course_waits": course_waits,
    "course_again": course_again,
    "whose_path": whose_path,
    "has_path": has_path,
    "lesson_stands": lesson_stands,
    "card_found": card_found,
    "topic": topic,
    "first_severity": first_severity,
    "final_severity": final_severity,
    "second_question": second_question,
    "whose_plan": whose_plan,
    "zone_told": zone_told,
    "thinks_of_death": thinks_of_death,
    "situation_told": situation_told,
}
