"""Cards for a question: what answers it with its year and source, what stands near it, whom to call."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.cards import Reader, fitting, say
from bot.engine.text import _
from bot.house import House
from bot.teaching.country_cards import (
    GENERAL_TOO,
    NOT_COVERED,
    SOURCES,
    heading,
    lines,
    to_show,
    whom_to_call,
)
from bot.teaching.lesson_cards import GENERAL, NATIVE, NUMBERS
from content.library import EVERYWHERE
from helpline.checklists import Checklist
from helpline.contacts import AT_HOME
from helpline.destinations import Matter, Part
from helpline.lessons import Lesson
from helpline.statements import Statement

NEAR = _("Perhaps this is closer:")
UNSURE = _("We are not sure what you mean. Perhaps one of these answers it:")
MORE_PHRASES = _("More sentences, a few every day: MENU, then Prepare and learn.")
ALSO_TOLD = 2
"""Lessons that are told below a card."""


def asked_card(house: House, reader: Reader) -> str:
    """The card that was found; said plainly where we have no page for the country that was named."""
    found = cards_of(reader)
    if not found:
        return say(house, reader, GENERAL_TOO.msgid)
    return fitting([*not_covered(house, reader), *told(house, reader, found[0])])


def asked_neighbours(house: House, reader: Reader) -> str:
    """The two cards that stand next to it, numbered."""
    return "\n".join([say(house, reader, NEAR.msgid), *numbered(house, cards_of(reader)[1:])])


def asked_perhaps(house: House, reader: Reader) -> str:
    """The three that a question may be about, numbered, where none of them is sure."""
    return "\n".join([say(house, reader, UNSURE.msgid), *numbered(house, cards_of(reader))])


def numbered(house: House, cards: Sequence[str]) -> list[str]:
    return [f"{number} {house.asking.title(card)}" for number, card in zip(NUMBERS, cards, strict=False)]


def cards_of(reader: Reader) -> list[str]:
    return [card for card in str(reader.answers.get("cards") or "").split(",") if card]


def not_covered(house: House, reader: Reader) -> Iterator[str]:
    named = reader.answers.get("asked_country")
    if named and not house.library.covers(named):
        yield say(house, reader, NOT_COVERED.msgid, country=house.asking.country_name(named, reader.contact.language))


def told(house: House, reader: Reader, card: str) -> list[str]:
    """The parts of a card, the most important first: what does not fit into one message is left out at the end."""
    kind, _slash, rest = card.partition("/")
    place, _slash, part = rest.partition("/")
    subject = house.asking.subject_of(card)
    also = subject.also if subject else ()
    match kind:
        case "rights" | "destination":
            about = replace(reader, answers={**reader.answers, "destination": place})
            stated = [*statements(house, kind, place, part), *also_stated(house, place, also)]
            head = f"{heading(house, reader, place)}: {house.asking.title(card)}"
            body = [head, *lines(house, reader, list(dict.fromkeys(stated)))]
            if part == Part.TROUBLE and place not in (AT_HOME, EVERYWHERE):
                body += to_show(house, reader, house.library.destination(place))
            calls = whom_to_call(house, about) if kind == "rights" or part == Part.TROUBLE else []
        case "lesson":
            body, calls = lesson_told(house, reader, house.library.lessons[rest]), []
        case "phrases":
            body, calls = phrases_told(house, reader, rest), []
        case _:
            body, calls = list_told(house, reader, rest), []
    lessons = [house.library.lessons[id] for id in also_lessons(house, place, also)]
    return [*body, *(f"{lesson.emoji} {lesson.title}\n{lesson.text}" for lesson in lessons[:ALSO_TOLD]), *calls]


def statements(house: House, kind: str, place: str, part: str) -> list[Statement]:
    """What holds in the country, then what holds everywhere; a country's own part may be all there is to say."""
    if kind == "rights":
        own, everywhere = house.library.rights.get(place), house.library.rights[EVERYWHERE]
        return [*(own.cards.get(Matter(part), ()) if own else ()), *(everywhere.cards[Matter(part)] if place != AT_HOME else ())]
    country, general = house.library.destination(place), house.library.destination(EVERYWHERE)
    shared = () if Part(part) in country.complete or place == AT_HOME else general.parts[Part(part)]
    return [*country.parts[Part(part)], *shared]


def also_stated(house: House, place: str, also: Sequence[str]) -> list[Statement]:
    """What the subject's other pages tell of the same country."""
    parts = [card.rpartition("/")[2] for card in also if card.startswith("destination/")]
    return [statement for part in parts for statement in house.library.destination(place).parts[Part(part)]]


def also_lessons(house: House, place: str, also: Sequence[str]) -> list[str]:
    """Lessons of the subject that are for this country or for every one."""
    named = [card.partition("/")[2] for card in also if card.startswith("lesson/")]
    kept = [id for id in named if id in house.library.lessons]
    return [id for id in kept if not house.library.lessons[id].countries or place in house.library.lessons[id].countries]


def lesson_told(house: House, reader: Reader, lesson: Lesson) -> list[str]:
    """A lesson without its question: the text, what it comes to, and on what ground."""
    ground = grounds(house, reader, lesson)
    return [f"{lesson.emoji} {lesson.title}", lesson.text, f"👉 {lesson.explanation}", ground]


def grounds(house: House, reader: Reader, told: Lesson | Checklist) -> str:
    """Where it was looked up, with its year; or that it is general advice."""
    if told.advice:
        return say(house, reader, GENERAL.msgid)
    year = f" ({told.as_of[:4]})" if told.as_of else ""
    return say(house, reader, SOURCES.msgid, sources=told.source + year)


def list_told(house: House, reader: Reader, id: str) -> list[str]:
    found = house.library.checklists[id]
    ground = grounds(house, reader, found)
    return ["\n".join([f"{found.emoji} {found.title}", *(f"⬜ {point.text}" for point in found.points)]), ground]


def phrases_told(house: House, reader: Reader, language: str) -> list[str]:
    """The sentences that matter most, with how to say them."""
    book = house.library.phrasebooks[language]
    first = [phrase for phrase in book.phrases if phrase.id in book.emergency]
    others = [phrase for phrase in book.phrases if phrase.id not in book.emergency]
    rows = [f"• {phrase.meaning}: {phrase.words} ({phrase.reading})" for phrase in (*first, *others)[:8]]
    return [f"🗣 {book.name}", "\n".join(rows), say(house, reader, NATIVE.msgid), say(house, reader, MORE_PHRASES.msgid)]
