"""Upkeep: everything that the library teaches with its ground, and what somebody has to look at again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from content.library import EVERYWHERE, Library
from helpline.statements import Age, Statement, age


@dataclass(frozen=True)
class Taught:
    """One thing that is taught: the file it stands in, of which kind, for which countries or language, and on what ground."""

    place: str
    kind: str
    countries: tuple[str, ...]
    text: str
    source: str
    as_of: str | None
    review: date
    advice: bool = False


@dataclass(frozen=True)
class Standing:
    """How many statements there are, how many were looked up in a source, how many of them are dated and within their review."""

    all: int
    looked_up: int
    dated: int
    fresh: int


def all_taught(library: Library) -> Iterator[Taught]:
    """Everything that is taught, in the order of its files."""
    for code, destination in library.destinations.items():
        for part, stated in destination.parts.items():
            yield from (of_statement(f"destinations/{code}.yaml", part, code, statement) for statement in stated)
    for code, rights in library.rights.items():
        for _situation, stated in rights.cards.items():
            yield from (of_statement(f"rights/{code}.yaml", "rights", code, statement) for statement in stated)
    for name, assessment in library.assessments.items():
        place = f"assessments/{name}.yaml"
        yield from (of_statement(place, "assessment", EVERYWHERE, question.told) for question in assessment.questions)
    for id, lesson in library.lessons.items():
        place, where = f"lessons/{id}.yaml", lesson.countries or (EVERYWHERE,)
        yield Taught(place, "lesson", where, lesson.title, lesson.source, lesson.as_of, lesson.review, lesson.advice)
    for id, listed in library.checklists.items():
        for point in listed.points:
            place = f"checklists/{id}.yaml"
            yield Taught(place, "checklist", (EVERYWHERE,), point.text, listed.source, listed.as_of, listed.review, listed.advice)
    for language, book in library.phrasebooks.items():
        for phrase in book.phrases:
            # The words of a language were looked up nowhere: they wait for a native speaker, and say so.
            yield Taught(f"phrases/{language}.yaml", "phrase", (language,), phrase.words, book.source, None, book.review, True)


def of_statement(place: str, kind: str, country: str, statement: Statement) -> Taught:
    ground = (statement.source, statement.as_of, statement.review, statement.advice)
    return Taught(place, str(kind), (country,), statement.text, *ground)


def to_review(library: Library, today: date) -> list[Taught]:
    """What somebody has to look at again, the longest overdue first."""
    return sorted((s for s in all_taught(library) if age(s.review, today) is not Age.FRESH), key=lambda s: (s.review, s.place))


def undated(library: Library) -> list[Taught]:
    """What was looked up in a source without a date; such a statement holds no figure."""
    return [s for s in all_taught(library) if not s.advice and s.as_of is None]


def standing(found: Iterable[Taught], today: date) -> Standing:
    kept = list(found)
    looked_up = [s for s in kept if not s.advice]
    dated = sum(1 for s in looked_up if s.as_of)
    return Standing(len(kept), len(looked_up), dated, sum(1 for s in kept if age(s.review, today) is Age.FRESH))


def by_kind(library: Library, today: date) -> dict[str, dict[str, Standing]]:
    """How the statements of each kind stand for each country or language."""
    found: dict[str, dict[str, list[Taught]]] = {}
    for taught in all_taught(library):
        for country in taught.countries:
            found.setdefault(country, {}).setdefault(taught.kind, []).append(taught)
    return {country: {kind: standing(kept, today) for kind, kept in row.items()} for country, row in found.items()}
