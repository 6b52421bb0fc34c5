"""Upkeep: every statement of the library with its ground, and which of them somebody has to look at again."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from content.library import EVERYWHERE, Library
from helpline.facts import Age, Fact, age


@dataclass(frozen=True)
class Statement:
    """One statement: the file it stands in, what it is of, for which country, and on what ground."""

    place: str
    kind: str
    country: str
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


def statements(library: Library) -> Iterator[Statement]:
    """Everything that is taught, in the order of its files."""
    for code, destination in library.destinations.items():
        for part, facts in destination.parts.items():
            yield from (of_fact(f"destinations/{code}.yaml", part, code, fact) for fact in facts)
    for code, rights in library.rights.items():
        for _situation, facts in rights.cards.items():
            yield from (of_fact(f"rights/{code}.yaml", "rights", code, fact) for fact in facts)
    for name, check in library.checks.items():
        yield from (of_fact(f"checks/{name}.yaml", "check", EVERYWHERE, sign.told) for sign in check.signs)
    for id, lesson in library.lessons.items():
        for country in lesson.countries or (EVERYWHERE,):
            place, text = f"lessons/{id}.yaml", lesson.title
            yield Statement(place, "lesson", country, text, lesson.source, lesson.as_of, lesson.review, lesson.advice)
    for id, listed in library.checklists.items():
        for point in listed.points:
            place = f"checklists/{id}.yaml"
            yield Statement(place, "checklist", EVERYWHERE, point.text, listed.source, listed.as_of, listed.review, listed.advice)
    for language, book in library.phrasebooks.items():
        for phrase in book.phrases:
            # The words of a language were looked up nowhere: they wait for a native speaker, and say so.
            yield Statement(f"phrases/{language}.yaml", "phrase", language, phrase.words, book.source, None, book.review, True)


def of_fact(place: str, kind: str, country: str, fact: Fact) -> Statement:
    return Statement(place, str(kind), country, fact.text, fact.source, fact.as_of, fact.review, fact.advice)


def to_review(library: Library, today: date) -> list[Statement]:
    """What somebody has to look at again, the longest overdue first."""
    return sorted((s for s in statements(library) if age(s.review, today) is not Age.FRESH), key=lambda s: (s.review, s.place))


def undated(library: Library) -> list[Statement]:
    """What was looked up in a source without a date; such a statement holds no figure."""
    return [s for s in statements(library) if not s.advice and s.as_of is None]


def standing(found: Iterable[Statement], today: date) -> Standing:
    kept = list(found)
    looked_up = [s for s in kept if not s.advice]
    dated = sum(1 for s in looked_up if s.as_of)
    return Standing(len(kept), len(looked_up), dated, sum(1 for s in kept if age(s.review, today) is Age.FRESH))


def by_kind(library: Library) -> dict[str, Counter[str]]:
    """How many statements of each kind stand for each country or language."""
    counted: dict[str, Counter[str]] = {}
    for statement in statements(library):
        counted.setdefault(statement.country, Counter())[statement.kind] += 1
    return counted
