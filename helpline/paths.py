"""Paths: which lessons in which order, for a destination, a job and a day of departure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from helpline.lessons import Audience, Job, Lesson, Stage, Subject
from helpline.statements import Age, age

ORDER = tuple(Stage)
BEGINS = (
    (Stage.AWAY, -14),
    (Stage.ARRIVAL, 0),
    (Stage.DAY_BEFORE, 2),
    (Stage.WEEK_BEFORE, 10),
    (Stage.CONTRACT, 45),
    (Stage.TRAINING, 90),
)
"""A stage begins when no more than so many days are left before departure; before all of them comes the medical check."""


@dataclass(frozen=True)
class Traveller:
    """Who learns: on whose path, to which country, for which work; None where it was not told."""

    audience: Audience = Audience.ABROAD
    country: str | None = None
    job: Job | None = None


@dataclass(frozen=True)
class Progress:
    """How far somebody is on a path."""

    done: int
    of: int


def stage_at(departure: date | None, today: date) -> Stage | None:
    """Where on the journey a day lies; None where no day of departure was told."""
    if departure is None:
        return None
    left = (departure - today) / timedelta(days=1)
    return next((stage for stage, days in BEGINS if left <= days), Stage.MEDICAL)


def concerns(lesson: Lesson, who: Traveller) -> bool:
    """Whether a lesson lies on somebody's path. What is for one country or job is left out where that was not told."""
    here = not lesson.countries or who.country in lesson.countries
    work = not lesson.jobs or who.job in lesson.jobs
    return who.audience in lesson.audience and here and work


def path(lessons: Iterable[Lesson], who: Traveller, today: date) -> list[Lesson]:
    """The lessons of somebody's path in the order of the journey, without those that are too old to be taught."""
    mine = (lesson for lesson in lessons if concerns(lesson, who) and age(lesson.review, today) is not Age.EXPIRED)
    return sorted(mine, key=lambda lesson: (ORDER.index(lesson.stage), lesson.order, lesson.id))


def next_lesson(
    way: Sequence[Lesson], done: Collection[str], stage: Stage | None = None, subject: Subject | None = None
) -> Lesson | None:
    """The first lesson not done: what matters at this stage before what was missed earlier, and both before what comes later."""
    left = [lesson for lesson in way if lesson.id not in done and subject in (None, lesson.subject)]
    if stage is None:
        return left[0] if left else None
    now = ORDER.index(stage)

    def distance(lesson: Lesson) -> tuple[int, int]:
        place = ORDER.index(lesson.stage)
        return (0 if place == now else 1 if place < now else 2, abs(place - now) if place > now else place)

    return min(left, key=distance, default=None)


def progress(way: Iterable[Lesson], done: Collection[str]) -> Progress:
    ids = [lesson.id for lesson in way]
    return Progress(sum(1 for id in ids if id in done), len(ids))
