"""Subjects: what can be asked, and which card of the library answers it, for which country or language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from content.library import EVERYWHERE, Library
from content.reading import HERE, BadContent, line_of, place_of, read_list

PLACE = "*"
"""Stands in a card's id where a country or a language goes."""


@dataclass(frozen=True)
class Subject:
    """One thing that people ask about.

    `card` is the id of the card that answers, `also` what is told below it. `except` names, for a country, another subject
    that answers there; `otherwise` is the card where the place is not known.
    """

    id: str
    card: str
    about: str
    title: str = ""
    also: tuple[str, ...] = ()
    exceptions: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None


@dataclass(frozen=True)
class Card:
    """One card that can be found by asking."""

    id: str
    kind: str
    place: str
    title: str
    subject: Subject


def load_subjects(library: Library, path: Path = HERE / "subjects.yaml") -> dict[str, Subject]:
    """Every subject by its id. Raises BadContent, also where a card stands nowhere or a thing has no subject or two."""
    listed = read_list(path, Subject)
    for fault in faults(listed, library, path):
        raise BadContent(fault)
    return {subject.id: subject for subject in listed}


def faults(listed: Sequence[Subject], library: Library, path: Path) -> Iterator[str]:
    """What is wrong with the list, each with its file and line."""
    seen: dict[str, str] = {}
    for number, subject in enumerate(listed):
        for name in (f"the subject {subject.id}", subject.card, *subject.also):
            if name in seen:
                yield f"{where(path, number, subject)}: {name} stands in {seen[name]} too."
            seen[name] = subject.id
        for card in (subject.card, *subject.also, *([subject.otherwise] if subject.otherwise else [])):
            if not any(exists(card.replace(PLACE, place), library) for place in places(card, library)):
                yield f"{where(path, number, subject)}: {card} stands nowhere."


def where(path: Path, number: int, subject: Subject) -> str:
    return f"content/{place_of(path)}, line {line_of(path, (number,))}: {subject.id}"


def places(card: str, library: Library) -> tuple[str, ...]:
    """The countries or languages for which a card stands; one empty place where it stands for all."""
    if PLACE not in card:
        return ("",)
    return tuple(library.phrasebooks) if card.startswith("phrases/") else tuple(library.destinations)


def exists(id: str, library: Library) -> bool:
    """Whether the library holds what this id names."""
    kind, _, rest = id.partition("/")
    place, _, part = rest.partition("/")
    match kind:
        case "rights":
            return place in library.rights and any(part == matter for matter in library.rights[place].cards)
        case "destination":
            return place in library.destinations and any(part == name for name in library.destinations[place].parts)
        case "phrases":
            return rest in library.phrasebooks
        case "lesson":
            return rest in library.lessons
        case "checklist":
            return rest in library.checklists
        case "assessment":
            return rest in library.assessments
    return False


def cards(subjects: Mapping[str, Subject], library: Library) -> Iterator[Card]:
    """Every card that asking can find, in the order of the subjects."""
    for subject in subjects.values():
        for place in places(subject.card, library):
            id = subject.card.replace(PLACE, place)
            if place not in subject.exceptions and exists(id, library):
                yield Card(id, id.partition("/")[0], place, title(subject, library), subject)
        if subject.otherwise:
            yield Card(subject.otherwise, subject.otherwise.partition("/")[0], "", title(subject, library), subject)


def title(subject: Subject, library: Library) -> str:
    """The short name under which a subject is offered."""
    kind, _, name = subject.card.partition("/")
    if subject.title:
        return subject.title
    return library.lessons[name].title if kind == "lesson" else library.checklists[name].title


def card_of(subject: Subject, subjects: Mapping[str, Subject], library: Library, place: str | None) -> str:
    """The id of the card that answers for a country or language; the general one where there is none of its own."""
    if PLACE not in subject.card:
        return subject.card
    if place and place in subject.exceptions:
        return card_of(subjects[subject.exceptions[place]], subjects, library, place)
    own = subject.card.replace(PLACE, place or EVERYWHERE)
    return own if exists(own, library) else subject.otherwise or subject.card.replace(PLACE, EVERYWHERE)
