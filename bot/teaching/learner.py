"""The learner: what a session remembers of somebody who prepares, read without trust and written as plain JSON."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.engine.heard import Facts
from bot.engine.session import Session, Thread
from content.library import Library
from helpline.contacts import Situation
from helpline.lessons import Audience, Job, Lesson, Stage, Subject
from helpline.paths import Traveller, path, stage_at

Values = Mapping[str, Any]
INDONESIA = "ID"


def destination(answers: Values, memory: Values, country: str | None) -> str | None:
    """The country that is asked about: chosen now, remembered, or else where the person is known to be."""
    return answers.get("destination") or memory.get("destination") or country


def job_of(memory: Values) -> Job | None:
    return Job(memory["job"]) if memory.get("job") in set(Job) else None


def departure_of(memory: Values) -> date | None:
    try:
        return date.fromisoformat(str(memory.get("departure")))
    except ValueError:
        return None


def audience_of(situation: str | None, country: str | None) -> Audience:
    if situation == Situation.FAMILY:
        return Audience.FAMILY
    return Audience.DOMESTIC if situation == Situation.DOMESTIC or country == INDONESIA else Audience.ABROAD


def way(library: Library, answers: Values, memory: Values, facts: Facts) -> list[Lesson]:
    """The learner's whole path."""
    country = destination(answers, memory, facts.country)
    who = Traveller(audience_of(facts.situation, country), country, job_of(memory))
    return path(library.lessons.values(), who, facts.today)


def stage(memory: Values, facts: Facts) -> Stage | None:
    return stage_at(departure_of(memory), facts.today)


def subject_of(answers: Values) -> Subject | None:
    return Subject(answers["subject"]) if answers.get("subject") in set(Subject) else None


def done(memory: Values) -> tuple[str, ...]:
    kept = memory.get("done")
    return tuple(map(str, kept)) if isinstance(kept, list | tuple) else ()


def phrases_known(memory: Values, language: str) -> dict[str, list[Any]]:
    """What is known of each phrase of a language."""
    books = memory.get("phrases")
    book = books.get(language) if isinstance(books, dict) else None
    return dict(book) if isinstance(book, dict) else {}


def new_today(memory: Values, today: date) -> int:
    """How many new phrases were asked on this day."""
    fresh = memory.get("new_phrases")
    return int(fresh[1]) if isinstance(fresh, list | tuple) and len(fresh) == 2 and fresh[0] == today.isoformat() else 0


SCHOOL = ("lesson", "lesson_day", "reminder", "phrases", "destination", "rights", "checklist", "asking")
LEARNING = frozenset({"welcome", "menu", "prepare", *SCHOOL})
"""Flows beside which a reminder disturbs nobody."""
COURSE = LEARNING - {"welcome", "menu"}


def was_paused(memory: Values) -> bool:
    return bool(memory.get("paused"))


def is_learning(thread: Thread) -> bool:
    return all(frame.flow in LEARNING for frame in thread.frames)


def paused(session: Session) -> Session:
    """The session of somebody who has just told of a problem: no lesson is taken up after it, and the course is to be offered."""

    def stays(thread: Thread) -> bool:
        return not (is_learning(thread) and any(frame.flow in COURSE for frame in thread.frames))

    memory = {**session.memory, "paused": True} if session.memory.get("planned") else session.memory
    thread = session.thread if session.thread and stays(session.thread) else None
    return replace(session, thread=thread, suspended=tuple(filter(stays, session.suspended)), memory=memory)


def ticks(memory: Values, checklist: str) -> tuple[str, ...]:
    kept = memory.get("ticked")
    found = kept.get(checklist) if isinstance(kept, dict) else None
    return tuple(map(str, found)) if isinstance(found, list | tuple) else ()
